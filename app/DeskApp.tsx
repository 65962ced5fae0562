import { defineComponent, onMounted, ref, watch } from 'vue'
import { useRouter } from 'vue-router'
import { Refused } from '../platform/web/api.ts'
import { DeskLinkScreen } from '../platform/web/DeskLinkScreen.tsx'
import { linkSecret } from '../platform/web/link-secret.ts'
import { loadReference } from '../platform/web/reference.ts'
import { SignInScreen } from '../platform/web/SignInScreen.tsx'
import { recallMe, session } from '../platform/web/session.ts'
import { DeskShell } from './DeskShell.tsx'

/**
 * Sign-in stands in front of the same address. A session that ends in the middle hides the screens instead of
 * dropping them, so whoever signs in again as the same person finds everything as it was typed.
 */
export const DeskApp = defineComponent({
  name: 'DeskApp',
  setup() {
    const router = useRouter()
    const ready = ref(false)
    const said = ref('')
    const person = ref('')
    const enter = async () => {
      said.value = ''
      try {
        await loadReference()
        await router.isReady()
        person.value = session.me?.person ?? ''
      } catch (error) {
        said.value = error instanceof Refused ? error.message : '页面没有打开，请刷新重试。'
      }
    }
    const open = async () => {
      ready.value = false
      await recallMe().then(enter, (error) => {
        if (error instanceof Refused && error.status !== 401) said.value = error.message
      })
      ready.value = true
    }
    onMounted(open)
    watch(
      () => session.me?.person,
      (now) => {
        if (now && person.value && now !== person.value) person.value = ''
        if (now && ready.value) void enter()
      },
    )
    const failed = () => (
      <main class="desk page">
        <h1>暂时打不开</h1>
        <p role="alert">{said.value}</p>
        <button type="button" onClick={open}>
          再试一次
        </button>
      </main>
    )
    return () => {
      if (linkSecret.value) return <DeskLinkScreen />
      if (!ready.value) return <p class="page">正在打开…</p>
      if (said.value) return failed()
      return (
        <>
          {session.me ? null : <SignInScreen />}
          {person.value ? (
            <DeskShell
              key={person.value}
              v-show={session.me !== null}
              onLeft={() => {
                person.value = ''
              }}
            />
          ) : null}
        </>
      )
    }
  },
})
