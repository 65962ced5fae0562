/**
 * 重大火灾隐患 is determined by the standard in force that day: GB 35181-2025 since 1 November 2025, GB 35181-2017 before
 * it. `from` is absent for what was in force when the first of such books began.
 */
export const fireStandards = [
  { code: 'GB35181-2017', name: 'GB 35181-2017' },
  { code: 'GB35181-2025', name: 'GB 35181-2025', from: '2025-11-01' },
] as const satisfies readonly { code: string; name: string; from?: string }[]

/** The standard in force on a Shanghai day. */
export function fireStandardOn(day: string): (typeof fireStandards)[number] {
  const begun = fireStandards.filter((one) => !('from' in one) || one.from <= day)
  return begun[begun.length - 1] ?? fireStandards[0]
}

export const fireStandardName = (code: string): string => fireStandards.find((one) => one.code === code)?.name ?? code
