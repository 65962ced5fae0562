import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { uuidv7 } from '../../domain/ids.ts'
import { openDevice } from './device-store.ts'
import { sweep, wipeConfirmed } from './outbox-keep.ts'
import {
  findPhoto,
  findStoredDraft,
  keepPhoto,
  listDrafts,
  listParcels,
  photosIn,
  putDraft,
  putParcel,
  updateParcel,
  withdraw,
} from './outbox-store.ts'
import { hashOf } from './photo-hash.ts'
import { dropKeys, holdKey, seal, unseal } from './seal.ts'
import { exportUnsent, importUnsent } from './unsent.ts'

const at = '2026-03-02T01:00:00.000Z'
const key = (n: number) => n.toString(16).padStart(2, '0').repeat(32)
const CANARY = '地下室配电箱冒烟'
const bytes = new TextEncoder().encode(`${CANARY}的照片`).buffer as ArrayBuffer

let stores = 0
const freshStore = () => openDevice(`shared-${++stores}`)
const idOf = (n: number) => uuidv7(Date.parse(at) + n, new Uint8Array(10).fill(n))

async function report(n: number) {
  const sha256 = await hashOf(bytes)
  const command = {
    ...{ id: idOf(n), stream: idOf(n + 100), kind: 'hazard' as const, step: 'report', takenAt: at },
    data: { description: CANARY, photos: [sha256] },
  }
  return { sha256, parcel: { command, label: '拍照上报', about: CANARY } }
}

/** Everything on the disk as text, bytes as the characters they would be. */
async function disk(db: Awaited<ReturnType<typeof openDevice>>): Promise<string> {
  const all = await Promise.all((['parcels', 'photos', 'drafts'] as const).map((name) => db.getAll(name)))
  const said = (_: string, value: unknown) => {
    if (value instanceof Uint8Array) return new TextDecoder().decode(value)
    return value instanceof ArrayBuffer ? new TextDecoder().decode(new Uint8Array(value)) : value
  }
  return JSON.stringify(all, said)
}

/** One of each: a photo, a wish that names it, a half-filled form. */
async function work(db: Awaited<ReturnType<typeof openDevice>>, person: string) {
  const { sha256, parcel } = await report(1)
  await keepPhoto(db, person, { sha256, type: 'image/jpeg', bytes }, at)
  const { id } = await putParcel(db, person, parcel, at)
  await putDraft(db, person, 'report', { description: CANARY })
  await updateParcel(db, id, { state: 'refused', said: `${CANARY}：被退回` })
  return { sha256, id }
}

beforeEach(() => {
  dropKeys()
  holdKey('p1', undefined)
})

describe('what lies on a shared device', () => {
  it('is not to be read on its disk, by no store and after no step; on a personal phone it is', async () => {
    const plain = await freshStore()
    await work(plain, 'p1')
    expect(await disk(plain)).toContain(CANARY)
    holdKey('p1', key(1))
    const db = await freshStore()
    const { id } = await work(db, 'p1')
    expect(await disk(db)).not.toContain(CANARY)
    const file = await exportUnsent(db, { person: 'p1', name: '网格员甲' }, at)
    const second = await freshStore()
    expect(await importUnsent(second, 'p1', file?.file ?? new Blob(), at)).toMatchObject({ added: 1 })
    expect(await disk(second)).not.toContain(CANARY)
    await withdraw(db, 'p1', id, { said: CANARY })
    expect(await disk(db)).not.toContain(CANARY)
  })

  it('shows the next person nothing, nothing without a key or with another, and all to its owner when he is back', async () => {
    holdKey('p1', key(1))
    const db = await freshStore()
    const { sha256 } = await work(db, 'p1')
    const seen = async () => ({
      parcels: (await listParcels(db, 'p1')).map(({ about }) => about),
      forms: (await listDrafts(db, 'p1')).length,
      photo: (await findPhoto(db, 'p1', sha256))?.bytes,
    })
    const nothing = { parcels: [], forms: 0, photo: undefined }
    dropKeys()
    expect(await seen()).toEqual(nothing)
    holdKey('p2', key(2))
    expect(await listParcels(db, 'p2')).toEqual([])
    expect(await listDrafts(db, 'p2')).toEqual([])
    holdKey('p1', key(3))
    expect(await seen()).toEqual(nothing)
    await sweep(db, 'p1', new Date('2027-03-02T01:00:00.000Z'))
    holdKey('p1', key(1))
    expect(await seen()).toEqual({ parcels: [CANARY], forms: 1, photo: bytes })
    expect(await findStoredDraft(db, 'p1', 'report')).toEqual({ description: CANARY })
  })

  it('is not written in clear by what still runs after its owner has signed out', async () => {
    holdKey('p1', key(1))
    const db = await freshStore()
    const { sha256, parcel } = await report(2)
    dropKeys()
    await expect(keepPhoto(db, 'p1', { sha256, type: 'image/jpeg', bytes }, at)).rejects.toThrow('signed out')
    await expect(putParcel(db, 'p1', parcel, at)).rejects.toThrow('signed out')
    await expect(putDraft(db, 'p1', 'report', { description: CANARY })).rejects.toThrow('signed out')
    expect(await disk(db)).toBe('[[],[],[]]')
  })

  it('goes at sign-out where the server has it, and stays where it has not', async () => {
    holdKey('p1', key(1))
    const db = await freshStore()
    const { sha256, parcel } = await report(3)
    await keepPhoto(db, 'p1', { sha256, type: 'image/jpeg', bytes }, at)
    const { id } = await putParcel(db, 'p1', parcel, at)
    await wipeConfirmed(db, 'p1')
    expect(await listParcels(db, 'p1')).toHaveLength(1)
    await updateParcel(db, id, { state: 'delivered', confirmed: at })
    await db.put('photos', { ...(await db.get('photos', ['p1', sha256])), state: 'arrived' } as never)
    await wipeConfirmed(db, 'p1')
    expect(await disk(db)).toBe('[[],[],[]]')
    expect(await photosIn(db, 'p1', 'arrived')).toEqual([])
  })

  it('cannot be changed without its owner noticing', () => {
    holdKey('p1', key(1))
    const kept = seal('p1', { description: CANARY }) as { sealed: Uint8Array<ArrayBuffer> }
    expect(unseal('p1', kept)).toEqual({ description: CANARY })
    kept.sealed[30] = (kept.sealed[30] ?? 0) ^ 1
    expect(unseal('p1', kept)).toBeUndefined()
  })
})
