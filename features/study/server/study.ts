import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import type { Obstacle } from '../../../domain/hazard/obstacles.ts'
import type { Problem } from '../../../domain/problem.ts'
import { OFFICE } from '../../../domain/units/units.ts'
import { readAt } from '../../../ledger/as-of.ts'
import { presentFrom, standingWhere } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { Tx } from '../../../platform/server/db.ts'
import type { Grouping, getStudy, Reason, Studied, StudyGroup } from '../contract.ts'
import { draftsByCase } from './topics.ts'

interface Row extends Omit<Studied, 'drafts' | 'reportedAt'> {
  reported_at: Date
  grave: boolean
  proof: string
}

/** 提请原因 that only the work group can overcome. */
const grounds = ['several', 'funds', 'ownership', 'legacy'] as const satisfies Obstacle[]

/** What makes a case one for the work group: 重大, 矛盾纠纷, or a ground; the rest is one unit's own work. */
function reasonOf({ grave, proof, obstacle }: Row): Reason | null {
  if (grave) return 'major'
  if (proof === 'mediation') return 'dispute'
  return grounds.find((one) => one === obstacle) ?? null
}

/** Of each item the unit above the communities that was given its cases most often. */
async function usualLeads(tx: Tx, book: string, items: readonly string[]) {
  const { rows } = await tx.query<{ item: string; unit: string; times: number }>(
    `select distinct on (item) item, unit, times from (
       select s.item, s.unit, count(distinct s.hazard)::int as times from standing s
       where s.book_id = $1 and s.item = any($2) and s.status = 'handling' and s.level <> 'community' and s.unit <> $3
       group by 1, 2) t
     order by item, times desc, unit`,
    [book, items, OFFICE],
  )
  return new Map(rows.map(({ item, unit, times }) => [item, { unit, times }]))
}

type Leads = ReadonlyMap<string, { unit: string; times: number }>

/** Cases with the same words here belong together, as far as they call for the same way. */
function commonOf({ item, community, site }: Row, by: Grouping, leads: Leads): (string | null)[] {
  if (by === 'site') return [item, community, site]
  return [by === 'item' ? item : (leads.get(item)?.unit ?? null)]
}

/** The lead that is suggested for all of them, and how often it was given cases of these items. */
function leadOf({ cases }: StudyGroup, leads: Leads): StudyGroup['lead'] {
  const found = [...new Set(cases.map(({ item }) => item))].flatMap((item) => leads.get(item) ?? [])
  const unit = found[0]?.unit
  return unit ? { unit, times: found.reduce((sum, { times }) => sum + times, 0) } : null
}

/** Cases in their groups, the oldest first. */
function groupsOf(rows: readonly Row[], by: Grouping, leads: Leads, drafts: ReadonlyMap<string, string[]>) {
  const groups = new Map<string, StudyGroup>()
  for (const row of rows) {
    const { reported_at, grave: _grave, proof: _proof, ...one } = row
    const reason = reasonOf(row)
    const key = JSON.stringify([...commonOf(row, by, leads), reason])
    const item = by === 'lead' ? null : row.item
    const [community, site] = by === 'site' ? [row.community, row.site] : [null, null]
    const found = groups.get(key) ?? { key, item, community, site, reason, lead: null, cases: [] }
    found.cases.push({ ...one, reportedAt: reported_at.toISOString(), drafts: drafts.get(one.id) ?? [] })
    groups.set(key, found)
  }
  return [...groups.values()].map((group) => ({ ...group, lead: leadOf(group, leads) }))
}

/** Cases that wait for the office's study, grouped as it is asked; the oldest group first. */
export async function readStudy(
  pool: Pool,
  viewer: Viewer,
  now: Date,
  by: Grouping = 'site',
): Promise<z.infer<typeof getStudy.response> | Problem> {
  return readAt(pool, viewer.book, undefined, now, async (tx, instant) => {
    const w = standingWhere({ status: 'called' }, viewer, instant)
    const { rows } = await tx.query<Row>(
      `select h.id, h.number, h.version, h.item, h.community, h.site, h.place, h.photo, h.reported_at,
         c.state ->> 'obstacle' as obstacle, c.state ->> 'proof' as proof,
         (h.severity = 'major' or h.suspected_major) as grave
       from ${presentFrom} join stream c on (c.book_id, c.stream) = (h.book_id, h.id)
       where ${w.clauses.join(' and ')} order by h.reported_at, h.number`,
      w.values,
    )
    const leads = await usualLeads(tx, viewer.book, [...new Set(rows.map(({ item }) => item))])
    const drafts = await draftsByCase(tx, viewer.book)
    const groups = groupsOf(rows, by, leads, drafts)
    return { asOf: instant.asOf, total: rows.length, groups }
  })
}
