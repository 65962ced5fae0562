import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import type { Command, Draft, Entry } from '../../../domain/entry.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { beginOf, firstUnits, unitsAt } from '../../../domain/units/in-force.ts'
import type { Membership } from '../../../domain/units/roles.ts'
import { holds } from '../../../domain/units/roles.ts'
import { unitRules } from '../../../domain/units/unit-steps.ts'
import { communityOf, type Reference, type Unit } from '../../../domain/units/units.ts'
import { dutyAfter, readMovers } from '../../../ledger/follow-units.ts'
import { loadOpenCases } from '../../../ledger/load.ts'
import { readNames } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { readTx } from '../../../platform/server/db.ts'
import type { Preview, previewBody } from '../contract.ts'

type Wish = z.infer<typeof previewBody>
type Units = Reference['units']

/** An id of nobody's: a wish that is never sent. */
const UNSENT = '00000000-0000-7000-8000-000000000000'

async function decided(pool: Pool, viewer: Viewer, wish: Wish, now: string): Promise<Draft[] | Problem> {
  const raw = [...firstUnits(viewer.reference.units).values()]
  const unit = raw.find(({ id }) => id === wish.stream) ?? null
  const command: Command = { ...wish, data: wish.data, id: UNSENT, kind: 'unit', takenAt: now }
  const openCases = await readTx(pool, (tx) => loadOpenCases(tx, viewer.book, unit ? [unit.code] : []))
  const context = { actor: viewer.actor, reference: viewer.reference, now, photos: new Map(), next: () => 0, openCases }
  return unitRules.decide(command, new Map([[wish.stream, unit]]), context)
}

/** The units as their entries will say when these are written. */
function withDrafts(units: Units, drafts: readonly Draft[], now: string): Units {
  const next = new Map(firstUnits(units))
  for (const draft of drafts) {
    const before = [...next.values()].find(({ id }) => id === draft.stream) ?? null
    const unit = unitRules.evolve(before, { ...draft, recordedAt: now } as unknown as Entry) as Unit
    next.set(unit.code, unit)
  }
  return next
}

type Flow = Preview['hazards'][number]

function tallied(pairs: readonly (readonly [string, string])[]): Flow[] {
  const counts = new Map<string, Flow>()
  for (const [from, to] of pairs) {
    const key = `${from} ${to}`
    counts.set(key, { from, to, n: (counts.get(key)?.n ?? 0) + 1 })
  }
  return [...counts.values()].sort((a, b) => b.n - a.n)
}

async function hazardsAfter(pool: Pool, viewer: Viewer, reference: Reference, instant: string) {
  const places: [string, string][] = []
  const hands: [string, string][] = []
  for await (const movers of readMovers(pool, viewer.book, reference, instant))
    for (const { state, moved } of movers) {
      const place = [state.community, state.site].find((code) => code && moved[code])
      if (place) places.push([place, moved[place] ?? place])
      else hands.push([Object.keys(moved)[0] ?? '', Object.values(moved)[0] ?? ''])
    }
  return { hazards: tallied(places), hands: tallied(hands) }
}

async function peopleAfter(pool: Pool, viewer: Viewer, units: Units): Promise<Pick<Preview, 'people' | 'along'>> {
  const before = viewer.reference.units
  const all = [...viewer.reference.people.values()].filter(({ disabled }) => !disabled)
  const moves: { id: string; duty: Membership; to: string | null }[] = []
  const along: { id: string; duty: Membership; to: string }[] = []
  for (const { id, memberships } of all)
    for (const duty of memberships) {
      const after = dutyAfter(duty, units)
      const community = after && communityOf(units, after.unit)
      if (after?.unit !== duty.unit) moves.push({ id, duty, to: after?.unit ?? null })
      else if (community && community !== communityOf(before, duty.unit)) along.push({ id, duty, to: community })
    }
  const names = await readNames(
    pool,
    viewer.book,
    [...moves, ...along].map(({ id }) => id),
  )
  const name = (id: string) => names.get(id) ?? '（姓名已清除）'
  return {
    people: moves.map(({ id, duty, to }) => ({ name: name(id), role: duty.role, from: duty.unit, to })),
    along: along.map(({ id, duty, to }) => ({ name: name(id), role: duty.role, unit: duty.unit, to })),
  }
}

/** What a change of a unit will do to whom, by the very rules that will do it. Refuses what the law would refuse. */
export async function previewChange(pool: Pool, viewer: Viewer, wish: Wish, clock: Date): Promise<Preview | Problem> {
  if (!holds(viewer.actor, 'admin')) return problem('step.not-yours')
  const now = clock.toISOString()
  const drafts = await decided(pool, viewer, wish, now)
  if (isProblem(drafts)) return drafts
  const from = String(drafts.map(({ data }) => data.from).find((day) => typeof day === 'string') ?? '')
  const instant = from ? beginOf(from, now) : now
  const units = unitsAt(withDrafts(viewer.reference.units, drafts, now), instant)
  const reference = { ...viewer.reference, units }
  const codes = drafts.filter(({ step }) => step !== 'found' && step !== 'rename').map(({ stream }) => stream)
  const ended = [...units.values()].filter(({ id, off }) => id !== undefined && codes.includes(id) && off === 'ended')
  const { rows } = await pool.query(
    "select count(*)::int as n from hazard where book_id = $1 and community = any($2) and status in ('closed', 'void')",
    [viewer.book, ended.map(({ code }) => code)],
  )
  const flows = await hazardsAfter(pool, viewer, reference, instant)
  return { from, finished: rows[0].n, ...flows, ...(await peopleAfter(pool, viewer, units)) }
}
