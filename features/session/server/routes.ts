import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { isProblem, problem } from '../../../domain/problem.ts'
import { getViewer } from '../../../ledger/viewer.ts'
import {
  checkPassword,
  closeSession,
  cookieName,
  findSession,
  openSession,
  type Session,
  secretOf,
} from '../../../platform/server/auth.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { getSession, type SessionView, sessionView, signInBody } from '../contract.ts'

interface Deps {
  pool: Pool
  clock: Clock
  secure: boolean
}

async function viewOf(pool: Pool, session: Session): Promise<SessionView | ReturnType<typeof problem>> {
  const viewer = await getViewer(pool, session.person, session.book)
  if (isProblem(viewer)) return viewer
  const person = await pool.query('select name from person where book_id = $1 and id = $2', [
    session.book,
    session.person,
  ])
  const books = await pool.query('select id, name from book where id = $1', [session.book])
  const roles = viewer.actor.memberships.map(({ role, unit }) => ({ role, unit }))
  return {
    person: session.person,
    name: person.rows[0]?.name ?? session.username,
    username: session.username,
    roles,
    units: [...new Set(roles.map((held) => held.unit))],
    books: books.rows,
  }
}

/** Sign-in, who am I, sign-out, and personal tokens for scripts. */
export function registerSession(app: FastifyInstance, { pool, clock, secure }: Deps): void {
  const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  const current = (request: FastifyRequest) => findSession(pool, secretOf(request, secure), clock())

  app.post('/api/session', documented('登录', signInBody, sessionView), async (request, response) => {
    const body = z.safeParse(signInBody, request.body)
    if (!body.success) return reply(response, problem('request.malformed'))
    const session = await checkPassword(pool, body.data.username, body.data.password, clock())
    if (isProblem(session)) return reply(response, session)
    const view = await viewOf(pool, session)
    if (isProblem(view)) return reply(response, view)
    const { secret, expires } = await openSession(pool, session.username, 'cookie', clock())
    response.setCookie(cookieName(secure), secret, { ...cookieOptions, expires })
    return response.send(view)
  })

  serve(app, getSession, async ({ request }) => {
    const session = await current(request)
    return isProblem(session) ? session : viewOf(pool, session)
  })

  app.delete('/api/session', documented('退出登录'), async (request, response) => {
    const secret = secretOf(request, secure)
    if (secret) await closeSession(pool, secret)
    // A browser forgets a __Host- cookie only when told with the attributes it was set with.
    return response.clearCookie(cookieName(secure), cookieOptions).code(204).send()
  })

  app.post('/api/tokens', documented('为脚本开一个个人令牌'), async (request, response) => {
    const session = await current(request)
    if (isProblem(session)) return reply(response, session)
    const { secret, expires } = await openSession(pool, session.username, 'token', clock())
    return response.send({ token: secret, expires: expires.toISOString() })
  })
}
