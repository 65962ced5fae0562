import { defineComponent, ref } from 'vue'
import { Refused } from './api.ts'
import { signIn } from './session.ts'
import './sign-in.css'

/** Sign-in for phone and desk: name, password, one sentence when refused; what was typed stays. */
export const SignInScreen = defineComponent({
  name: 'SignInScreen',
  emits: ['done'],
  setup(_, { emit }) {
    const username = ref('')
    const password = ref('')
    const said = ref('')
    const busy = ref(false)
    const submit = async (event: Event) => {
      event.preventDefault()
      if (!username.value.trim() || !password.value) {
        said.value = '请填写用户名和密码。'
        return
      }
      busy.value = true
      said.value = ''
      try {
        await signIn(username.value.trim(), password.value)
        emit('done')
      } catch (error) {
        said.value = error instanceof Refused ? error.message : '登录没有成功，请再试一次。'
      } finally {
        busy.value = false
      }
    }
    return () => (
      <main class="sign-in">
        <form class="sign-in-card" onSubmit={submit} novalidate>
          <h1>安澜</h1>
          <p class="sign-in-motto">隐患从发现到销号，一本对得上的账</p>
          <label for="username">用户名</label>
          <input id="username" v-model={username.value} autocomplete="username" autocapitalize="none" />
          <label for="password">密码</label>
          <input id="password" type="password" v-model={password.value} autocomplete="current-password" />
          <p class="sign-in-said" role="alert">
            {said.value}
          </p>
          <button type="submit" disabled={busy.value}>
            {busy.value ? '正在登录…' : '登录'}
          </button>
        </form>
      </main>
    )
  },
})
