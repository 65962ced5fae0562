import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Command } from '../../domain/entry.ts'
import { type Device, openDevice } from './device-store.ts'
import { keepPhoto, listParcels, putParcel, updateParcel, updatePhoto, withdraw } from './outbox-store.ts'
import { exportUnsent, importUnsent } from './unsent.ts'

const at = '2026-03-02T01:00:00.000Z'
const me = { person: 'p1', name: '张三' }
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
let run = 0
let from: Device
let to: Device

const wish = (n: number, photos: string[] = []) => ({
  command: {
    ...{ id: uuid(n), stream: uuid(n), kind: 'hazard', step: 'report', takenAt: at },
    data: { description: `第 ${n} 条`, photos },
  } satisfies Command,
  label: '拍照上报',
  about: `消防设施 ${n}`,
})

async function photo(name: string, size = 1000): Promise<string> {
  const bytes = new Uint8Array(Buffer.alloc(size, name)).buffer
  const sha256 = createHash('sha256').update(new Uint8Array(bytes)).digest('hex')
  await keepPhoto(from, 'p1', { sha256, type: 'image/jpeg', bytes }, at)
  return sha256
}

async function exported(): Promise<Blob> {
  const done = await exportUnsent(from, me, at)
  if (!done) throw new Error('nothing to export')
  return done.file
}

/** All that is on a device, by which two devices, or one before and after, are compared. */
const everything = async (db: Device) => ({
  parcels: await db.getAll('parcels'),
  photos: (await db.getAll('photos')).map(({ sha256, state }) => ({ sha256, state })),
  drafts: await db.getAll('drafts'),
})

beforeEach(async () => {
  from = await openDevice(`from-${run}`)
  to = await openDevice(`to-${run++}`)
})

describe('a file of unsent work', () => {
  it('carries wishes, refusals, photos and half-filled forms to another phone, byte for byte', async () => {
    const [a, b, c] = [await photo('a'), await photo('b'), await photo('c')]
    await putParcel(from, 'p1', wish(1, [a]), at)
    await putParcel(from, 'p1', wish(2, [b]), at)
    await withdraw(from, 'p1', uuid(2), { state: 'refused', said: '您只能上报自己负责范围内的隐患。', at })
    await from.put('drafts', { description: '写到一半', photos: [c] }, 'p1:report')
    expect(await importUnsent(to, 'p1', await exported(), at)).toEqual({ added: 2, known: 0, keptOwn: 0 })
    expect(await listParcels(to, 'p1')).toEqual(await listParcels(from, 'p1'))
    expect(await to.getAll('photos')).toEqual(await from.getAll('photos'))
    expect(await to.get('drafts', 'p1:report')).toEqual({ description: '写到一半', photos: [c] })
  })

  it('imported twice changes nothing, and overwrites nothing that stands there already', async () => {
    await putParcel(from, 'p1', wish(1, [await photo('a')]), at)
    await from.put('drafts', { description: '这一部手机' }, 'p1:report')
    await putParcel(to, 'p1', wish(7), at)
    await to.put('drafts', { description: '那一部手机' }, 'p1:report')
    const file = await exported()
    expect(await importUnsent(to, 'p1', file, at)).toEqual({ added: 1, known: 0, keptOwn: 1 })
    await updateParcel(to, uuid(1), { state: 'delivered', number: 'YH2026-00001' })
    const before = await everything(to)
    expect(await importUnsent(to, 'p1', file, at)).toEqual({ added: 0, known: 1, keptOwn: 1 })
    expect(await everything(to)).toEqual(before)
    expect(before.drafts).toEqual([{ description: '那一部手机' }])
    expect((await listParcels(to, 'p1')).map(({ id }) => id)).toEqual([uuid(7), uuid(1)])
  })

  it('carries a delivered report whose photo is still on its way: only the photo is left to send', async () => {
    const [a, b] = [await photo('a'), await photo('b')]
    await putParcel(from, 'p1', wish(1, [a, b]), at)
    await updateParcel(from, uuid(1), { state: 'delivered', number: 'YH2026-00001' })
    await updatePhoto(from, 'p1', a, { state: 'arrived' })
    await updatePhoto(from, 'p1', b, { upload: '/api/files/begun-there' })
    await importUnsent(to, 'p1', await exported(), at)
    expect(await listParcels(to, 'p1')).toMatchObject([{ state: 'delivered', number: 'YH2026-00001' }])
    expect((await to.get('photos', ['p1', a]))?.state).toBe('arrived')
    const left = await to.get('photos', ['p1', b])
    expect([left?.state, left?.upload]).toEqual(['waiting', undefined])
  })

  it('leaves out what receipts have confirmed and what another person left on the device', async () => {
    await putParcel(from, 'p1', wish(1), at)
    await updateParcel(from, uuid(1), { state: 'delivered', confirmed: at })
    await putParcel(from, 'p2', wish(2), at)
    await from.put('drafts', { description: '别人的' }, 'p2:report')
    expect(await exportUnsent(from, me, at)).toBeNull()
    await putParcel(from, 'p1', wish(3), at)
    expect(await importUnsent(to, 'p1', await exported(), at)).toMatchObject({ added: 1 })
    expect((await listParcels(to, 'p1')).map(({ id }) => id)).toEqual([uuid(3)])
  })

  it('takes along a form that the device had no room for, in place of the older one it has', async () => {
    await from.put('drafts', { description: '旧' }, 'p1:report')
    const done = await exportUnsent(from, me, at, [{ name: 'report', value: { description: '新' } }])
    expect(done).toMatchObject({ parcels: 0, drafts: 1 })
    await importUnsent(to, 'p1', done?.file ?? new Blob(), at)
    expect(await to.get('drafts', 'p1:report')).toEqual({ description: '新' })
  })

  it('is refused to another person in one sentence', async () => {
    await putParcel(from, 'p1', wish(1), at)
    await expect(importUnsent(to, 'p2', await exported(), at)).rejects.toThrow(
      '这是张三的内容，请张三本人登录后再导入。',
    )
    expect(await everything(to)).toEqual({ parcels: [], photos: [], drafts: [] })
  })

  it('cut anywhere, or with any byte changed, imports nothing at all', async () => {
    for (const name of ['a', 'b', 'c'])
      await putParcel(from, 'p1', wish(name.charCodeAt(0), [await photo(name, 40)]), at)
    const bytes = new Uint8Array(await (await exported()).arrayBuffer())
    const tried = async (file: Uint8Array<ArrayBuffer>) => {
      await expect(importUnsent(to, 'p1', new Blob([file]), at)).rejects.toThrow(
        /^(文件不完整或已损坏|这不是安澜|这个文件是较新)/,
      )
    }
    for (let i = 0; i < bytes.length; i += i < 110 ? 1 : 13) {
      await tried(bytes.slice(0, i))
      const changed = bytes.slice()
      changed[i] = (changed[i] ?? 0) ^ 1
      await tried(changed)
    }
    await tried(new Uint8Array([...bytes, 0]))
    expect(await everything(to)).toEqual({ parcels: [], photos: [], drafts: [] })
    await importUnsent(to, 'p1', new Blob([bytes]), at)
    expect((await everything(to)).parcels.length).toBe(3)
  })

  it('leaves nothing half done where the device runs out of room among the photos or at the very end', async () => {
    for (const name of ['a', 'b', 'c']) await putParcel(from, 'p1', wish(name.charCodeAt(0), [await photo(name)]), at)
    const file = await exported()
    for (const full of [2, 4]) {
      let left = full
      const tight = new Proxy(to, {
        get(target, key) {
          if (key === 'transaction' && --left < 1) throw new DOMException('no room', 'QuotaExceededError')
          const value = Reflect.get(target, key)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
      await expect(importUnsent(tight, 'p1', file, at)).rejects.toMatchObject({ name: 'QuotaExceededError' })
      expect(await everything(to)).toEqual({ parcels: [], photos: [], drafts: [] })
    }
  })

  it('carries two hundred reports with six hundred photos', async () => {
    for (let n = 1; n <= 200; n++) {
      const photos = await Promise.all([1, 2, 3].map((i) => photo(`${n}-${i} `, 3000 + n)))
      await putParcel(from, 'p1', wish(n, photos), at)
    }
    expect(await importUnsent(to, 'p1', await exported(), at)).toEqual({ added: 200, known: 0, keptOwn: 0 })
    expect((await listParcels(to, 'p1')).map(({ id }) => id)).toEqual(
      Array.from({ length: 200 }, (_, i) => uuid(i + 1)),
    )
    expect(await to.countFromIndex('photos', 'state', ['p1', 'waiting'])).toBe(600)
  })
})
