import type { EntryView, HazardView } from '../../../domain/hazard/views.ts'
import { sayInstant } from '../text/time.ts'

interface Naming {
  set?: { before?: string[]; after?: string[] }
  paper?: { photos?: string[] } | null
}

const names = ({ data }: EntryView, sha256: string): boolean => {
  const { set, paper } = data as Naming
  return [set?.before, set?.after, paper?.photos].some((list) => list?.includes(sha256))
}

/**
 * What stands under a photo: number and place of the case, when the device says that it was sent in and when the server
 * recorded it, and by whom as the viewer may know him.
 */
export function stampOf(hazard: HazardView, entries: readonly EntryView[], sha256: string, now: Date): string[] {
  const entry = entries.find((one) => names(one, sha256))
  const where = [hazard.number, hazard.place].filter(Boolean).join(' ')
  if (!entry) return [where]
  const { actor, takenAt, recordedAt } = entry
  const sent = `设备时间 ${sayInstant(takenAt, now)}`
  const got = `服务器收到 ${sayInstant(recordedAt, now)}`
  return [where, sent, got, actor.name === actor.duty ? actor.name : `${actor.name}（${actor.duty}）`]
}

/** What to look at twice: a photo that another case shows too, or that stands both before and after. Nothing is blocked. */
export function sayReused({ before, after }: HazardView, reused: readonly string[]): string[] {
  const numbered = (word: string, hashes: readonly string[]) =>
    hashes.map((sha256, i) => ({ sha256, name: hashes.length > 1 ? `${word}第 ${i + 1} 张` : `${word}的照片` }))
  const all = [...numbered('整改前', before), ...numbered('整改后', after)]
  const elsewhere = all.filter(({ sha256 }) => reused.includes(sha256)).map(({ name }) => name)
  const both = numbered('整改后', after).filter(({ sha256 }) => before.includes(sha256))
  return [
    ...both.map(({ name }) => `${name}与整改前是同一张，请核对。`),
    ...(elsewhere.length > 0 ? [`${elsewhere.join('、')}在别的隐患里也用过，请核对。`] : []),
  ]
}
