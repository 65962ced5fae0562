import type { Viewer } from '../../../ledger/viewer.ts'
import type { MakingView } from '../contract.ts'

export type Tell = (stage: MakingView['stage'], page?: number, pages?: number) => void

/** How far the papers are that are being made now; each is its maker's to ask for, and forgotten once it is made. */
export function papersInMaking() {
  const now = new Map<string, MakingView>()
  const keyOf = ({ book, person }: Viewer, id: string): string => `${book} ${person} ${id}`
  return {
    /** Runs `make`, which tells how far it is. */
    async follow<T>(viewer: Viewer, id: string | undefined, make: (tell: Tell) => Promise<T>): Promise<T> {
      if (!id) return make(() => undefined)
      const key = keyOf(viewer, id)
      try {
        return await make((stage, page = 0, pages = 0) => now.set(key, { stage, page, pages }))
      } finally {
        now.delete(key)
      }
    },
    find: (viewer: Viewer, id: string): MakingView | null => now.get(keyOf(viewer, id)) ?? null,
  }
}
