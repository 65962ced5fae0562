import fc from 'fast-check'
import { expect, it } from 'vitest'
import { caseId } from './given.ts'
import type { HazardState, Leg } from './state.ts'
import { all, type Stride, walk } from './walk.ts'

/** Lives that are mostly in departments' hands, where clocks are received, extended and judged. */
const stride: fc.Arbitrary<Stride> = fc.record({
  pick: fc.nat(),
  held: fc.constant([]),
  wild: fc.option(fc.constantFrom('ask-extension', 'extend', 'deny-extension', 'receive', 'refuse', 'assign'), {
    freq: 2,
  }),
  on: fc.constantFrom('a', 'b'),
  unit: fc.constantFrom('o-cg', 'v-xf', 'c01'),
  variant: fc.nat(7),
  hours: fc.nat(30),
})

it('an extension moves a day and never a beginning; nobody answers himself; legs sum to the life', () => {
  const taken = new Set<string>()
  fc.assert(
    fc.property(fc.array(stride, { minLength: 60, maxLength: 150 }), (strides) => {
      const last = new Map<string, HazardState>()
      walk(all, strides, ({ states }, entry) => {
        const before = last.get(entry.stream)
        const after = states.get(entry.stream) as HazardState
        last.set(entry.stream, after)
        taken.add(entry.step)
        for (const [i, leg] of after.legs.entries()) expect(leg.from).toBe(i ? after.legs[i - 1]?.to : after.reportedAt)
        if (!before) return
        const clock = ({ from, by, firstDue }: Leg) => ({ from, by, firstDue })
        if (['receive', 'ask-extension', 'extend', 'deny-extension'].includes(entry.step)) {
          expect(after.legs.map(clock)).toEqual(before.legs.map(clock))
          expect(after.turned).toEqual(before.turned)
        }
        if (entry.step === 'extend') {
          expect((after.legs.at(-1)?.due ?? '') > (before.legs.at(-1)?.due ?? '')).toBe(true)
          expect(after.extensions).toBe(before.extensions + 1)
        } else expect(after.extensions).toBe(before.extensions)
        if (entry.step === 'extend' || entry.step === 'deny-extension') expect(entry.actor).not.toBe(before.asker)
        const begun = after.legs.length > before.legs.length
        if (begun) expect(after.extension).toBeNull()
      })
      expect([...last.keys()].every((id) => id === caseId('a') || id === caseId('b'))).toBe(true)
    }),
    { numRuns: 200 },
  )
  for (const step of ['receive', 'ask-extension', 'extend', 'deny-extension', 'refuse']) expect(taken).toContain(step)
}, 60_000)
