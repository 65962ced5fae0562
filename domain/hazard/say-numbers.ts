import type { HazardState } from './state.ts'

/** The numbers of some cases, as far as a sentence can take them. */
export function sayNumbers(found: readonly (HazardState | null)[]): string {
  const numbers = found.map((one) => one?.number ?? '（没有找到）')
  return numbers.length > 3 ? `${numbers.slice(0, 3).join('、')}等 ${numbers.length} 条` : numbers.join('、')
}
