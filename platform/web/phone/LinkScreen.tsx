import { defineComponent, ref } from 'vue'
import { isWeakPin } from '../../../domain/secrets.ts'
import { linkSecret } from '../link-secret.ts'
import { openLink } from '../session.ts'
import { useSignIn } from '../sign-in-form.ts'
import '../sign-in.css'

const ways = [
  { shared: false, label: '本人手机', hint: '只有您用。登录保持 90 天，没有信号时也能先记下来。' },
  { shared: true, label: '共用设备', hint: '值班平板等几个人用。每次 12 小时，下一个人要写自己的姓名和密码。' },
] as const

/** Opened by a personal link: six digits twice, whose device this is, and in. */
export const LinkScreen = defineComponent({
  name: 'LinkScreen',
  setup() {
    const pin = ref('')
    const again = ref('')
    const shared = ref(false)
    const label = ref('')
    const check = () => {
      if (!/^\d{6}$/.test(pin.value)) return '请填写六位数字。'
      if (isWeakPin(pin.value)) return '这个密码太容易猜到，请换六个不连续、不重复的数字。'
      return pin.value === again.value ? '' : '两次填写的不一样，请重新填写。'
    }
    const { said, busy, submit } = useSignIn(check, async () => {
      const named = shared.value && label.value.trim() ? { label: label.value.trim() } : {}
      await openLink({ secret: linkSecret.value, pin: pin.value, shared: shared.value, ...named })
      linkSecret.value = ''
    })
    const way = (one: (typeof ways)[number]) => (
      <label key={one.label} class="sign-in-way">
        <input
          type="radio"
          name="way"
          checked={shared.value === one.shared}
          onChange={() => {
            shared.value = one.shared
          }}
        />
        <span>
          <strong>{one.label}</strong>
          <span>{one.hint}</span>
        </span>
      </label>
    )
    return () => (
      <main class="sign-in">
        <form class="sign-in-card" onSubmit={submit} novalidate>
          <h1>安澜</h1>
          <p class="sign-in-motto">这是您个人的登录链接，只能用一次。请给这台设备设一个六位密码。</p>
          <fieldset class="sign-in-ways">
            <legend>这是谁的设备</legend>
            {ways.map(way)}
          </fieldset>
          {shared.value ? (
            <>
              <label for="link-label">设备叫什么（可不填）</label>
              <input id="link-label" v-model={label.value} maxlength={40} placeholder="如：值班室平板" />
            </>
          ) : null}
          <label for="link-pin">六位密码</label>
          <input
            id="link-pin"
            v-model={pin.value}
            type="password"
            inputmode="numeric"
            maxlength={6}
            autocomplete="new-password"
          />
          <label for="link-again">再写一遍</label>
          <input
            id="link-again"
            v-model={again.value}
            type="password"
            inputmode="numeric"
            maxlength={6}
            autocomplete="new-password"
          />
          <p class="sign-in-said" role="alert">
            {said.value}
          </p>
          <button type="submit" disabled={busy.value}>
            {busy.value ? '正在绑定…' : '绑定并登录'}
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
