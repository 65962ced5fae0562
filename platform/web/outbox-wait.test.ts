import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { unreachable } from './api.ts'
import { openDevice } from './device-store.ts'
import { openOutbox } from './outbox.ts'
import { keepPhoto } from './outbox-store.ts'
import type { World } from './outbox-world.ts'

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const sha256 = 'a'.repeat(64)

/** A line that always breaks in the photo, after so many bytes of it have gone through; tells the waits until the next try. */
async function waitsOf(tries: number, bytes: number, name: string): Promise<number[]> {
  const db = await openDevice(name)
  const waits: number[] = []
  const world: World = {
    device: async () => db,
    now: () => new Date('2026-03-02T01:00:00Z'),
    whoAmI: async () => 'p1',
    send: async (commands) =>
      commands.map(({ id, stream }) => ({ id, stream, status: 'accepted' as const, seq: 1, version: 1 })),
    async upload(photo) {
      photo.sent?.(bytes)
      throw unreachable()
    },
    receipts: async () => [],
    numberOf: async () => 'YH2026-00001',
    alone: (work) => work(),
    later(ms) {
      waits.push(ms)
      return () => undefined
    },
  }
  await keepPhoto(db, 'p1', { sha256, type: 'image/jpeg', bytes: new ArrayBuffer(9) }, '2026-03-02T01:00:00.000Z')
  const outbox = openOutbox('p1', world, () => undefined)
  const command = { id: uuid(1), stream: uuid(2), kind: 'hazard' as const, step: 'report', data: { photos: [sha256] } }
  await outbox.add({ command: { ...command, takenAt: '2026-03-02T01:00:00.000Z' }, label: '上报', about: '' })
  for (let n = 0; n < tries; n++) await outbox.flush()
  outbox.stop()
  return waits.slice(-tries)
}

it('a line that breaks often and carries something each time is tried again soon', async () => {
  expect(await waitsOf(5, 4, 'carrying')).toEqual([2000, 2000, 2000, 2000, 2000])
})

it('a line that carries nothing is tried less and less often, once a minute at last', async () => {
  const waits = await waitsOf(8, 0, 'dead')
  expect(waits.slice(-1)).toEqual([60_000])
  expect(waits).toEqual([...waits].sort((a, b) => a - b))
})
