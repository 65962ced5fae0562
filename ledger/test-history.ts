import type { JsonObject } from '../domain/entry.ts'
import { canSee, scopeOf } from '../domain/hazard/audience.ts'
import { availableSteps } from '../domain/hazard/decide.ts'
import { usual } from '../domain/hazard/given.ts'
import { type HazardState, severities } from '../domain/hazard/state.ts'
import { hazardSteps } from '../domain/hazard/steps.ts'
import type { Membership } from '../domain/units/roles.ts'
import type { Result } from './append.ts'
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
  return { book, dice: dice(seed), actors, cases: [], now: Date.parse('2026-03-03T00:00:00Z'), results: [] }
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

async function stateOf({ book }: Play, stream: string): Promise<HazardState> {
  const { rows } = await book.pool.query('select state from stream where stream = $1', [stream])
  return rows[0].state
}

/** Offered on nearly every case: walked now and then, so that lives go deep. */
const rare = new Set(['void', 'correct', 'flag', 'unflag'])

async function stride(play: Play) {
  const { dice, book, actors, cases } = play
  const actor = dice.pick(actors)
  const fresh = cases.length === 0 || dice.below(5) === 0
  const takenAt = new Date(play.now).toISOString()
  const stream = fresh ? book.id() : dice.pick(cases)
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
    const offer = offers.length > 0 ? dice.pick(offers) : { by: actor, step: 'comment' }
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
  for (let n = 1 + dice.below(6); n > 0; n--) strides.push(await stride(play))
  const answers = await Promise.all(strides.map(({ by, command }) => book.ledger.submit('b1', by.person, [command])))
  for (const [result] of answers) {
    if (!result) continue
    play.results.push(result)
    if (result.status === 'accepted' && result.version === 1 && result.stream) play.cases.push(result.stream)
  }
}
