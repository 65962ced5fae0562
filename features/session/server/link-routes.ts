import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { isProblem, problem } from '../../../domain/problem.ts'
import { isWeakPassword, isWeakPin } from '../../../domain/secrets.ts'
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
import { bindDevice, checkPin, deviceCookie } from '../../../platform/server/devices.ts'
import { documented, reply } from '../../../platform/server/http.ts'
import { changePassword, setAccount } from '../../../platform/server/invites.ts'
import { linkBody, passwordBody, pinBody, sessionView } from '../contract.ts'
import { viewOf } from './view.ts'

interface Deps {
  pool: Pool
  clock: Clock
  secure: boolean
  dataDir: string
}

/** The longest a browser keeps a cookie. */
const COOKIE_DAYS = 400

/** Answers a sign-in: the session's cookie and who it is. Whoever was signed in on this browser is signed out. */
export async function enter(
  deps: Deps,
  session: Session,
  request: FastifyRequest,
  response: FastifyReply,
): Promise<FastifyReply> {
  const { pool, clock, secure } = deps
  const view = await viewOf(deps, session, clock())
  if (isProblem(view)) return reply(response, view)
  const before = request.cookies[cookieName(secure)]
  if (before && session.device) await closeSession(pool, before)
  const { secret, expires } = await openSession(pool, session, 'cookie', clock())
  response.setCookie(cookieName(secure), secret, cookieOptions(secure, expires))
  return response.send(view)
}

export const cookieOptions = (secure: boolean, expires?: Date) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure, ...(expires ? { expires } : {}) }) as const

/** Signing in by a personal link, afterwards by six digits; and a new password for oneself. */
export function registerLinks(app: FastifyInstance, deps: Deps): void {
  const { pool, clock, secure } = deps

  app.post('/api/session/link', documented('打开个人登录链接', linkBody, sessionView), async (request, response) => {
    const body = z.safeParse(linkBody, request.body)
    if (!body.success) return reply(response, problem('request.malformed'))
    const now = clock()
    if ('password' in body.data) {
      if (isWeakPassword(body.data.password, body.data.username))
        return reply(response, problem('session.password-weak'))
      const session = await setAccount(pool, body.data, now)
      return isProblem(session) ? reply(response, session) : enter(deps, session, request, response)
    }
    if (isWeakPin(body.data.pin)) return reply(response, problem('session.pin-weak'))
    const { secret, pin, shared = false, label } = body.data
    const named = label?.trim() || (shared ? '共用设备' : '本人手机')
    const held = request.cookies[deviceCookie(secure)]
    const bound = await bindDevice(pool, { secret, pin, shared, label: named, cookie: held }, now)
    if (isProblem(bound)) return reply(response, bound)
    const expires = new Date(now.getTime() + COOKIE_DAYS * 86_400_000)
    response.setCookie(deviceCookie(secure), bound.cookie, cookieOptions(secure, expires))
    return enter(deps, bound.session, request, response)
  })

  app.post('/api/session/pin', documented('在已绑定的设备上登录', pinBody, sessionView), async (request, response) => {
    const body = z.safeParse(pinBody, request.body)
    if (!body.success) return reply(response, problem('request.malformed'))
    const cookie = request.cookies[deviceCookie(secure)]
    const session = await checkPin(pool, { cookie, pin: body.data.pin, name: body.data.name }, clock())
    return isProblem(session) ? reply(response, session) : enter(deps, session, request, response)
  })

  app.post('/api/session/password', documented('修改自己的密码', passwordBody), async (request, response) => {
    const secret = secretOf(request, secure)
    const session = await findSession(pool, secret, clock())
    if (isProblem(session)) return reply(response, session)
    const body = z.safeParse(passwordBody, request.body)
    if (!body.success || !session.username) return reply(response, problem('request.malformed'))
    const known = await checkPassword(pool, session.username, body.data.current, clock())
    if (isProblem(known)) return reply(response, known)
    if (isWeakPassword(body.data.password, session.username)) return reply(response, problem('session.password-weak'))
    await changePassword(pool, session, { password: body.data.password, secret: secret ?? '' })
    return response.code(204).send()
  })
}
