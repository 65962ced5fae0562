import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { describe, expect, it } from 'vitest'
import { openDevice } from './device-store.ts'
import { listParcels, photosIn, putParcel } from './outbox-store.ts'
import { exportUnsent } from './unsent.ts'

const at = '2026-03-02T01:00:00.000Z'
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const hash = (n: number) => n.toString(16).padStart(64, '0')
const MANY = 500

const parcel = (n: number) => ({
  ...{ id: uuid(n), person: n % 2 ? 'p1' : 'p2', order: n, label: '拍照上报', about: `第 ${n} 条`, at },
  ...{ state: n % 5 ? 'waiting' : 'refused', photos: [hash(n)] },
  command: {
    ...{ id: uuid(n), stream: uuid(n), kind: 'hazard', step: 'report', takenAt: at },
    data: { description: `第 ${n} 条`, photos: [hash(n)] },
  },
})
const photo = (n: number) => ({
  ...{ sha256: hash(n), person: n % 2 ? 'p1' : 'p2', type: 'image/jpeg', at, state: 'waiting' },
  bytes: new Uint8Array([n % 256, n >> 8]).buffer,
})
const draft = (n: number) => ({ description: `写到一半的第 ${n} 份`, photos: [] })

/** A phone as version 1 of its store left it, before anybody asked for the parcels of one person. */
async function phoneOfVersion1(name: string): Promise<void> {
  const db = await openDB(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('parcels', { keyPath: 'id' }).createIndex('order', 'order', { unique: true })
      fresh.createObjectStore('photos', { keyPath: ['person', 'sha256'] }).createIndex('state', ['person', 'state'])
      fresh.createObjectStore('drafts')
    },
  })
  const tx = db.transaction(['parcels', 'photos', 'drafts'], 'readwrite')
  for (let n = 1; n <= MANY; n++) {
    void tx.objectStore('parcels').put(parcel(n))
    void tx.objectStore('photos').put(photo(n))
    void tx.objectStore('drafts').put(draft(n), `p1:step:${n}:comment`)
  }
  await tx.done
  db.close()
}

describe('a phone whose store an older version of the app has filled', () => {
  it('has all five hundred wishes, photos and half-filled forms, as they were, when the present one opens it', async () => {
    await phoneOfVersion1('old-phone')
    const db = await openDevice('old-phone')
    const numbers = Array.from({ length: MANY }, (_, i) => i + 1)
    expect(await db.getAllFromIndex('parcels', 'order')).toEqual(numbers.map(parcel))
    expect(await db.getAll('photos')).toHaveLength(MANY)
    for (const n of numbers) {
      expect(await db.get('photos', [n % 2 ? 'p1' : 'p2', hash(n)])).toEqual(photo(n))
      expect(await db.get('drafts', `p1:step:${n}:comment`)).toEqual(draft(n))
    }
    expect((await listParcels(db, 'p1')).map(({ order }) => order)).toEqual(numbers.filter((n) => n % 2))
    expect((await listParcels(db, 'p2')).map(({ order }) => order)).toEqual(numbers.filter((n) => n % 2 === 0))
    expect(await photosIn(db, 'p1', 'waiting')).toHaveLength(MANY / 2)
    db.close()
  })

  it('goes on where it was: the next wish stands last, and the old ones fit into a file', async () => {
    await phoneOfVersion1('older-phone')
    const db = await openDevice('older-phone')
    const { command } = parcel(1)
    const next = {
      command: { ...command, kind: 'hazard' as const, id: uuid(MANY + 1) },
      label: '拍照上报',
      about: '下一条',
    }
    expect(await putParcel(db, 'p1', next, at)).toMatchObject({ order: MANY + 1 })
    const done = await exportUnsent(db, { person: 'p1', name: '张三' }, at)
    expect(done).toMatchObject({ parcels: MANY / 2 + 1, photos: MANY / 2, drafts: MANY })
    db.close()
  })
})
