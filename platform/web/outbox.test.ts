import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Command, CommandResult } from '../../domain/entry.ts'
import { photosNamed } from '../../domain/photo.ts'
import { Refused } from './api.ts'
import { bodyHash } from './body-hash.ts'
import { type Device, openDevice, type Parcel } from './device-store.ts'
import { type Outbox, openOutbox } from './outbox.ts'
import { keepPhoto, listParcels } from './outbox-store.ts'
import type { Line, World } from './outbox-world.ts'

const offline = () => new Refused('offline', '现在连不上网络，请稍后再试，内容不会丢失。', 0)
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

let db: Device
let run = 0

/** A server that keeps what it accepted by id, as the ledger does, and a network that can be cut. */
function stage(person = 'p1') {
  const ledger = new Map<string, Command>()
  const log: string[] = []
  const arrived = new Set<string>()
  const net = {
    up: true,
    losesAnswers: 0,
    signedIn: person,
    timers: [] as (() => void)[],
    gateway: undefined as Refused | undefined,
    unseen: false,
    poison: '',
  }
  const refusals = new Map<string, NonNullable<CommandResult['problem']>>()
  let time = Date.parse('2026-03-02T01:00:00Z')
  const world: World = {
    device: async () => db,
    now: () => new Date(time++),
    async whoAmI() {
      if (!net.up) throw offline()
      return net.signedIn
    },
    async send(commands) {
      if (!net.up) throw offline()
      if (net.gateway) throw net.gateway
      if (commands.some(({ id }) => id === net.poison))
        throw new Refused('request.malformed', '提交的内容格式不对，请刷新页面后重试。', 400)
      const results = commands.map(({ id, stream }): CommandResult => {
        log.push(`send ${id.slice(-1)}`)
        const problem = refusals.get(id)
        if (problem) return { id, stream, status: 'refused', problem }
        if (ledger.has(id)) return { id, stream, status: 'duplicate', seq: 1, version: 1 }
        const command = commands.find((one) => one.id === id)
        if (command) ledger.set(id, command)
        return { id, stream, status: 'accepted', seq: ledger.size, version: 1 }
      })
      if (net.losesAnswers-- > 0) throw offline()
      return results
    },
    async upload({ sha256 }) {
      if (!net.up) throw offline()
      if (sha256.startsWith('bad')) throw new Refused('photo.not-image', '这个文件不是可用的照片，请换一张。', 415)
      log.push(`photo ${sha256.slice(0, 3)}`)
      arrived.add(sha256)
    },
    async receipts(ids) {
      if (!net.up) throw offline()
      const known = ids.flatMap((id) => ledger.get(id) ?? [])
      return Promise.all(
        known.map(async (command) => ({
          ...{ id: command.id, status: 'accepted' as const, body: await bodyHash(command) },
          photos: photosNamed(command.data).map((sha256) => ({ sha256, arrived: arrived.has(sha256) })),
        })),
      )
    },
    async numberOf() {
      if (net.unseen) throw new Refused('case.not-found', '没有找到这条隐患，或您无权查看。', 404)
      return 'YH2026-00001'
    },
    alone: (work) => work(),
    later(_ms, work) {
      net.timers.push(work)
      return () => {
        net.timers = net.timers.filter((one) => one !== work)
      }
    },
  }
  const seen = { parcels: [] as Parcel[], line: 'idle' as Line, photos: 0, lost: 0 }
  const open = (): Outbox => openOutbox(person, world, (shown) => Object.assign(seen, shown))
  return { ledger, log, arrived, net, refusals, open, seen }
}

const command = (n: number, step = 'report', data: Command['data'] = {}): Command => ({
  id: uuid(n),
  stream: uuid(n),
  kind: 'hazard',
  step,
  data,
  takenAt: '2026-03-02T01:00:00.000Z',
})
const parcel = (n: number, step?: string, data?: Command['data']) => ({
  command: command(n, step, data),
  label: '拍照上报',
  about: '消防设施',
})

async function photo(name: string, person = 'p1'): Promise<string> {
  const bytes = new TextEncoder().encode(name).buffer
  const sha256 = name + createHash('sha256').update(name).digest('hex').slice(name.length)
  await keepPhoto(db, person, { sha256, type: 'image/jpeg', bytes }, '2026-03-02T01:00:00.000Z')
  return sha256
}

beforeEach(async () => {
  db = await openDevice(`test-${run++}`)
})

describe('a wish in the outbox', () => {
  it('is on the device with its photos before anything is sent, and delivered with its number', async () => {
    const s = stage()
    s.net.up = false
    const outbox = s.open()
    const sha256 = await photo('aaa')
    await outbox.add(parcel(1, 'report', { photos: [sha256] }))
    expect((await listParcels(db, 'p1'))[0]).toMatchObject({ state: 'waiting', photos: [sha256] })
    expect((await db.get('photos', ['p1', sha256]))?.state).toBe('waiting')
    await outbox.flush()
    expect(s.seen).toMatchObject({ line: 'offline', photos: 1 })
    s.net.up = true
    await outbox.flush()
    expect(s.seen.parcels[0]).toMatchObject({ state: 'delivered', number: 'YH2026-00001' })
    expect(s.log).toEqual(['send 1', 'photo aaa'])
    expect(s.seen.parcels[0]?.confirmed).toBeTruthy()
    expect((await db.get('photos', ['p1', sha256]))?.state).toBe('arrived')
  })

  it('goes again under the same id when the answer was lost, and is one entry', async () => {
    const s = stage()
    s.net.losesAnswers = 2
    const outbox = s.open()
    await outbox.add(parcel(1))
    await outbox.flush()
    expect(s.ledger.size).toBe(1)
    while (s.net.timers.length > 0) {
      s.net.timers.shift()?.()
      await outbox.flush()
    }
    expect(s.ledger.size).toBe(1)
    expect(s.log.filter((line) => line === 'send 1').length).toBeGreaterThan(1)
    expect(s.seen.parcels.map((one) => one.state)).toEqual(['delivered'])
  })

  it('survives a restart of the app in the middle of a send', async () => {
    const first = stage()
    first.net.up = false
    const before = first.open()
    for (let n = 1; n <= 5; n++) await before.add(parcel(n))
    before.stop()
    const second = stage()
    await second.open().flush()
    expect([...second.ledger.keys()]).toEqual([1, 2, 3, 4, 5].map(uuid))
    expect(second.log).toEqual(['send 1', 'send 2', 'send 3', 'send 4', 'send 5'])
  })

  it('is sent back with the server’s sentence, keeps its words, and goes corrected under another id', async () => {
    const s = stage()
    s.refusals.set(uuid(1), { code: 'report.place', message: '您只能上报自己负责范围内的隐患。' })
    const outbox = s.open()
    await outbox.add(parcel(1, 'report', { description: '灭火器没压力' }))
    await outbox.add(parcel(2))
    await outbox.flush()
    expect(s.seen.parcels.map((one) => one.state)).toEqual(['refused', 'delivered'])
    expect(s.seen.parcels[0]).toMatchObject({ said: '您只能上报自己负责范围内的隐患。' })
    expect(s.seen.parcels[0]?.command.data.description).toBe('灭火器没压力')
    await outbox.add(parcel(3, 'report', { description: '灭火器没压力' }), uuid(1))
    await outbox.flush()
    expect(s.seen.parcels.map((one) => [one.id, one.state])).toEqual([
      [uuid(2), 'delivered'],
      [uuid(3), 'delivered'],
    ])
  })

  it('of 销号 waits for every photo that is still here', async () => {
    const s = stage()
    s.net.up = false
    const outbox = s.open()
    const [a, b] = [await photo('aaa'), await photo('bbb')]
    await outbox.add(parcel(1, 'rectify', { photos: [a] }))
    await outbox.add(parcel(2, 'close', { photos: [b] }))
    s.net.up = true
    await outbox.flush()
    expect(s.log).toEqual(['send 1', 'photo aaa', 'photo bbb', 'send 2'])
  })

  it('of 销号 comes back when its own photo is no photo; a report stands without it', async () => {
    const s = stage()
    s.net.up = false
    const outbox = s.open()
    const [bad, worse] = [await photo('bad1'), await photo('bad2')]
    await outbox.add(parcel(1, 'close', { photos: [bad] }))
    await outbox.add(parcel(2, 'report', { photos: [worse] }))
    s.net.up = true
    await outbox.flush()
    expect(s.seen.parcels.map((one) => one.state)).toEqual(['refused', 'delivered'])
    expect((await db.get('photos', ['p1', worse]))?.state).toBe('refused')
    expect(s.seen).toMatchObject({ photos: 0, lost: 2 })
  })
})

describe('an outbox', () => {
  it('shows and sends nothing of another person', async () => {
    const mine = stage('p1')
    mine.net.up = false
    const box = mine.open()
    await box.add(parcel(1, 'report', { photos: [await photo('aaa')] }))
    box.stop()
    const theirs = stage('p2')
    const other = theirs.open()
    await other.add(parcel(2))
    await other.flush()
    expect(theirs.seen.parcels.map((one) => one.id)).toEqual([uuid(2)])
    expect([...theirs.ledger.keys()]).toEqual([uuid(2)])
    expect(theirs.arrived.size).toBe(0)
  })

  it('sends nothing while the server takes us for somebody else', async () => {
    const s = stage('p1')
    s.net.signedIn = 'p2'
    const outbox = s.open()
    await outbox.add(parcel(1))
    await outbox.flush()
    expect(s.ledger.size).toBe(0)
    expect(s.seen.line).toBe('signed-out')
    expect(s.seen.parcels[0]?.state).toBe('waiting')
    s.net.signedIn = 'p1'
    await outbox.flush()
    expect(s.ledger.size).toBe(1)
  })

  it('tries again by itself and stops trying when closed', async () => {
    const s = stage()
    s.net.up = false
    const outbox = s.open()
    await outbox.add(parcel(1))
    await outbox.flush()
    expect(s.net.timers.length).toBe(1)
    outbox.stop()
    expect(s.net.timers.length).toBe(0)
  })

  it('gives nothing up for what a gateway says in the server’s place', async () => {
    const s = stage()
    const outbox = s.open()
    s.net.gateway = new Refused('server.busy', '服务暂时不可用，请稍后再试，内容不会丢失。', 404)
    await outbox.add(parcel(1))
    await outbox.flush()
    expect(s.seen).toMatchObject({ line: 'offline', parcels: [{ state: 'waiting' }] })
    s.net.gateway = undefined
    await outbox.flush()
    expect(s.seen).toMatchObject({ line: 'idle', parcels: [{ state: 'delivered' }] })
  })

  it('rests when a delivered case can no longer be seen', async () => {
    const s = stage()
    s.net.unseen = true
    const outbox = s.open()
    await outbox.add(parcel(1))
    await outbox.flush()
    expect(s.seen).toMatchObject({ line: 'idle', parcels: [{ state: 'delivered' }] })
    expect(s.net.timers.length).toBe(0)
  })

  it('says nothing of a receipt that came second: nobody had wished for it', async () => {
    const s = stage()
    s.refusals.set(uuid(1), { code: 'receive.done', message: '这条隐患已经签收。' })
    await s.open().add(parcel(1, 'receive'))
    await expect.poll(() => s.seen.parcels).toEqual([])
  })

  it('takes a request apart when one of its wishes makes the whole of it refused', async () => {
    const s = stage()
    s.net.up = false
    const outbox = s.open()
    for (const n of [1, 2, 3]) await outbox.add(parcel(n))
    s.net.up = true
    s.net.poison = uuid(2)
    await outbox.flush()
    expect(s.seen.parcels.map((one) => one.state)).toEqual(['delivered', 'refused', 'delivered'])
  })

  it('keeps the device’s order over hundreds of wishes', async () => {
    const s = stage()
    s.net.up = false
    const outbox = s.open()
    for (let n = 1; n <= 120; n++) await outbox.add(parcel(n, n % 40 === 0 ? 'close' : 'report'))
    s.net.up = true
    await outbox.flush()
    expect([...s.ledger.keys()]).toEqual(Array.from({ length: 120 }, (_, i) => uuid(i + 1)))
  })
})
