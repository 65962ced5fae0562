import { shanghaiDate } from '../domain/calendar/working-days.ts'
import type { JsonObject } from '../domain/entry.ts'
import { canSee, scopeOf } from '../domain/hazard/audience.ts'
import { availableSteps } from '../domain/hazard/decide.ts'
import { usual } from '../domain/hazard/given.ts'
import { type HazardState, severities } from '../domain/hazard/state.ts'
import { hazardSteps } from '../domain/hazard/steps.ts'
import { planFields } from '../domain/supervision/supervision.ts'
import type { Membership } from '../domain/units/roles.ts'
import type { Result } from './append.ts'
import { followParked } from './follow-parked.ts'
import { followUnreceived } from './follow-unreceived.ts'
import { enrol } from './found.ts'
import type { TestBook } from './test-book.ts'
import { getViewer, type Viewer } from './viewer.ts'

/** Mulberry32: the same seed gives the same history. */
export function dice(seed: number) {
  let a = seed >>> 0
  const next = (): number => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number): number => Math.floor(next() * n)
  return { next, below, pick: <T>(list: readonly T[]): T => list[below(list.length)] as T }
}
export type Dice = ReturnType<typeof dice>

const crowd: Membership[] = [
  { role: 'grid', unit: 'c01-g1' },
  { role: 'grid', unit: 'c02-g1' },
  { role: 'volunteer', unit: 'c01' },
  { role: 'property', unit: 'c01-s1' },
  { role: 'community', unit: 'c01' },
  { role: 'community', unit: 'c01' },
  { role: 'community', unit: 'c02' },
  { role: 'office', unit: 'zb' },
  { role: 'handler', unit: 'o-cg' },
  { role: 'handler', unit: 'v-xf' },
  { role: 'checker', unit: 'jd' },
  { role: 'superior', unit: 'xq' },
  { role: 'leader', unit: 'jd' },
]

export interface Play {
  book: TestBook
  dice: Dice
  actors: Viewer[]
  cases: string[]
  /** Streams of topics, meetings and supervisions. */
  desk: { topic: string[]; meeting: string[]; supervision: string[] }
  /** What the server's clock says next. */
  now: number
  results: Result[]
}

/** A crowd of every role, ready to play a random history in a test book. */
export async function openPlay(book: TestBook, seed: number): Promise<Play> {
  const people = await enrol(
    book,
    crowd.map((duty, i) => ({ name: `众${i}`, memberships: [duty] })),
  )
  const actors = await Promise.all(people.map((person) => viewerOf(book, person)))
  return {
    book,
    dice: dice(seed),
    actors,
    cases: [],
    desk: { topic: [], meeting: [], supervision: [] },
    now: Date.parse('2026-03-03T00:00:00Z'),
    results: [],
  }
}

export async function viewerOf(book: TestBook, person: string): Promise<Viewer> {
  const viewer = await getViewer(book.pool, person, 'b1', book.clock(), book.database.appUrl)
  if ('code' in viewer) throw new Error(viewer.code)
  return viewer
}

/** Words that must never reach what stays for ever. */
export const SECRET = '密语'

function bodyOf(step: string, { dice, cases }: Play): JsonObject {
  const body = { ...usual[step] } as JsonObject
  for (const word of ['note', 'reason', 'tried', 'text', 'place', 'description'])
    if (word in body) body[word] = `${SECRET}${body[word]}`
  if ('unit' in body) body.unit = dice.pick(['c01', 'c01-s1', 'c02', 'zb', 'o-cg', 'v-xf'])
  if ('due' in body) body.due = '2027-02-01'
  if (step === 'ask-extension') body.due = `2027-0${3 + dice.below(6)}-01`
  if (step === 'report') {
    Object.assign(body, { community: dice.pick(['c01', 'c02']), item: dice.pick(['1.1', '1.1', '1.3', '2.1']) })
    if (dice.below(4) === 0) body.direct = { unit: dice.pick(['c01', 'c02', 'o-cg']) }
    if (dice.below(4) === 0) body.site = `${body.community}-s1`
  }
  if (step === 'verify' && dice.below(3) === 0) body.severity = dice.pick(severities)
  if (step === 'rectify' && dice.below(2)) body.by = 'party'
  if (step === 'correct')
    Object.assign(body, { item: dice.pick(['1.1', '1.3', '2.1']), place: `${SECRET}${dice.below(9)}栋` })
  if (step === 'assign' && dice.below(2)) body.helpers = [dice.pick(['v-xf', 'o-cg', 'p-rq'])]
  if (step === 'void' && dice.below(2) && cases.length > 0) body.duplicateOf = dice.pick(cases)
  return body
}

type DeskKind = keyof Play['desk']
const units = ['c01', 'c01-s1', 'o-cg', 'v-xf', 'p-rq']

/** What a meeting may decide, with a review day that comes within the history. */
function decisionOf({ dice, now }: Play): JsonObject {
  const review = shanghaiDate(new Date(now + 2 * 86_400_000).toISOString())
  const lead = dice.pick(units)
  const park = { kind: 'park', review, interim: SECRET }
  const refer = { kind: 'refer', reason: SECRET }
  return dice.pick<JsonObject>([
    ...[park, park, park],
    { kind: 'assign', lead, helpers: [dice.pick(units)], due: '2027-02-01', measures: SECRET },
    { kind: 'assign', lead, due: '2027-02-01' },
    ...[refer, refer],
    { kind: 'back', due: '2027-02-01', means: SECRET },
    { kind: 'again', reason: SECRET },
  ])
}

/** Some cases that stand so, if there are any. */
async function someIn({ book, dice }: Play, statuses: string[]): Promise<string[]> {
  const { rows } = await book.pool.query('select id from hazard where status = any($1) order by id', [statuses])
  const from = dice.below(rows.length)
  return rows.slice(from, from + 1 + dice.below(3)).map(({ id }) => id)
}

/** The next thing of a topic of called-up cases: opened, tabled, decided, decided anew; single cases apart. */
async function ofTopic(play: Play, stream: string): Promise<[step: string, data: JsonObject]> {
  const { dice, desk } = play
  const { rows } = await play.book.pool.query('select state from stream where stream = $1', [stream])
  const topic = rows[0]?.state as { status: string; cases: string[] } | undefined
  const proposal = async () => ({
    ...{ title: SECRET, cases: await someIn(play, ['called']), lead: dice.pick(units), due: '2027-02-01' },
  })
  if (!topic) return ['open', await proposal()]
  if (topic.status === 'draft') return dice.below(12) === 0 ? ['drop', { reason: SECRET }] : ['table', {}]
  const single = { cases: [dice.pick(topic.cases)], decision: decisionOf(play) }
  const apart = dice.below(2) ? [single] : []
  return ['decide', { meeting: desk.meeting[desk.meeting.length - 1] ?? stream, decision: decisionOf(play), apart }]
}

async function ofPlate(play: Play, isNew: boolean): Promise<[step: string, data: JsonObject]> {
  const { dice } = play
  const cases = await someIn(play, ['reported', 'handling', 'rectified', 'called', 'parked'])
  if (isNew) return ['hang', { cases, unit: dice.pick(units), due: '2027-02-01', requirement: SECRET }]
  return dice.pick<[string, JsonObject]>([
    ['plan', Object.fromEntries(planFields.map((field) => [field, SECRET]))],
    ['note', { note: SECRET }],
    ['lift', { note: SECRET, instead: SECRET }],
  ])
}

/** What the office, the leader or the superior does with a topic, a meeting or a plate. */
async function deskStride(play: Play) {
  const { dice, desk, book, actors } = play
  const kind: DeskKind = dice.pick(['topic', 'topic', 'topic', 'topic', 'topic', 'meeting', 'meeting', 'supervision'])
  // What hangs is not put off: a few plates are enough.
  const more = kind === 'supervision' ? dice.below(12) === 0 : dice.below(4) === 0
  const isNew = kind === 'meeting' || more || desk[kind].length === 0
  // Of the latest ones, so that drafts come to be tabled and decided.
  const stream = isNew ? book.id() : dice.pick(desk[kind].slice(-3))
  const takenAt = new Date(play.now).toISOString()
  const held = { on: shanghaiDate(takenAt), title: SECRET, chair: SECRET, present: SECRET }
  const [step, data] =
    kind === 'meeting'
      ? (['hold', held] as const)
      : kind === 'topic'
        ? await ofTopic(play, stream)
        : await ofPlate(play, isNew)
  const hanger = isNew || step === 'lift' ? ['leader', 'superior'] : ['handler']
  const duties = kind === 'supervision' ? hanger : ['office']
  const able = actors.filter(({ actor }) => actor.memberships.some(({ role }) => duties.includes(role)))
  return { by: dice.pick(able), command: { id: book.id(), stream, kind, step, data, takenAt } }
}

async function stateOf({ book }: Play, stream: string): Promise<HazardState> {
  const { rows } = await book.pool.query('select state from stream where stream = $1', [stream])
  return rows[0].state
}

/** Offered on nearly every case: walked now and then, so that lives go deep. */
const rare = new Set(['void', 'correct', 'flag', 'unflag'])

/** Offered on few cases: taken more often than its turn. */
const sought = new Set(['ask-extension', 'extend', 'deny-extension', 'help'])

async function stride(play: Play) {
  const { dice, book, actors, cases } = play
  const actor = dice.pick(actors)
  const fresh = cases.length === 0 || dice.below(5) === 0
  const takenAt = new Date(play.now).toISOString()
  const stream = fresh ? book.id() : dice.pick(dice.below(3) > 0 ? cases.slice(-25) : cases)
  let step = fresh ? 'report' : dice.pick(hazardSteps).step
  let by = actor
  if (!fresh && dice.below(5) > 0) {
    const state = await stateOf(play, stream)
    const offers = actors
      .filter(({ actor, reference }) => canSee(state, scopeOf(actor, reference.units)))
      .flatMap((one) =>
        availableSteps(state, one.actor, one.reference, takenAt).map((offer) => ({ by: one, step: offer.step })),
      )
      .filter((offer) => offer.step !== 'comment' && (!rare.has(offer.step) || dice.below(8) === 0))
    const seldom = offers.filter((one) => sought.has(one.step))
    const from = seldom.length > 0 && dice.below(3) > 0 ? seldom : offers
    const offer = offers.length > 0 ? dice.pick(from) : { by: actor, step: 'comment' }
    step = offer.step
    by = offer.by
  }
  const command = { id: book.id(), stream, kind: 'hazard', step, data: bodyOf(step, play), takenAt }
  return { by, command }
}

/** Some commands at once, of one instant or of several, then time goes on by up to a day and a half. */
export async function playRound(play: Play): Promise<void> {
  const { dice, book } = play
  play.now += Math.floor(dice.next() ** 3 * 36 * 3_600_000) + 10_000
  book.setClock(new Date(play.now).toISOString())
  const strides = []
  for (let n = 1 + dice.below(6); n > 0; n--)
    strides.push(await (dice.below(4) === 0 ? deskStride(play) : stride(play)))
  const { pool, ledger, clock, database } = book
  const deps = { pool, ledger, clock, name: database.appUrl }
  await followParked(deps, 'b1')
  await followUnreceived(deps, 'b1')
  const answers = await Promise.all(strides.map(({ by, command }) => book.ledger.submit('b1', by.person, [command])))
  for (const [i, [result]] of answers.entries()) {
    const command = strides[i]?.command
    if (!result || !command) continue
    play.results.push(result)
    if (result.status !== 'accepted' || result.version !== 1) continue
    const known = command.kind === 'hazard' ? play.cases : play.desk[command.kind as DeskKind]
    known.push(command.stream)
  }
}

/**
 * Plays that many rounds, and on while there is not enough to look at: some histories report little or are refused
 * much. At ten times as many it stops, and the test says what is missing.
 */
export async function playUntil(
  play: Play,
  rounds: number,
  isEnough: () => boolean | Promise<boolean>,
  after: (round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds || (round < 10 * rounds && !(await isEnough())); round++) {
    await playRound(play)
    await after(round)
  }
}
