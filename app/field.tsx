import { createApp, defineComponent, onMounted, ref } from 'vue'
import { loadReference } from '../platform/web/reference.ts'
import { SignInScreen } from '../platform/web/SignInScreen.tsx'
import { recallMe, session } from '../platform/web/session.ts'
import '../platform/web/theme.css'

const Field = defineComponent({
  name: 'Field',
  setup() {
    const ready = ref(false)
    const enter = async () => {
      await loadReference()
    }
    onMounted(async () => {
      await recallMe().then(enter, () => undefined)
      ready.value = true
    })
    return () =>
      !ready.value ? <p>正在打开…</p> : session.me ? <main>{session.me.name}</main> : <SignInScreen onDone={enter} />
  },
})

createApp(Field).mount('#app')
