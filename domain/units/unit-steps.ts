import * as z from 'zod/mini'
import { problem } from '../problem.ts'
import type { KindRules } from '../rulebook.ts'
import { code, text } from '../schema.ts'
import { decideBy, quiet } from './reference-steps.ts'
import type { Unit } from './units.ts'

const unitData = z.strictObject({
  code,
  name: text(100),
  kind: z.enum(['area', 'street', 'community', 'grid', 'compound', 'office', 'organ', 'enterprise']),
  parent: z.nullable(code),
})

/** kind `unit`: `found` adds a unit to the tree. Splits and mergers come with the office's issue. */
export const unitRules: KindRules<Unit> = {
  ...quiet,
  decide: decideBy<Unit>('unit', [
    {
      step: 'found',
      schema: unitData,
      fresh: true,
      check: (data: Unit, _state, { reference }) => {
        if (reference.units.has(data.code)) return problem('unit.exists')
        return data.parent === null || reference.units.has(data.parent) ? undefined : problem('unit.unknown')
      },
    },
  ]),
  evolve: (_before, entry) => entry.data as unknown as Unit,
}
