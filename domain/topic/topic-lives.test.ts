import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays } from '../calendar/working-days.ts'
import { type Entry, SYSTEM } from '../entry.ts'
import { availableSteps } from '../hazard/decide.ts'
import { evolve } from '../hazard/fold.ts'
import { actorOf, caseId, START, take, usual } from '../hazard/given.ts'
import { everybody } from '../hazard/given-tree.ts'
import { type HazardState, openLeg } from '../hazard/state.ts'
import { calledUp, type Desk, meetingId, meetingOf, proposal, topicId } from './given-topic.ts'

const letters = ['a', 'b', 'c', 'd'] as const
/** What a meeting may decide, with a review ten days on. */
const decisionsAt = (at: string) => [
  { kind: 'assign', lead: 'o-cg', helpers: ['v-xf'], due: '2027-03-01' },
  { kind: 'assign', lead: 'c01', due: '2027-03-01' },
  { kind: 'park', review: addDays(at.slice(0, 10), 10), interim: '巡查' },
  { kind: 'refer', reason: '需立项' },
  { kind: 'back', due: '2027-03-01', means: '给经费' },
  { kind: 'again', reason: '再查' },
]

interface Move {
  kind: 'topic' | 'hazard' | 'plate'
  n: number
  /** Chooses among what is offered to anybody. */
  who: number
  on: number
  variant: number
  hours: number
}

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom('topic', 'topic', 'topic', 'hazard', 'hazard', 'hazard', 'plate'),
  n: fc.integer({ min: 1, max: 4 }),
  who: fc.nat(1000),
  on: fc.nat(letters.length - 1),
  variant: fc.nat(5),
  hours: fc.nat(100),
})

const system = { person: SYSTEM, memberships: [] }

/** The next move of a topic, so that most lead on: what is called up is proposed, tabled, decided, and decided again. */
function nextOf(desk: Desk, { n, on, variant, hours }: Move, at: string): [string, object] {
  const topic = desk.topic(n)
  const called = letters.filter((letter) => desk.hazard(letter).status === 'called')
  const some = called.slice(0, 1 + (hours % 3))
  if (!topic) return ['open', proposal(some)]
  if (topic.status === 'draft' && variant === 0) return ['edit', proposal(some)]
  if (topic.status === 'draft') return variant === 1 && hours > 80 ? ['drop', { reason: '不再需要' }] : ['table', {}]
  const decisions = decisionsAt(at)
  const single = {
    cases: [topic.cases[on % topic.cases.length]],
    decision: decisions[(variant + 1) % decisions.length],
  }
  const apart = variant % 2 ? [single] : []
  return ['decide', { meeting: meetingId(1 + (hours % 3)), decision: decisions[variant], apart }]
}

/** A plate is hung on a case, or the one that hangs is taken down. */
function plate(desk: Desk, { n, on, variant }: Move, at: string): void {
  const id = `00000000-0000-7000-d000-${String(n).padStart(12, '0')}`
  const hang = { cases: [caseId(letters[on]!)], unit: 'o-cg', due: '2027-03-01', requirement: '限期整治' }
  const who = variant % 2 ? 'leader' : 'superior'
  if (desk.state(id)) desk.send(who, 'supervision', 'lift', id, { note: '摘牌', instead: '转为专项方案' }, at)
  else desk.send(who, 'supervision', 'hang', id, hang, at)
}

/** One move at its time; what is refused changes nothing. */
function play(desk: Desk, one: Move, at: string): void {
  if (one.kind === 'plate') return void plate(desk, one, at)
  if (one.kind === 'topic') {
    const [step, data] = nextOf(desk, one, at)
    return void desk.send('office', 'topic', step, topicId(one.n), data, at)
  }
  const state = desk.hazard(letters[one.on]!)
  const offers = everybody.flatMap((who) =>
    availableSteps(state, actorOf(who), desk.world.reference, at).map(({ step }) => ({ step, actor: actorOf(who) })),
  )
  const open = [...offers, ...(state.status === 'parked' ? [{ step: 'resume', actor: system }] : [])]
  const named = [...new Set(open.map(({ step }) => step))].filter((step) => step !== 'comment' && step !== 'correct')
  const step = named[one.who % named.length] ?? 'comment'
  const able = open.filter((offer) => offer.step === step)
  const { actor } = able[one.hours % able.length] ?? { actor: system }
  const data = { ...usual[step], ...(step === 'rectify' ? { unhelped: '不等' } : {}) }
  if ('due' in data) data.due = step === 'ask-extension' ? addDays('2027-03-01', one.hours) : '2027-03-01'
  take(desk.world, { actor, step, data, at, on: letters[one.on] })
}

/** Each entry with its case before and after it. */
function turns(desk: Desk): { entry: Entry; before: HazardState | null; after: HazardState }[] {
  const known = new Map<string, HazardState>()
  return desk.world.entries.map((entry) => {
    const before = known.get(entry.stream) ?? null
    const after = evolve(before, entry)
    known.set(entry.stream, after)
    return { entry, before, after }
  })
}

/** While a plate hangs nothing is left out or put off; a wish for more time ends with its leg, and only its answer moves a day. */
function expectPlatesAndDays(before: HazardState, after: HazardState, { step, data }: Entry): void {
  if (after.status !== before.status && (after.status === 'void' || after.status === 'parked'))
    expect([step, before.supervised]).toEqual([step, {}])
  if (data.leg || data.ends) expect([step, after.extension, after.asker]).toEqual([step, null, null])
  const [was, is] = [openLeg(before), openLeg(after)]
  if (was && is && was.from === is.from && was.due !== is.due) expect(step).toBe('extend')
}

function expectLegsSum(state: HazardState, now: string): void {
  const ends = state.legs.map(({ from, to }) => [Date.parse(from), Date.parse(to ?? now)] as const)
  const spent = ends.reduce((sum, [from, to]) => sum + to - from, 0)
  const until = openLeg(state) ? Date.parse(now) : Math.max(...ends.map(([, to]) => to))
  expect(spent).toBe(until - Date.parse(state.reportedAt))
}

it('whatever is tabled, decided and overturned: only a decision leaves 待议决, only a recheck closes, the legs sum to the life', () => {
  const met = new Set<string>()
  const taken = new Set<string>()
  fc.assert(
    fc.property(fc.array(move, { minLength: 10, maxLength: 60 }), (moves) => {
      const desk = calledUp(letters)
      for (const n of [1, 2, 3]) desk.send('office', 'meeting', 'hold', meetingId(n), meetingOf('2026-03-02'))
      let now = Date.parse(START) + 3_600_000
      for (const one of moves) {
        now += one.hours * 3_600_000 + 1
        play(desk, one, new Date(now).toISOString())
      }
      for (const { entry, before: was, after: is } of turns(desk)) {
        if (was) expectPlatesAndDays(was, is, entry)
        taken.add(entry.step)
        const [before, after] = [was?.status ?? null, is.status]
        if (before !== after) met.add(`${before} ${entry.step} ${after}`)
        if (before === 'tabled' && after !== 'tabled') expect(entry.step).toBe('decide')
        if (after === 'tabled' && before !== 'tabled') expect([before, entry.step]).toEqual(['called', 'table'])
        if (after === 'closed' && before !== 'closed') expect([before, entry.step]).toEqual(['rectified', 'close'])
        if (entry.step === 'decide') expect(['closed', 'void', 'rectified']).not.toContain(after)
      }
      const cases = letters.map((letter) => desk.hazard(letter))
      for (const state of cases) expectLegsSum(state, new Date(now).toISOString())
      for (const topic of [1, 2, 3, 4].map((n) => desk.topic(n)).filter(Boolean))
        if (topic.status === 'tabled')
          for (const id of topic.cases)
            expect(desk.world.states.get(id)).toMatchObject({ status: 'tabled', topic: topic.id })
    }),
    { numRuns: 800 },
  )
  for (const lived of [
    'called table tabled',
    'tabled decide parked',
    'tabled decide referred',
    'parked resume called',
    'parked decide handling',
    'handling decide parked',
    'rectified close closed',
  ])
    expect([...met]).toContain(lived)
  for (const step of [
    'receive',
    'ask-extension',
    'extend',
    'deny-extension',
    'help',
    'determine',
    'supervise',
    'refuse',
  ])
    expect([...taken]).toContain(step)
}, 60_000)
