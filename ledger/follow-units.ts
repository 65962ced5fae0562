import type { Pool } from 'pg'
import { SYSTEM } from '../domain/entry.ts'
import { scopeOf } from '../domain/hazard/audience.ts'
import { movedUnits } from '../domain/hazard/moved-units.ts'
import type { HazardState } from '../domain/hazard/state.ts'
import { heirOf, unitsAt } from '../domain/units/in-force.ts'
import type { Membership } from '../domain/units/roles.ts'
import type { Reference } from '../domain/units/units.ts'
import type { Clock } from '../platform/server/clock.ts'
import type { Ledger } from './append.ts'
import { namedId } from './found.ts'
import { loadReference } from './load.ts'

export interface FollowDeps {
  pool: Pool
  ledger: Ledger
  clock: Clock
  /** Tells apart the reference copies of several databases in one process, as in `LedgerDeps`. */
  name?: string
}

export interface Followed {
  hazards: number
  people: number
  /** Wishes that were refused, by code; a race with somebody else's turn is settled by the next run. */
  refused: string[]
}

/** Hazards that one statement reads and one submit sends. */
const BATCH = 200

/** Codes whose units have ended or given parts away by then. */
function changedCodes({ units }: Pick<Reference, 'units'>, now: string): { ended: string[]; changed: string[] } {
  const all = [...units.values()]
  const ended = all.filter(({ off }) => off === 'ended').map(({ code }) => code)
  const divided = all.filter(({ splits = [] }) => splits.some(({ at }) => at <= now)).map(({ code }) => code)
  return { ended, changed: [...new Set([...ended, ...divided])] }
}

/** A duty where it goes: to whoever has the unit's work now; one at a unit closed without an heir ends. */
export function dutyAfter({ role, unit }: Membership, units: Reference['units']): Membership | undefined {
  const held = units.get(unit)
  return held?.off === 'ended' && !held.into ? undefined : { role, unit: heirOf(units, unit) }
}

function dutiesAfter(duties: readonly Membership[], units: Reference['units']): Membership[] {
  const kept = duties.map((duty) => dutyAfter(duty, units)).filter((duty) => duty !== undefined)
  return [...new Map(kept.map((duty) => [`${duty.role} ${duty.unit}`, duty])).values()]
}

/** People whose duties or whose view changed since their own last entry: an entry of theirs makes their phones start anew. */
async function followPeople(deps: FollowDeps, book: string, reference: Reference, now: string): Promise<Followed> {
  const { rows } = await deps.pool.query(
    `select s.stream, s.version, s.state, e.recorded_at from stream s join entry e on (e.book_id, e.seq) = (s.book_id, s.seq)
     where s.book_id = $1 and s.kind = 'person'`,
    [book],
  )
  const commands = rows.flatMap(({ stream, version, state, recorded_at }) => {
    const duties = state.memberships as Membership[]
    const memberships = dutiesAfter(duties, reference.units)
    const actor = { person: stream, memberships: duties }
    const then = scopeOf(actor, unitsAt(reference.units, recorded_at.toISOString()))
    const same = JSON.stringify(duties) === JSON.stringify(memberships)
    if (same && JSON.stringify(then) === JSON.stringify(scopeOf(actor, reference.units))) return []
    const id = namedId(book, 'appoint after units', stream, String(version))
    return [{ id, stream, kind: 'person', step: 'appoint', data: { memberships }, seen: version, takenAt: now }]
  })
  return send(deps, book, commands, 'people')
}

async function send(deps: FollowDeps, book: string, commands: object[], what: 'people' | 'hazards'): Promise<Followed> {
  const done: Followed = { hazards: 0, people: 0, refused: [] }
  for (let i = 0; i < commands.length; i += BATCH) {
    const results = await deps.ledger.submit(book, SYSTEM, commands.slice(i, i + BATCH))
    done[what] += results.filter(({ status }) => status === 'accepted').length
    done.refused.push(...results.flatMap(({ problem }) => (problem ? [problem.code] : [])))
  }
  return done
}

/** Open hazards that may name a unit that gave way, in pages by id. */
const candidates = `
  select h.id, h.version, s.state from hazard h join stream s on (s.book_id, s.stream) = (h.book_id, h.id)
  where h.book_id = $1 and h.id > $4 and h.status not in ('closed', 'void')
    and (h.community = any($2) or h.audience && $3::text[] or s.state->>'fixerUnit' = any($3)
      or exists (select 1 from jsonb_array_elements(s.state->'legs') leg where leg->>'by' = any($3)))
  order by h.id limit ${BATCH}`

export interface Mover {
  id: string
  version: number
  state: HazardState
  /** Codes of the case that others have taken over, old to new. */
  moved: Record<string, string>
}

/** Open hazards that do not stand where the units of the reference are at an instant, page by page. */
export async function* readMovers(pool: Pool, book: string, reference: Reference, instant: string) {
  const { ended, changed } = changedCodes(reference, instant)
  if (changed.length === 0) return
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await pool.query(candidates, [book, changed, ended, after])
    const movers = rows.map((row): Mover => ({ ...row, moved: movedUnits(row.state, reference) }))
    yield movers.filter(({ moved }) => Object.keys(moved).length > 0)
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return
    after = last.id
  }
}

async function followHazards(deps: FollowDeps, book: string, reference: Reference, now: string): Promise<Followed> {
  const total: Followed = { hazards: 0, people: 0, refused: [] }
  for await (const movers of readMovers(deps.pool, book, reference, now)) {
    const commands = movers.map(({ id: stream, version }) => {
      // Of the case as it stands: run twice, or by two servers at once, it is one command.
      const id = namedId(book, 'move after units', stream, String(version))
      return { id, stream, kind: 'hazard', step: 'move', data: {}, takenAt: now }
    })
    const sent = await send(deps, book, commands, 'hazards')
    total.hazards += sent.hazards
    total.refused.push(...sent.refused)
  }
  return total
}

/**
 * Lets open hazards and people's duties follow the units that split, merged or closed by now (law 7: by entries). May
 * be cut off anywhere, run twice and by several servers at once: what has followed is left alone.
 */
export async function followUnits(deps: FollowDeps, book: string): Promise<Followed> {
  const { rows } = await deps.pool.query('select reference_seq from book where id = $1', [book])
  if (!rows[0]) return { hazards: 0, people: 0, refused: [] }
  const now = deps.clock().toISOString()
  const whole = await loadReference(deps.pool, book, Number(rows[0].reference_seq), deps.name ?? '')
  const reference = { ...whole, units: unitsAt(whole.units, now) }
  if (changedCodes(reference, now).changed.length === 0) return { hazards: 0, people: 0, refused: [] }
  const people = await followPeople(deps, book, reference, now)
  const hazards = await followHazards(deps, book, reference, now)
  return { hazards: hazards.hazards, people: people.people, refused: [...people.refused, ...hazards.refused] }
}
