import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { code } from '../../domain/schema.ts'

const count = z.number()

export const getUnitUse = contract({
  method: 'GET',
  path: '/api/units/use',
  summary: '各单位名下未销号的隐患数和人员数',
  query: z.object({ book: z.optional(code) }),
  response: z.object({
    units: z.array(
      z.object({
        code: z.string(),
        /** Open hazards that lie there, or for which it is responsible or has them in hand; each once. */
        open: count,
        /** People with a duty there; null where the viewer may not know. */
        people: z.nullable(count),
      }),
    ),
  }),
})

/** A step of a unit before it is taken: the same `stream`, `step` and `data` as the command. */
export const previewBody = z.strictObject({
  stream: z.string().check(z.maxLength(40)),
  step: code,
  data: z.record(z.string(), z.unknown()),
})

export const previewAnswer = z.object({
  /** First day on which it holds. */
  from: z.string(),
  /** Open hazards by the place they leave and the one they come to. */
  hazards: z.array(z.object({ from: z.string(), to: z.string(), n: count })),
  /** Open hazards that go on in other hands and stay where they are. */
  hands: z.array(z.object({ from: z.string(), to: z.string(), n: count })),
  /** Closed and void ones that stay under the code of the unit. */
  finished: count,
  /** Duties that go from one unit to another; `to` is null where a duty ends. */
  people: z.array(z.object({ name: z.string(), role: z.string(), from: z.string(), to: z.nullable(z.string()) })),
  /** People who keep their grid or compound, which goes to another community. */
  along: z.array(z.object({ name: z.string(), role: z.string(), unit: z.string(), to: z.string() })),
})
export type Preview = z.infer<typeof previewAnswer>
