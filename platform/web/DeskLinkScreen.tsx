import { defineComponent, ref } from 'vue'
import { isWeakPassword, PASSWORD_LENGTH } from '../../domain/secrets.ts'
import { linkSecret } from './link-secret.ts'
import { openLink } from './session.ts'
import { useSignIn } from './sign-in-form.ts'
import './sign-in.css'

/** A personal link opened at a PC: user name and password instead of six digits. */
export const DeskLinkScreen = defineComponent({
  name: 'DeskLinkScreen',
  setup() {
    const username = ref('')
    const password = ref('')
    const again = ref('')
    const check = () => {
      if (!/^[\p{L}\p{N}._-]{2,32}$/u.test(username.value.trim()))
        return '用户名用 2 到 32 个字母、数字或汉字，不要空格。'
      if (isWeakPassword(password.value, username.value.trim()))
        return `密码至少 ${PASSWORD_LENGTH} 位，不能是常见密码、重复或连续的字符，也不能就是用户名。`
      return password.value === again.value ? '' : '两次填写的密码不一样，请重新填写。'
    }
    const { said, busy, submit } = useSignIn(check, async () => {
      await openLink({ secret: linkSecret.value, username: username.value.trim(), password: password.value })
      linkSecret.value = ''
    })
    return () => (
      <main class="sign-in">
        <form class="sign-in-card" onSubmit={submit} novalidate>
          <h1>安澜</h1>
          <p class="sign-in-motto">
            这是您个人的登录链接，只能用一次。在电脑上办公请设用户名和密码；在手机上用，请不要在这里设，到手机上打开同一个链接。
          </p>
          <label for="link-username">用户名</label>
          <input id="link-username" v-model={username.value} autocomplete="username" autocapitalize="none" />
          <label for="link-password">密码（至少 {PASSWORD_LENGTH} 位，几个不相干的词连起来最好记）</label>
          <input id="link-password" type="password" v-model={password.value} autocomplete="new-password" />
          <label for="link-again">再写一遍密码</label>
          <input id="link-again" type="password" v-model={again.value} autocomplete="new-password" />
          <p class="sign-in-said" role="alert">
            {said.value}
          </p>
          <button type="submit" disabled={busy.value}>
            {busy.value ? '正在设置…' : '设置并登录'}
          </button>
          <p class="sign-in-more">
            <button
              type="button"
              class="sign-in-other"
              onClick={() => {
                linkSecret.value = ''
              }}
            >
              不用这个链接
            </button>
          </p>
        </form>
      </main>
    )
  },
})
