import { ref } from 'vue'
import { Refused } from './api.ts'

/** State of a sign-in form: one at a time, the sentence when refused, what was typed stays. */
export function useSignIn(check: () => string, work: () => Promise<void>) {
  const said = ref('')
  const busy = ref(false)
  const submit = async (event: Event) => {
    event.preventDefault()
    said.value = check()
    if (said.value || busy.value) return
    busy.value = true
    try {
      await work()
    } catch (error) {
      said.value = error instanceof Refused ? error.message : '没有成功，请再试一次。'
    } finally {
      busy.value = false
    }
  }
  return { said, busy, submit }
}
