import { expect } from 'vitest'
import type { Thing } from './rights-objects.ts'
import { actsFor } from './rights-table.ts'
import type { Caller } from './test-app.ts'

/** Counts checks and keeps what went wrong, so that one run tells everything. */
export function openChecks() {
  const faults: string[] = []
  let count = 0
  return {
    check(holds: boolean, what: string): void {
      count += 1
      if (!holds) faults.push(what)
    },
    expectNoFaults(): void {
      const found = faults.splice(0)
      expect(found.length, found.slice(0, 40).join('\n')).toBe(0)
    },
    /** Prints how many checks were made; there must be at least so many. */
    expectMany(name: string, least: number): void {
      process.stdout.write(`${name}: ${count} checks\n`)
      expect(count).toBeGreaterThanOrEqual(least)
    },
  }
}

const scan = 'd'.repeat(64)

/** Data with which whoever may take the step can take it. */
export function dataFor(who: Caller, step: string, thing: Thing): object {
  const due = '2026-04-02'
  const data: Record<string, object> = {
    verify: { unit: thing.community },
    assign: { unit: who === 'office' ? 'o-cg' : thing.community, due },
    refuse: { reason: '不属', ...(actsFor(who, thing) ? {} : { paper: { on: '2026-03-01', photos: [scan] } }) },
    help: { note: '已办' },
    'ask-extension': {
      ...{ due: '2026-05-08', reason: '配件要定制' },
      ...(actsFor(who, thing) ? {} : { paper: { on: '2026-03-01', photos: [scan] } }),
    },
    'deny-extension': { reason: '可以按期' },
    rectify: { note: '已处理', photos: [], ...(actsFor(who, thing) ? {} : { by: 'party' }) },
    close: { note: '看过', photos: [], ...(thing.backfilled ? { noPhotoReason: '点位已拆' } : {}) },
    return: { reason: '未改' },
    'call-up': { reason: '难', tried: '劝' },
    'send-back': { reason: '可自办', due },
    void: { reason: '不实' },
    comment: { text: '知道了' },
    correct: { place: '6栋', reason: '写错' },
    flag: { reason: '多户' },
    determine: { result: 'major', standard: 'GB35181-2025', basis: '直接判定要素' },
    unflag: { reason: '看过' },
  }
  return data[step] ?? {}
}
