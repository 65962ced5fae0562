import { defineAsyncComponent, defineComponent, ref } from 'vue'
import { linkSecret } from '../link-secret.ts'
import { SignInScreen } from '../SignInScreen.tsx'
import { boundAs, session, signInByPin } from '../session.ts'
import { useSignIn } from '../sign-in-form.ts'
import '../sign-in.css'

const BarredWork = defineAsyncComponent(async () => (await import('./BarredWork.tsx')).BarredWork)
const LinkScreen = defineAsyncComponent(async () => (await import('./LinkScreen.tsx')).LinkScreen)

/** Six digits on a bound phone; on a shared one also one's name, because nobody is listed there. */
const PinScreen = defineComponent({
  name: 'PinScreen',
  props: { shared: Boolean },
  emits: { other: () => true },
  setup(props, { emit }) {
    const name = ref('')
    const pin = ref('')
    const check = () => {
      if (props.shared && !name.value.trim()) return '请填写您的姓名。'
      return /^\d{6}$/.test(pin.value) ? '' : '请填写六位数字密码。'
    }
    const { said, busy, submit } = useSignIn(check, async () => {
      await signInByPin(pin.value, name.value.trim()).catch((error) => {
        pin.value = ''
        throw error
      })
    })
    return () => (
      <main class="sign-in">
        <form class="sign-in-card" onSubmit={submit} novalidate>
          <h1>安澜</h1>
          <p class="sign-in-motto">{props.shared ? '共用设备：请写上您自己的姓名' : '本人手机'}</p>
          {props.shared ? (
            <>
              <label for="pin-name">姓名</label>
              <input id="pin-name" v-model={name.value} autocomplete="off" />
            </>
          ) : null}
          <label for="pin">六位密码</label>
          <input id="pin" v-model={pin.value} type="password" inputmode="numeric" maxlength={6} autocomplete="off" />
          <p class="sign-in-said" role="alert">
            {said.value}
          </p>
          <button type="submit" disabled={busy.value}>
            {busy.value ? '正在登录…' : '登录'}
          </button>
          <p class="sign-in-more">
            忘记密码或换了手机，请找给您开通的人重新开登录链接。
            <button type="button" class="sign-in-other" onClick={() => emit('other')}>
              用户名登录
            </button>
          </p>
        </form>
      </main>
    )
  },
})

/** The phone's way in: a personal link, six digits where it is bound, else user name and password. */
export const PhoneSignIn = defineComponent({
  name: 'PhoneSignIn',
  setup() {
    const bound = ref(boundAs())
    const byName = ref(bound.value === null)
    /** Somebody else wants to sign in, or he whose account works again. */
    const passed = ref(false)
    return () => {
      if (linkSecret.value) return <LinkScreen />
      if (session.barred && !passed.value)
        return (
          <BarredWork
            barred={session.barred}
            onOther={() => {
              passed.value = true
            }}
          />
        )
      if (!byName.value)
        return (
          <PinScreen
            shared={bound.value === 'shared'}
            onOther={() => {
              byName.value = true
            }}
          />
        )
      return (
        <SignInScreen
          hint={bound.value ? '' : '没有用户名的，请向社区要您的登录链接或二维码，在这台手机上打开。'}
          other={bound.value ? '用六位密码登录' : ''}
          onOther={() => {
            byName.value = false
          }}
        />
      )
    }
  },
})
