import type { Instant } from './as-of.ts'
import type { Bind } from './bind.ts'

/** Each decided part of each topic, with its cases. */
const parts = `stream t cross join lateral jsonb_array_elements(t.state -> 'decided') with ordinality d(part, nth)
  cross join lateral jsonb_array_elements_text(d.part -> 'cases') c(hazard)`

/**
 * The cases that stand under a resolution (domain/topic/resolution.ts) at the instant, as an array of ids: those of whom
 * no later one was made. It is looked up once for a statement, out of the topics alone.
 */
export function casesUnder(resolution: string, bind: Bind, { present, seq }: Instant): string {
  const [topic, nth] = resolution.split('.')
  const upto = present ? '' : `and (d.part ->> 'seq')::bigint <= ${bind(seq)}::bigint`
  return `array(select g.hazard from (
    select distinct on (c.hazard) c.hazard::uuid as hazard, t.stream, d.nth from ${parts}
    where t.book_id = $1 and t.kind <> 'hazard' and t.kind = 'topic' ${upto}
    order by c.hazard, (d.part ->> 'seq')::bigint desc) g
    where g.stream = ${bind(topic)}::uuid and g.nth = ${bind(Number(nth))}::bigint)`
}
