import { defineComponent, ref } from 'vue'
import { signIn } from './session.ts'
import { useSignIn } from './sign-in-form.ts'
import './sign-in.css'

/** Sign-in for phone and desk: name, password, one sentence when refused; what was typed stays. */
export const SignInScreen = defineComponent({
  name: 'SignInScreen',
  props: {
    /** What somebody without a user name does. */
    hint: { type: String, default: '' },
    /** Word of the button to another way in; none without it. */
    other: { type: String, default: '' },
  },
  emits: { other: () => true },
  setup(props, { emit }) {
    const username = ref('')
    const password = ref('')
    const check = () => (username.value.trim() && password.value ? '' : '请填写用户名和密码。')
    const { said, busy, submit } = useSignIn(check, () => signIn(username.value.trim(), password.value))
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
          {props.hint || props.other ? (
            <p class="sign-in-more">
              {props.hint}
              {props.other ? (
                <button type="button" class="sign-in-other" onClick={() => emit('other')}>
                  {props.other}
                </button>
              ) : null}
            </p>
          ) : null}
        </form>
      </main>
    )
  },
})
