import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { SYSTEM } from '../domain/entry.ts'
import type { FollowDeps } from './follow-units.ts'
import { namedId } from './found.ts'

/** Cases that one statement reads and one submit sends. */
const BATCH = 200

/**
 * Lets cases that were put off come back on their review day (domain/hazard/steps-resolve.ts). May be cut off anywhere,
 * run twice and by several servers at once: a case that is back is left alone.
 * @returns how many came back, and the codes of those that were refused
 */
export async function followParked({ pool, ledger, clock }: FollowDeps, book: string) {
  const now = clock().toISOString()
  const refused: string[] = []
  let resumed = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await pool.query(
      `select id, version from hazard where book_id = $1 and status = 'parked' and due <= $2 and id > $3
       order by id limit ${BATCH}`,
      [book, shanghaiDate(now), after],
    )
    const commands = rows.map(({ id: stream, version }) => {
      const id = namedId(book, 'resume', stream, String(version))
      return { id, stream, kind: 'hazard', step: 'resume', data: {}, takenAt: now }
    })
    const results = commands.length > 0 ? await ledger.submit(book, SYSTEM, commands) : []
    resumed += results.filter(({ status }) => status === 'accepted').length
    refused.push(...results.flatMap(({ problem }) => (problem ? [problem.code] : [])))
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return { resumed, refused }
    after = last.id
  }
}
