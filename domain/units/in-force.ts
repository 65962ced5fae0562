import { type Problem, problem } from '../problem.ts'
import { communityOf, fullName, lineage, OFFICE, type Reference, type Unit } from './units.ts'

type Units = Reference['units']

/** Views made of a book's units, so that each is made once; a view leads back to what it was made of. */
const sources = new WeakMap<Units, Units>()
const views = new WeakMap<Units, { turns: string[]; made: Map<number, Units> }>()

/** Midnight in Shanghai at which a day begins, or the later instant at which it was decided. ISO. */
export function beginOf(day: string, recordedAt: string): string {
  const midnight = new Date(`${day}T00:00:00+08:00`).toISOString()
  return midnight > recordedAt ? midnight : recordedAt
}

const turnsOf = ({ since, until, names, splits }: Unit): string[] =>
  [since, until, ...(names ?? []).map(({ at }) => at), ...(splits ?? []).map(({ at }) => at)].filter(
    (at): at is string => at !== undefined && at !== '',
  )

/** Who has what was to come to a unit at an instant when that unit may itself be over: its heir, else the unit above. */
function takerAt(raw: Units, parents: ReadonlyMap<string, string | null>, code: string, instant: string): string {
  const { until, into } = raw.get(code) ?? {}
  if (!until || until > instant) return code
  const next = into?.[0] ?? parents.get(code)
  return next ? takerAt(raw, parents, next, instant) : code
}

/** Who lies under whom at the instant: units below go with the part that takes them, the rest with the first heir. */
function parentsAt(raw: Units, instant: string): Map<string, string | null> {
  const parents = new Map([...raw.values()].map(({ code, parent }) => [code, parent]))
  const moves = [...raw.values()].flatMap(({ code, splits = [], until, into }) => [
    ...splits.map(({ at, parts }) => ({ at, code, parts, heir: undefined as string | undefined })),
    ...(until && into ? [{ at: until, code, parts: [], heir: into[0] }] : []),
  ])
  const due = moves.filter(({ at }) => at <= instant).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  for (const { at, code, parts, heir } of due) {
    for (const part of parts) for (const taken of part.takes) parents.set(taken, part.code)
    const taker = heir && takerAt(raw, parents, heir, at)
    if (taker) for (const [below, parent] of parents) if (parent === code) parents.set(below, taker)
  }
  return parents
}

function resolve(raw: Units, instant: string): Units {
  const parents = parentsAt(raw, instant)
  const seen = [...raw.values()].map((unit): [string, Unit] => {
    const named = unit.names?.filter(({ at }) => at <= instant).pop()
    const off = unit.since && unit.since > instant ? 'later' : unit.until && unit.until <= instant ? 'ended' : undefined
    const parent = parents.get(unit.code) ?? null
    return [unit.code, { ...unit, name: named?.name ?? unit.name, parent, ...(off ? { off } : {}) }]
  })
  return new Map(seen)
}

/**
 * The tree as it stood at an instant (ISO, UTC): names and parents of that moment, every code there has ever been, and
 * `off` on those not in force. What nothing has changed is answered as it is.
 */
export function unitsAt(units: Units, instant: string): Units {
  const raw = firstUnits(units)
  const known = views.get(raw) ?? {
    turns: [...new Set([...raw.values()].flatMap(turnsOf))].sort(),
    made: new Map<number, Units>(),
  }
  views.set(raw, known)
  if (known.turns.length === 0) return raw
  const passed = known.turns.filter((turn) => turn <= instant).length
  const made = known.made.get(passed) ?? resolve(raw, instant)
  known.made.set(passed, made)
  sources.set(made, raw)
  return made
}

/** Every unit with its first name and parent, as its own entries say. */
export const firstUnits = (units: Units): Units => sources.get(units) ?? units

/** The reference as a decision or a viewer of this moment uses it. */
export function referenceAt(reference: Reference, instant: string): Reference {
  const units = unitsAt(reference.units, instant)
  return units === reference.units ? reference : { ...reference, units }
}

/** May it be chosen now? An old code stays readable for ever and is never taken again. */
export const isInForce = (units: Units, code: string): boolean => {
  const unit = units.get(code)
  return unit !== undefined && unit.off === undefined
}

/** Says of a known unit that is not in force who has its work; undefined where it may be taken. */
export function offRefusal(units: Units, field: string, code: string | null): Problem | undefined {
  const unit = code ? units.get(code) : undefined
  if (!unit?.off) return undefined
  const heirs = (unit.into ?? []).map((heir) => fullName(units, heir)).filter(Boolean)
  if (unit.off === 'later' || heirs.length === 0) return problem('unit.off', { field })
  return problem('unit.off', { field, into: unit.into }, `${unit.name}已撤销，请改选${heirs.join('或')}。`)
}

const isLocal = ({ kind }: Unit): boolean => kind === 'grid' || kind === 'compound' || kind === 'community'

/**
 * Who goes on with a unit's work: itself while it is in force, else the first that took it over, and so on. What was
 * closed without an heir falls to the unit above it, an office's or organ's to the sub-district's office.
 */
export function heirOf(units: Units, code: string): string {
  let unit = units.get(code)
  for (let step = 0; unit?.off === 'ended' && unit.into?.[0] && step < 50; step++) unit = units.get(unit.into[0])
  if (unit?.off !== 'ended') return unit?.code ?? code
  if (!isLocal(unit)) return OFFICE
  return lineage(units, unit.code).find(({ off, kind }) => !off && kind !== 'street' && kind !== 'area')?.code ?? OFFICE
}

const heirs = new WeakMap<Units, Map<string, string[]>>()

/** Codes of ended units by who has their work now, near and far. */
function archives(units: Units): Map<string, string[]> {
  const known = heirs.get(units)
  if (known) return known
  const found = new Map<string, string[]>()
  const walk = (from: string, code: string, trail: readonly string[]): void => {
    const unit = units.get(code)
    if (!unit || trail.includes(code)) return
    if (code !== from) found.set(code, [...(found.get(code) ?? []), from])
    if (unit.off === 'ended') for (const next of unit.into ?? []) walk(from, next, [...trail, code])
  }
  for (const { code, off, into } of units.values()) if (off === 'ended' && into) walk(code, code, [])
  heirs.set(units, found)
  return found
}

/** Ended units whose finished cases this one keeps: those it took over or was split from. */
export const archivesOf = (units: Units, code: string): readonly string[] => archives(units).get(code) ?? []

/** Communities in force that a community's cases can have gone to by changes after `after`; itself while in force. */
export function successorsOf(units: Units, community: string, after: string): Set<string> {
  const found = new Set<string>()
  const walk = (code: string, trail: readonly string[]): void => {
    const unit = units.get(code)
    if (!unit || unit.off === 'later' || trail.includes(code)) return
    if (!unit.off) found.add(code)
    const parts = (unit.splits ?? []).filter(({ at }) => at > after).flatMap((split) => split.parts)
    const next = [...parts.map((part) => part.code), ...(unit.off === 'ended' ? (unit.into ?? []) : [])]
    for (const one of next) if (one !== code) walk(one, [...trail, code])
  }
  walk(community, [])
  return found
}

/** The community a grid or compound lies in now, also where it has itself gone over into another. */
export const communityNow = (units: Units, code: string): string | undefined => communityOf(units, heirOf(units, code))
