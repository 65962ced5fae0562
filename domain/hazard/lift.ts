import type { Entry } from '../entry.ts'

/** Old shapes of entries are lifted here on read; the book itself is never rewritten (law 3). */
export function lift(entry: Entry): Entry {
  const { set } = entry.data as { set?: { suspectedMajor?: boolean; flagger?: string; reporter?: string } }
  // Until December 2026 only its reporter could call a case 疑似重大, and the entry did not say who had.
  if (entry.step !== 'report' || !set?.suspectedMajor || set.flagger !== undefined) return entry
  return { ...entry, data: { ...entry.data, set: { ...set, flagger: set.reporter ?? null } } }
}
