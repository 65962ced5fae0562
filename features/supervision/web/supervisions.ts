import { computed, ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { call } from '../../../platform/web/api.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { getSupervisions } from '../contract.ts'
import { sortPlates } from './supervision-words.ts'

export type Act = 'plan' | 'note' | 'lift'
export const actNames: Record<Act, string> = { plan: '报治理方案', note: '报进展', lift: '摘牌' }

/** The plates that concern who is signed in, the tab that is shown, and the one form that is open. */
export function useSupervisions() {
  const route = useRoute()
  const router = useRouter()
  const list = useLoad(() => call(getSupervisions, {}))
  const today = shanghaiDate(new Date().toISOString())
  const plates = computed(() => list.data.value?.supervisions ?? [])
  /** One plate alone, where a case's tag was followed. */
  const one = computed(() => plates.value.find(({ id }) => id === route.query.plate))
  const lifted = computed(() => route.query.lifted === '1')
  const shown = computed(() => {
    if (one.value) return [one.value]
    return sortPlates(
      plates.value.filter((plate) => (plate.lifted !== null) === lifted.value),
      today,
    )
  })
  /** Cases that somebody wants to hang a plate on: their ids, as the address has them. */
  const wanted = computed(() =>
    typeof route.query.hang === 'string' ? route.query.hang.split(',').filter(Boolean) : null,
  )
  const mayHang = computed(() => holdsRole('leader', 'superior', 'office'))
  const acting = ref<{ plate: string; act: Act } | null>(null)
  const done = ref('')
  const finish = async (sentence: string): Promise<void> => {
    acting.value = null
    await list.load()
    if (wanted.value) await router.replace('/supervisions')
    done.value = sentence
  }
  const open = (hanging: boolean) => {
    done.value = ''
    void router.push({ path: '/supervisions', query: hanging ? { hang: ',' } : {} })
  }
  return { ...list, today, plates, one, lifted, shown, wanted, mayHang, acting, done, finish, open }
}
export type Supervisions = ReturnType<typeof useSupervisions>
