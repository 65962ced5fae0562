import type { Wish } from '../../../platform/web/batch.ts'
import type { Recheck } from '../contract.ts'

/** What the checker made of a pair instead of passing it: not fixed, or to be looked at on site. */
export type Mark = { kind: 'bad'; reason: string } | { kind: 'site' }
export type Marks = Readonly<Record<string, Mark | undefined>>

/** Pairs of a page: three in a row, as many rows as an office screen of that height (CSS pixels) shows. */
export const pageSize = (height: number): number => (height < 840 ? 6 : 9)

export interface Sight {
  /** Pairs that stood on the screen with their photos open. */
  seen: ReadonlySet<string>
  /** Pairs of which a photo did not open. */
  broken: ReadonlySet<string>
}

/** The pairs that closing the page passes. */
const passedOn = (page: readonly Recheck[], marks: Marks, { broken }: Sight): Recheck[] =>
  page.filter(({ id }) => !marks[id] && !broken.has(id))

const returnedOn = (page: readonly Recheck[], marks: Marks): Recheck[] =>
  page.filter(({ id }) => marks[id]?.kind === 'bad')

/** Why the page cannot be closed yet, as the sentence a checker reads; empty when it can. */
export function whyNotYet(page: readonly Recheck[], marks: Marks, sight: Sight, note: string): string {
  const unseen = page.filter(({ id }) => !sight.seen.has(id) && !sight.broken.has(id) && marks[id]?.kind !== 'site')
  if (unseen.length > 0) return `还有 ${unseen.length} 对没有看到：请移到屏幕里，等照片打开。`
  const silent = returnedOn(page, marks).find(({ id }) => (marks[id] as { reason: string }).reason.trim() === '')
  if (silent) return `请写明 ${silent.number} 哪里不合格。`
  return passedOn(page, marks, sight).length > 0 && note.trim() === '' ? '请填写复查意见。' : ''
}

/** Commands of a closed page: one note for all that pass, a reason for each that does not. */
export function wishesOf(page: readonly Recheck[], marks: Marks, sight: Sight, note: string): Wish[] {
  const passed = passedOn(page, marks, sight).map(({ id, version }) => ({
    id,
    step: 'close',
    data: { note: note.trim(), photos: [] },
    seen: version,
  }))
  const returned = returnedOn(page, marks).map(({ id, version }) => ({
    id,
    step: 'return',
    data: { reason: (marks[id] as { reason: string }).reason.trim() },
    seen: version,
  }))
  return [...passed, ...returned]
}

/** What the button says it will do. */
export function sayPage(page: readonly Recheck[], marks: Marks, sight: Sight): string {
  const [passed, returned] = [passedOn(page, marks, sight).length, returnedOn(page, marks).length]
  if (passed === page.length) return `本页全部复查通过销号（${passed} 条）`
  const back = returned > 0 ? [`${returned} 条不合格退回`] : []
  const pass = passed > 0 ? [`${passed} 条复查通过销号`] : []
  return pass.length + back.length > 0 ? `本页 ${[...pass, ...back].join('，')}` : '看下一页'
}
