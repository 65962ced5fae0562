import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { isProblem, problem } from '../../../domain/problem.ts'
import { mayGuard } from '../../../domain/units/keeping.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { findDeviceOwner, listDevices, revokeDevice } from '../../../platform/server/devices.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { getDevices } from '../contract.ts'

/** Devices on which one signs in by six digits: one's own, and to unbind those of the people one keeps or guards. */
export function registerDevices(
  app: FastifyInstance,
  { pool, viewerOf, clock }: { pool: Pool; viewerOf: ViewerOf; clock: Clock },
): void {
  serve(app, getDevices, async ({ request }) => {
    const viewer = await viewerOf(request)
    return isProblem(viewer) ? viewer : { items: await listDevices(pool, viewer.book, viewer.person) }
  })
  app.delete('/api/devices/:id', documented('解除一台设备的绑定'), async (request, response) => {
    const viewer = await viewerOf(request)
    if (isProblem(viewer)) return reply(response, viewer)
    const { id } = (request as FastifyRequest<{ Params: { id: string } }>).params
    const { people, units } = viewer.reference
    const person = people.get((await findDeviceOwner(pool, viewer.book, id)) ?? '')
    if (!person || (person.id !== viewer.person && !mayGuard(viewer.actor, person, units)))
      return reply(response, problem('not-found'))
    await revokeDevice(pool, viewer.book, id, clock())
    return response.code(204).send()
  })
}
