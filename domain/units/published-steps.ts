import * as z from 'zod/mini'
import type { Calendar } from '../calendar/working-days.ts'
import { type Catalogue, catalogueSchema } from '../catalogue/catalogue.ts'
import { publishRefusal } from '../catalogue/publish.ts'
import type { KindRules } from '../rulebook.ts'
import { decideBy, quiet } from './reference-steps.ts'

const calendarData = z.strictObject({
  years: z.record(z.string(), z.strictObject({ off: z.array(z.iso.date()), on: z.array(z.iso.date()) })),
})

/** kind `calendar`: `publish` sets the days off and worked of whole years. */
export const calendarRules: KindRules<Calendar> = {
  ...quiet,
  decide: decideBy<Calendar>('calendar', [
    { step: 'publish', schema: calendarData, fresh: true, check: () => undefined },
  ]),
  evolve: (before, entry) => ({ years: { ...before?.years, ...(entry.data as unknown as Calendar).years } }),
}

/** kind `catalogue`: `publish` brings a version into force from its day; a version is never changed. */
export const catalogueRules: KindRules<Catalogue> = {
  ...quiet,
  decide: decideBy<Catalogue>('catalogue', [
    {
      step: 'publish',
      schema: catalogueSchema,
      fresh: true,
      check: (data: Catalogue, _state, { reference, now }) => publishRefusal(data, reference.catalogues, now),
    },
  ]),
  evolve: (_before, entry) => entry.data as unknown as Catalogue,
}
