import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, shanghaiDate } from '../calendar/working-days.ts'
import type { Command, Entry } from '../entry.ts'
import { SYSTEM } from '../entry.ts'
import { smallReference } from '../hazard/given-tree.ts'
import { isProblem } from '../problem.ts'
import { heirOf, unitsAt } from './in-force.ts'
import { unitRules } from './unit-steps.ts'
import { communityOf, lineage, type Reference, type Unit } from './units.ts'

const DAY = 86_400_000
const start = Date.parse('2026-03-02T01:00:00Z')

/** The tree in memory, changed by the law itself. */
function openTree() {
  const streams = new Map([...smallReference.units.keys()].map((code, i) => [code, `s-${i}`]))
  const states = new Map<string, Unit>([...smallReference.units].map(([code, unit]) => [streams.get(code)!, unit]))
  let seq = 0
  const raw = (): Reference['units'] => new Map([...states.values()].map((unit) => [unit.code, unit]))
  const send = (code: string, step: string, data: object, at = start): string => {
    const stream = streams.get(code) ?? `s-${code}`
    const now = new Date(at).toISOString()
    const id = `00000000-0000-7000-8000-${String(++seq).padStart(12, '0')}`
    const command: Command = { id, stream, kind: 'unit', step, data: data as Command['data'], takenAt: now }
    const units = unitsAt(raw(), now)
    const context = {
      ...{ actor: { person: SYSTEM, memberships: [] }, now, photos: new Map(), next: () => 1 },
      reference: { ...smallReference, people: new Map(), units },
    }
    const known = new Map([stream, ...unitRules.names(command)].map((one) => [one, states.get(one) ?? null]))
    const decision = unitRules.decide(command, known, context)
    if (isProblem(decision)) return decision.code
    for (const draft of decision) {
      const entry = { ...draft, recordedAt: now } as unknown as Entry
      const unit = unitRules.evolve(states.get(draft.stream) ?? null, entry)
      states.set(draft.stream, unit)
      streams.set(unit.code, draft.stream)
    }
    return 'accepted'
  }
  return { raw, send, at: (time: number) => unitsAt(raw(), new Date(time).toISOString()) }
}

const parts = (...into: [string, string[]][]) => into.map(([code, takes]) => ({ code, name: `${code}号`, takes }))
const from = '2026-03-10'

describe('a change of units', () => {
  it('takes effect on its day, not before, and the old code stays readable', () => {
    const tree = openTree()
    const into = parts(['c03', ['c01-s1']], ['c04', ['c01-g1']])
    expect(tree.send('c01', 'split', { into, from })).toBe('accepted')
    const eve = tree.at(Date.parse('2026-03-09T15:59:59.999Z'))
    expect([eve.get('c01')?.off, eve.get('c03')?.off, communityOf(eve, 'c01-s1')]).toEqual([undefined, 'later', 'c01'])
    const then = tree.at(Date.parse('2026-03-09T16:00:00Z'))
    expect([then.get('c01')?.off, then.get('c03')?.off]).toEqual(['ended', undefined])
    expect(['c01-s1', 'c01-s2', 'c01-g1'].map((code) => communityOf(then, code))).toEqual(['c03', 'c03', 'c04'])
    expect(then.get('c01')?.name).toBe('示范一社区')
  })

  it('says of an organ whether it is the fire agency, and a part of it is one too', () => {
    const tree = openTree()
    expect(tree.send('v-xf', 'agency', { agency: null })).toBe('accepted')
    expect(tree.send('c01', 'agency', { agency: 'fire' })).toBe('unit.agency')
    expect(tree.send('v-xf', 'agency', { agency: 'fire' })).toBe('accepted')
    expect(tree.send('v-xf', 'split', { into: parts(['v-x1', []], ['v-x2', []]), from })).toBe('accepted')
    const found = ['v-xf', 'v-x1', 'v-x2', 'o-cg'].map((code) => tree.raw().get(code)?.agency)
    expect(found).toEqual(['fire', 'fire', 'fire', undefined])
  })

  it('is never backdated, nor decided for what is not there', () => {
    const tree = openTree()
    const refused = (code: string, step: string, data: object) => tree.send(code, step, data)
    expect(refused('c01', 'rename', { name: '新', from: '2026-03-01' })).toBe('unit.past')
    expect(refused('c01', 'rename', { name: '新', from: '2029-03-01' })).toBe('unit.too-far')
    expect(refused('c09', 'rename', { name: '新', from })).toBe('unit.unknown')
    expect(refused('c01', 'merge', { into: 'c01', from })).toBe('unit.kind')
    expect(refused('c01', 'merge', { into: 'c02-g1', from })).toBe('unit.kind')
    expect(refused('c01', 'merge', { into: 'no', from })).toBe('unit.unknown')
    expect(refused('jd', 'merge', { into: 'jd', from })).toBe('unit.fixed')
    expect(refused('zb', 'close', { from })).toBe('unit.fixed')
    expect(refused('c01', 'split', { into: parts(['c03', []]), from })).toBe('command.invalid')
    expect(refused('c01', 'split', { into: parts(['c03', []], ['c03', []]), from })).toBe('unit.parts')
    expect(refused('c01', 'split', { into: parts(['c02', []], ['c03', []]), from })).toBe('unit.exists')
    expect(refused('c01', 'split', { into: parts(['c03', ['c02-s1']], ['c04', []]), from })).toBe('unit.takes')
    expect(refused('c01', 'split', { into: parts(['c03', ['c01-s1']], ['c04', ['c01-s1']]), from })).toBe('unit.takes')
    expect(refused('g', 'found', { code: 'g', name: '网格', kind: 'grid', parent: 'jd' })).toBe('unit.kind')
    expect(refused('g', 'found', { code: 'g', name: '网格', kind: 'grid', parent: null })).toBe('unit.kind')
    expect(refused('c02', 'close', { from })).toBe('unit.kind')
    expect(refused('s', 'found', { code: 's', name: '院', kind: 'compound', parent: 'c02-g1' })).toBe('accepted')
    expect(refused('c02-g1', 'close', { from })).toBe('unit.has-parts')
  })

  it('of a unit that is to end is not followed by another end, and nobody merges into it', () => {
    const tree = openTree()
    expect(tree.send('c01', 'merge', { into: 'c02', from })).toBe('accepted')
    expect(tree.send('c01', 'close', { from })).toBe('unit.ending')
    expect(tree.send('c02', 'merge', { into: 'c01', from })).toBe('unit.off')
    expect(tree.send('c01', 'rename', { name: '新', from: '2026-03-11' })).toBe('unit.ending')
    expect(tree.send('c01', 'rename', { name: '新', from: '2026-03-09' })).toBe('accepted')
    expect(tree.send('n', 'found', { code: 'n', name: '新院', kind: 'compound', parent: 'c01', from })).toBe('unit.off')
  })

  it('that takes units over comes to the heir where the one that was to take them has ended first', () => {
    const tree = openTree()
    expect(tree.send('c02', 'merge', { into: 'c01', from })).toBe('accepted')
    expect(tree.send('c01', 'split', { into: parts(['c03', []], ['c04', []]), from: '2026-03-09' })).toBe('accepted')
    const then = tree.at(Date.parse('2026-03-09T16:00:00Z'))
    expect(['c01-s1', 'c02-s1'].map((code) => communityOf(then, code))).toEqual(['c03', 'c03'])
    const same = openTree()
    expect(same.send('c02', 'merge', { into: 'c01', from })).toBe('accepted')
    expect(same.send('c01', 'split', { into: parts(['c03', []], ['c04', []]), from })).toBe('accepted')
    expect(communityOf(same.at(Date.parse('2026-03-09T16:00:00Z')), 'c02-s1')).toBe('c03')
  })

  it('whatever is split, merged, renamed and closed: every code is there once, ends somewhere in force, lies in no circle', () => {
    const change = fc.record({
      step: fc.constantFrom('split', 'merge', 'rename', 'close', 'cut', 'found'),
      which: fc.nat(99),
      other: fc.nat(99),
      day: fc.nat(20),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 14 }), (changes) => {
        const tree = openTree()
        let accepted = 0
        for (const [i, { step, which, other, day }] of changes.entries()) {
          const now = start + i * DAY
          const codes = [...tree.raw().keys()]
          const code = codes[which % codes.length]!
          const inside = [...tree.at(now).values()].filter(({ parent, off }) => parent === code && !off)
          const when = addDays(shanghaiDate(new Date(now).toISOString()), day)
          const takes = inside.filter((_, n) => (n + other) % 2 === 0).map((one) => one.code)
          const bodies: Record<string, object> = {
            split: { into: parts([`n${i}a`, takes], [`n${i}b`, []]), from: when },
            cut: { into: parts([code, []], [`n${i}a`, takes]), from: when },
            merge: { into: codes[other % codes.length]!, from: when },
            rename: { name: `名${i}`, from: when },
            close: { from: when },
            found: { code: `n${i}`, name: `新${i}`, kind: 'compound', parent: code, from: when },
          }
          const target = step === 'found' ? `n${i}` : code
          if (tree.send(target, step === 'cut' ? 'split' : step, bodies[step]!, now) === 'accepted') accepted += 1
          for (const time of [now, now + 10 * DAY, now + 60 * DAY]) {
            const units = tree.at(time)
            expect(units.size).toBe(tree.raw().size)
            for (const unit of units.values()) {
              expect(lineage(units, unit.code).length).toBeLessThan(8)
              if (unit.off === 'ended') expect(units.get(heirOf(units, unit.code))?.off).not.toBe('ended')
              if (!unit.off && unit.parent)
                expect(units.get(unit.parent)?.off, JSON.stringify(changes)).not.toBe('ended')
              const local = unit.kind === 'grid' || unit.kind === 'compound'
              if (local && !unit.off) expect(communityOf(units, unit.code)).toBeDefined()
            }
          }
        }
        return accepted >= 0
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})
