import { ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type Loading, useLoad } from '../load.ts'

/**
 * Figures of one instant at an address of their own. Where the address names no instant they keep to that of their first
 * answer, so that one narrows them without their changing underneath, until somebody asks for now again.
 * @param asked what the address asks for; asked anew whenever that changes
 */
export function useBoard<Q extends { asOf?: string }, A extends { asOf: string }>(
  path: string,
  asked: () => Q,
  read: (query: Q) => Promise<A>,
): { board: Loading<A>; now(): void } {
  const route = useRoute()
  const router = useRouter()
  const held = ref<string>()
  const board = useLoad(async () => {
    const query = asked()
    const answer = await read({ ...query, asOf: query.asOf ?? held.value })
    held.value = answer.asOf
    return answer
  })
  const now = () => {
    held.value = undefined
    if (asked().asOf) void router.push({ path, query: { ...route.query, asOf: undefined } })
    else void board.load()
  }
  watch(
    () => JSON.stringify(asked()),
    (_, before) => {
      if (route.path !== path) return
      if (before?.includes('"asOf"') && !asked().asOf) held.value = undefined
      void board.load()
    },
    { immediate: true },
  )
  return { board, now }
}
