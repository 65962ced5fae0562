import { defineComponent, ref } from 'vue'
import { isWeakPassword, PASSWORD_LENGTH } from '../../../domain/secrets.ts'
import { request } from '../../../platform/web/api.ts'
import { session } from '../../../platform/web/session.ts'
import { useSignIn } from '../../../platform/web/sign-in-form.ts'

/** A new password for oneself; wherever else one is signed in ends. */
export const PasswordForm = defineComponent({
  name: 'PasswordForm',
  setup() {
    const current = ref('')
    const password = ref('')
    const again = ref('')
    const done = ref('')
    const check = () => {
      done.value = ''
      if (!current.value) return '请填写现在的密码。'
      if (isWeakPassword(password.value, session.me?.username ?? ''))
        return `新密码至少 ${PASSWORD_LENGTH} 位，不能是常见密码、重复或连续的字符，也不能就是用户名。`
      return password.value === again.value ? '' : '两次填写的新密码不一样。'
    }
    const { said, busy, submit } = useSignIn(check, async () => {
      await request('POST', '/api/session/password', { current: current.value, password: password.value })
      current.value = password.value = again.value = ''
      done.value = '密码已改。您在别处的登录都已退出。'
    })
    return () => (
      <form class="panel me-password" onSubmit={submit} novalidate>
        <h2>修改密码</h2>
        <label for="now-password">现在的密码</label>
        <input id="now-password" type="password" v-model={current.value} autocomplete="current-password" />
        <label for="new-password">新密码</label>
        <input id="new-password" type="password" v-model={password.value} autocomplete="new-password" />
        <label for="again-password">再写一遍新密码</label>
        <input id="again-password" type="password" v-model={again.value} autocomplete="new-password" />
        <p class={said.value ? 'said' : 'done'} role="alert" hidden={!said.value && !done.value}>
          {said.value || done.value}
        </p>
        <button type="submit" disabled={busy.value}>
          {busy.value ? '正在修改…' : '修改密码'}
        </button>
      </form>
    )
  },
})
