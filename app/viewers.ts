import type { FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { isProblem, type Problem } from '../domain/problem.ts'
import { getViewer, type Presumed, type Viewer, type ViewerOf } from '../ledger/viewer.ts'
import { findSession, secretOf, sessionKey, stillOpen } from '../platform/server/auth.ts'
import type { Clock } from '../platform/server/clock.ts'

/** How long somebody is presumed to be who he was; then he is looked up again, whatever the statements say. In ms. */
const PRESUMED = 60_000
/** Most people remembered. */
const LIMIT = 2000

interface Known {
  viewer: Viewer
  key: Buffer
  until: number
}

/**
 * Who is behind a request. Who it was is remembered for a minute; each time a statement checks that the session is still
 * open and that no unit, person, calendar or catalogue has changed since, be it the one that reads the answer.
 */
export function openViewers({ pool, clock, secure }: { pool: Pool; clock: Clock; secure: boolean }): ViewerOf {
  const known = new Map<string, Known>()
  // Lent duties hold for days: what was so yesterday is not presumed today.
  const nameOf = (secret: string, book: string | undefined, now: Date) =>
    [secret, book ?? '', shanghaiDate(now.toISOString())].join('\n')

  /** One statement says whether what was presumed holds: half of what looking somebody up takes. */
  async function confirmed(one: Presumed): Promise<boolean> {
    const values: unknown[] = [one.viewer.book]
    const held = one.holds((value) => `$${values.push(value)}`)
    const { rows } = await pool.query(`select ${held} as holds from book b where b.id = $1`, values)
    return rows[0]?.holds === true
  }

  async function viewerOf(request: FastifyRequest, book?: string): Promise<Viewer | Problem> {
    const early = presumed(request, book)
    if (early && (await confirmed(early))) return early.viewer
    const now = clock()
    const secret = secretOf(request, secure)
    const session = await findSession(pool, secret, now)
    if (isProblem(session) || !secret) return session as Problem
    const viewer = await getViewer(pool, session.person, book ?? session.book, now)
    const name = nameOf(secret, book, now)
    if (known.size >= LIMIT) known.clear()
    if (isProblem(viewer)) known.delete(name)
    else known.set(name, { viewer, key: sessionKey(secret), until: now.getTime() + PRESUMED })
    return viewer
  }

  function presumed(request: FastifyRequest, book?: string): Presumed | undefined {
    const secret = secretOf(request, secure)
    const now = clock()
    const one = secret && known.get(nameOf(secret, book, now))
    if (!one || one.until < now.getTime()) return undefined
    const { viewer, key } = one
    return {
      viewer,
      holds: (bind) => `(b.reference_seq = ${bind(viewer.referenceSeq)} and ${stillOpen(bind(key), bind(now))})`,
    }
  }

  return Object.assign(viewerOf, { presumed })
}
