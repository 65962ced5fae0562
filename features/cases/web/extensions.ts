import { onActivated, ref } from 'vue'
import { Refused } from '../../../platform/web/api.ts'
import { countHazards } from '../../../platform/web/case/count.ts'
import { holdsRole } from '../../../platform/web/session.ts'

/** Whose requests for more time the signed-in person answers: of works and of a second time the leader's alone. */
const answersFor = (): 'office' | 'leader' | null =>
  holdsRole('leader') ? 'leader' : holdsRole('office') ? 'office' : null

/** How many requests for more time wait for the signed-in person; asked for anew whenever the screen comes back. */
export function useExtensions() {
  const answers = answersFor()
  const waiting = ref(0)
  const count = async () => {
    if (!answers) return
    try {
      waiting.value = await countHazards({ extension: answers })
    } catch (error) {
      // The list beside it says that the server cannot be reached.
      if (!(error instanceof Refused)) throw error
    }
  }
  onActivated(count)
  return { answers, waiting }
}
