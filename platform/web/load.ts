import { type Ref, ref, shallowRef, watch } from 'vue'
import { Refused } from './api.ts'
import { session } from './session.ts'

/** Something asked from the server: the last answer stays while the next one is on its way or was refused. */
export interface Loading<T> {
  data: Ref<T | null>
  /** The sentence for the user when the last question was refused. */
  said: Ref<string>
  code: Ref<string>
  busy: Ref<boolean>
  /** Done when the answer to the latest question is in, also where that was asked after this one. */
  load(): Promise<void>
}

/** Asks by `ask`; only the answer to the latest question counts. A question refused for want of sign-in is asked again. */
export function useLoad<T>(ask: () => Promise<T>): Loading<T> {
  const data = shallowRef<T | null>(null)
  const said = ref('')
  const code = ref('')
  const busy = ref(false)
  let latest = 0
  let current = Promise.resolve()
  const put = async (mine: number): Promise<void> => {
    busy.value = true
    try {
      const answer = await ask()
      if (mine !== latest) return current
      data.value = answer
      said.value = code.value = ''
    } catch (error) {
      if (mine !== latest) return current
      if (!(error instanceof Refused)) throw error
      said.value = error.message
      code.value = error.code
      // What one may no longer see is not shown from memory.
      if (error.status === 404) data.value = null
    } finally {
      if (mine === latest) busy.value = false
    }
  }
  const load = (): Promise<void> => {
    current = put(++latest)
    return current
  }
  watch(
    () => session.me,
    (me) => {
      if (me && code.value === 'session.required') void load()
    },
  )
  return { data, said, code, busy, load }
}
