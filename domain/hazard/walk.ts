import type { Entry, JsonObject } from '../entry.ts'
import { isProblem } from '../problem.ts'
import type { Actor, Role } from '../units/roles.ts'
import { canSee, scopeOf } from './audience.ts'
import { availableSteps } from './decide.ts'
import { actorOf, caseId, openWorld, START, take, usual, type World } from './given.ts'
import { everybody, smallReference } from './given-tree.ts'
import { severities } from './state.ts'

/** Random histories that the law decides: for tests of what holds over every life. */
export interface Stride {
  /** Chooses among the actors at hand and what is offered to them. */
  pick: number
  held: Role[]
  /** Taken as it comes, offered or not. */
  wild: string | null
  on: string
  unit: string
  variant: number
  hours: number
}

/** Offered on nearly every case: walked now and then, so that lives go deep. */
const rare = ['void', 'correct', 'flag', 'unflag', 'determine']

/** Mostly what the law offers to one of the actors, so that walks go deep; sometimes anything at all. */
function choose(world: World, actors: readonly Actor[], { pick, wild, on, variant }: Stride, now: string) {
  const anyone = actors[pick % actors.length]!
  const state = world.states.get(caseId(on))
  if (!state) return { actor: anyone, step: 'report' }
  if (wild) return { actor: anyone, step: wild }
  const offers = actors
    .filter((actor) => canSee(state, scopeOf(actor, smallReference.units)))
    .flatMap((actor) => availableSteps(state, actor, smallReference, now).map(({ step }) => ({ actor, step })))
    .filter(({ step }) => step !== 'comment' && (!rare.includes(step) || variant === 0))
  const open = [...new Set(offers.map(({ step }) => step))]
  const step = open.includes('undo') && variant < 3 ? 'undo' : (open[pick % open.length] ?? 'comment')
  const able = offers.filter((offer) => offer.step === step)
  return { actor: able[Math.floor(pick / 7) % able.length]?.actor ?? anyone, step }
}

const paper = { on: '2026-02-27', photos: ['e'.repeat(64)] }

function bodyOf(step: string, { unit, variant }: Stride): JsonObject {
  const given = { ...usual[step] } as JsonObject
  if ('unit' in given) given.unit = unit
  if ('due' in given) given.due = '2027-03-01'
  if (step === 'report') {
    given.item = ['1.1', '1.3', '2.1'][variant % 3]!
    if (variant === 3) given.direct = { unit }
    if (variant === 4)
      Object.assign(given, { item: '1.1', photos: ['a'.repeat(64)], fixed: { note: '好', photos: ['b'.repeat(64)] } })
    if (variant === 5) given.source = 'superior'
    if (variant > 5) given.backfill = { found: '2026-01-05', reason: '纸质台账', facts: { closedOn: '2026-02-01' } }
    if (variant === 6) Object.assign(given, { fixed: { note: '台账记已销号', photos: [] }, suspectedMajor: true })
  }
  if (step === 'rectify' && variant < 3) given.by = 'party'
  if ((step === 'rectify' && variant === 3) || (step === 'refuse' && variant < 3)) given.paper = paper
  if (step === 'rectify' && variant === 3) given.by = 'unit'
  if (step === 'correct')
    Object.assign(given, [{ item: '1.3' }, { item: '2.1', site: 'c01-s2' }, { severity: 'major' }][variant])
  if (step === 'determine' && variant % 2) given.result = 'not'
  if (step === 'void' && variant < 3) given.duplicateOf = caseId(['a', 'b', 'c'][variant]!)
  if (step === 'verify' && variant < 2) given.severity = severities[variant + 1]!
  if (step === 'assign' && variant < 2) given.helpers = ['c01-s1', 'v-xf'].slice(variant)
  if (step === 'ask-extension') {
    given.due = `2027-${String(variant + 4).padStart(2, '0')}-01`
    if (variant > 4) given.works = true
    if (variant < 3) given.paper = paper
  }
  if (step === 'close') given.noPhotoReason = '灭失'
  return given
}

export type Crowd = (held: Role[]) => readonly Actor[]

export function walk(crowd: Crowd, strides: readonly Stride[], after: (world: World, entry: Entry) => void): World {
  const world = openWorld()
  let now = Date.parse(START)
  for (const one of strides) {
    now += one.hours * 3_600_000 + 1
    const at = new Date(now).toISOString()
    const { actor, step } = choose(world, crowd(one.held), one, at)
    const result = take(world, { actor, step, data: bodyOf(step, one), at, on: one.on })
    if (isProblem(result)) continue
    for (const entry of result) after(world, entry)
  }
  return world
}

const everyone = everybody.map((who) => actorOf(who))
export const all: Crowd = () => everyone
