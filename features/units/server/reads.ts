import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { holds } from '../../../domain/units/roles.ts'
import { lineage } from '../../../domain/units/units.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { getUnitUse } from '../contract.ts'

type Use = z.infer<typeof getUnitUse.response>

/** Who keeps the units counts all cases without seeing one; everybody else counts what he sees. */
const countsAll = ({ actor }: Viewer): boolean => holds(actor, 'admin')

/** People are counted for whoever keeps them, and for a community in what lies in it. */
function peopleOf({ reference, actor, scope }: Viewer): Map<string, number | null> {
  const counts = new Map<string, number>()
  for (const { disabled, memberships } of reference.people.values())
    for (const unit of disabled ? [] : new Set(memberships.map((held) => held.unit)))
      counts.set(unit, (counts.get(unit) ?? 0) + 1)
  const all = holds(actor, 'admin') || holds(actor, 'office')
  const near = (code: string) => lineage(reference.units, code).some((unit) => scope.includes(unit.code))
  return new Map([...reference.units.keys()].map((code) => [code, all || near(code) ? (counts.get(code) ?? 0) : null]))
}

/** Open hazards and people of every unit, as far as the viewer may count them. */
export async function readUse(pool: Pool, viewer: Viewer): Promise<Use> {
  const { rows } = await pool.query<{ code: string; open: number }>(
    `select code, count(*)::int as open from hazard h
     cross join lateral (select distinct c as code from unnest(array[h.community, h.site, h.unit, h.holder]) c) named
     where h.book_id = $1 and h.status not in ('closed', 'void') and code is not null
       and ($2 or h.audience && $3::text[]) group by code`,
    [viewer.book, countsAll(viewer), viewer.scope],
  )
  const open = new Map(rows.map((row) => [row.code, row.open]))
  const people = peopleOf(viewer)
  return {
    units: [...viewer.reference.units.keys()].map((code) => ({
      code,
      open: open.get(code) ?? 0,
      people: people.get(code) ?? null,
    })),
  }
}
