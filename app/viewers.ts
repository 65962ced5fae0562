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
 * Who is behind a request. Who it was is remembered for a minute, for reads that check in their own statement that the
 * session is still open and that no unit, person, calendar or catalogue has changed since.
 */
export function openViewers({ pool, clock, secure }: { pool: Pool; clock: Clock; secure: boolean }): ViewerOf {
  const known = new Map<string, Known>()
  // Lent duties hold for days: what was so yesterday is not presumed today.
  const nameOf = (secret: string, book: string | undefined, now: Date) =>
    [secret, book ?? '', shanghaiDate(now.toISOString())].join('\n')

  async function viewerOf(request: FastifyRequest, book?: string): Promise<Viewer | Problem> {
    const now = clock()
    const secret = secretOf(request, secure)
    const session = await findSession(pool, secret, now)
    if (isProblem(session) || !secret) return session as Problem
    const viewer = await getViewer(pool, session.person, book ?? session.book)
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
