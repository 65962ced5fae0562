import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { isProblem, problem } from '../../../domain/problem.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import {
  checkPassword,
  closeSession,
  cookieName,
  findSession,
  openSession,
  secretOf,
} from '../../../platform/server/auth.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { getSession, sessionView, signInBody } from '../contract.ts'
import { registerDevices } from './device-routes.ts'
import { cookieOptions, enter, registerLinks } from './link-routes.ts'
import { viewOf } from './view.ts'

interface Deps {
  pool: Pool
  clock: Clock
  secure: boolean
  dataDir: string
  viewerOf: ViewerOf
}

/** Sign-in, who am I, sign-out, and personal tokens for scripts. */
export function registerSession(app: FastifyInstance, deps: Deps): void {
  const { pool, clock, secure } = deps
  const current = (request: FastifyRequest) => findSession(pool, secretOf(request, secure), clock())

  app.post('/api/session', documented('登录', signInBody, sessionView), async (request, response) => {
    const body = z.safeParse(signInBody, request.body)
    if (!body.success) return reply(response, problem('request.malformed'))
    const session = await checkPassword(pool, body.data.username, body.data.password, clock())
    return isProblem(session) ? reply(response, session) : enter(deps, session, request, response)
  })

  serve(app, getSession, async ({ request }) => {
    const session = await current(request)
    return isProblem(session) ? session : viewOf(deps, session, clock())
  })

  app.delete('/api/session', documented('退出登录'), async (request, response) => {
    const secret = secretOf(request, secure)
    if (secret) await closeSession(pool, secret)
    // A browser forgets a __Host- cookie only when told with the attributes it was set with.
    return response.clearCookie(cookieName(secure), cookieOptions(secure)).code(204).send()
  })

  app.post('/api/tokens', documented('为脚本开一个个人令牌'), async (request, response) => {
    const session = await current(request)
    if (isProblem(session)) return reply(response, session)
    // What outlives a shared device's twelve hours would be left lying on it.
    if (session.device?.shared) return reply(response, problem('step.not-yours'))
    const { secret, expires } = await openSession(pool, session, 'token', clock())
    return response.send({ token: secret, expires: expires.toISOString() })
  })

  registerLinks(app, deps)
  registerDevices(app, deps)
}
