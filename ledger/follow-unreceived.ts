import { addDays, type Calendar, shanghaiDate } from '../domain/calendar/working-days.ts'
import { SYSTEM } from '../domain/entry.ts'
import { silentFrom } from '../domain/hazard/steps-receive.ts'
import type { FollowDeps } from './follow-units.ts'
import { namedId } from './found.ts'
import { loadReference } from './load.ts'

/** Cases that one statement reads and one submit sends. */
const BATCH = 200

/** The instant before which a leg must have begun for silence to count as receipt today. */
function begunBefore(calendar: Calendar, today: string): string {
  let day = today
  while (silentFrom(calendar, `${day}T00:00:00+08:00`) > today) day = addDays(day, -1)
  return `${addDays(day, 1)}T00:00:00+08:00`
}

/**
 * Takes cases that were handed on and that nobody of their unit has opened as received (domain/hazard/steps-receive.ts).
 * May be cut off anywhere, run twice and by several servers at once: a leg is received once.
 * @returns how many were taken so, and the codes of those that were refused
 */
export async function followUnreceived({ pool, ledger, clock, name }: FollowDeps, book: string) {
  const now = clock().toISOString()
  const { rows: books } = await pool.query('select reference_seq from book where id = $1', [book])
  const { calendar } = await loadReference(pool, book, Number(books[0]?.reference_seq ?? 0), name ?? '')
  const before = begunBefore(calendar, shanghaiDate(now))
  const refused: string[] = []
  let received = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await pool.query(
      `select h.id, leg ->> 'from' as from from hazard h
       join stream s on (s.book_id, s.stream) = (h.book_id, h.id) cross join lateral (select s.state #> '{legs,-1}' as leg) l
       where h.book_id = $1 and h.status = 'handling' and h.id > $3 and leg -> 'received' = 'null'
         and leg ->> 'by' <> leg ->> 'holder' and (leg ->> 'from')::timestamptz < $2
       order by h.id limit ${BATCH}`,
      [book, before, after],
    )
    const commands = rows.map(({ id: stream, from }) => {
      const id = namedId(book, 'receive', stream, from)
      return { id, stream, kind: 'hazard', step: 'receive', data: { from }, takenAt: now }
    })
    const results = commands.length > 0 ? await ledger.submit(book, SYSTEM, commands) : []
    received += results.filter(({ status }) => status === 'accepted').length
    refused.push(...results.flatMap(({ problem }) => (problem ? [problem.code] : [])))
    const last = rows[rows.length - 1]
    if (!last || rows.length < BATCH) return { received, refused }
    after = last.id
  }
}
