import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { toString as drawQr } from 'qrcode'
import * as z from 'zod/mini'
import { uuidv7 } from '../../../domain/ids.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { mayGuard } from '../../../domain/units/keeping.ts'
import type { Ledger } from '../../../ledger/append.ts'
import type { Viewer, ViewerOf } from '../../../ledger/viewer.ts'
import { closeSessions } from '../../../platform/server/auth.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { issueInvite } from '../../../platform/server/devices.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { getPerson, type LinkView, linkView, listPeople, revealBody, revealed } from '../contract.ts'
import { findPerson, readPeople, readPerson, readPhone } from './reads.ts'

interface Deps {
  pool: Pool
  ledger: Ledger
  viewerOf: ViewerOf
  clock: Clock
}

type WithId = FastifyRequest<{ Params: { id: string } }>

/** The link as it is sent: what follows `#` never reaches a server or its log. */
async function sayLink(request: FastifyRequest, secret: string, expires: Date): Promise<LinkView> {
  const origin = `${request.protocol}://${request.host}`
  const link = `${origin}/m/#in=${secret}`
  const svg = await drawQr(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
  const qr = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  return { link, desk: `${origin}/#in=${secret}`, qr, expires: expires.toISOString() }
}

/** A step on a person, taken by whoever asks: the law decides and the entry stays. */
async function take(
  { ledger, clock }: Deps,
  viewer: Viewer,
  id: string,
  step: string,
  data: object,
): Promise<Problem | null> {
  const now = clock()
  const command = { id: uuidv7(now.getTime(), randomBytes(10)), stream: id, kind: 'person', step, data }
  const [result] = await ledger.submit(viewer.book, viewer.person, [{ ...command, takenAt: now.toISOString() }])
  return result?.problem ?? null
}

/** People: the roster, one person, sign-in links, phones shown for a reason, and sessions ended. */
export function registerPeople(app: FastifyInstance, deps: Deps): void {
  const { pool, viewerOf, clock } = deps
  serve(app, listPeople, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readPeople(pool, viewer, clock())
  })
  serve(app, getPerson, async ({ query, params, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readPerson(pool, viewer, params.id ?? '', clock())
  })

  const onPerson = async (request: WithId) => {
    const viewer = await viewerOf(request)
    if (isProblem(viewer)) return viewer
    const person = findPerson(viewer, request.params.id)
    return isProblem(person) ? person : { viewer, person }
  }

  app.post('/api/people/:id/link', documented('开一个个人登录链接', undefined, linkView), async (request, response) => {
    const found = await onPerson(request as WithId)
    if (isProblem(found)) return reply(response, found)
    const { viewer, person } = found
    const refused = await take(deps, viewer, person.id, 'invite', {})
    if (refused) return reply(response, refused)
    const { secret, expires } = await issueInvite(pool, { book: viewer.book, person: person.id }, clock())
    return response.send(await sayLink(request, secret, expires))
  })

  app.post(
    '/api/people/:id/reveal',
    documented('写明原因查看电话', revealBody, revealed),
    async (request, response) => {
      const found = await onPerson(request as WithId)
      if (isProblem(found)) return reply(response, found)
      const body = z.safeParse(revealBody, request.body)
      if (!body.success)
        return reply(response, problem('request.malformed', { field: 'reason' }, '请写明为什么要看电话。'))
      const { viewer, person } = found
      const refused = await take(deps, viewer, person.id, 'reveal', body.data)
      if (refused) return reply(response, refused)
      return response.send({ phone: await readPhone(pool, viewer.book, person.id) })
    },
  )

  app.delete('/api/people/:id/sessions', documented('让一个人在所有地方退出登录'), async (request, response) => {
    const found = await onPerson(request as WithId)
    if (isProblem(found)) return reply(response, found)
    const { viewer, person } = found
    if (!mayGuard(viewer.actor, person, viewer.reference.units)) return reply(response, problem('step.not-yours'))
    await closeSessions(pool, { book: viewer.book, person: person.id })
    return response.code(204).send()
  })
}
