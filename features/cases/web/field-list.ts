import { MAX_PAGE } from '../contract.ts'

export type Tab = 'todo' | 'asked' | 'all'

/** Rows of one page on the phone. */
export const PAGE = 20

/** Which list is asked for. `own`: the person sees his own reports only. */
export interface Asked {
  tab: Tab
  own: boolean
  /** Requests for more time that this person answers. */
  answers: 'office' | 'leader' | null
  /** The words searched for; they count on the tab of all only. */
  word: string
}

/** What is asked of the server. A search also finds what is closed; the list itself holds what is open. */
export function listQuery({ tab, own, answers, word }: Asked) {
  if (tab === 'asked' && answers) return { extension: answers, order: 'due' } as const
  if (tab === 'todo') return { holder: 'mine', open: '1', order: 'due' } as const
  if (word) return { q: word, order: 'recent' } as const
  return own ? ({ order: 'recent' } as const) : ({ open: '1', order: 'due' } as const)
}

/** How many rows to ask for when a list is looked at again: as many as were shown. */
export const rowsAgain = (shown: number): number => Math.min(MAX_PAGE, Math.max(PAGE, shown))
