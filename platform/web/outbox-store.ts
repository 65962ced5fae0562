import type { Command } from '../../domain/entry.ts'
import { photosNamed } from '../../domain/photo.ts'
import {
  type Device,
  durable,
  type KeptPhoto,
  type Parcel,
  packParcel,
  type StoredParcel,
  unpackParcel,
} from './device-store.ts'
import type { Photo } from './photo-prepare.ts'
import { seal, sealBytes, unseal, unsealBytes } from './seal.ts'

export interface NewParcel {
  command: Command
  label: string
  about: string
}

const readable = (stored: readonly StoredParcel[]): Parcel[] => stored.flatMap((one) => unpackParcel(one) ?? [])

/**
 * Writes a parcel and releases its photos in one transaction: either both are on the device or neither. One that is
 * there already stays as it is. `replaces` is a refused parcel that this one is the corrected copy of.
 */
export async function putParcel(
  db: Device,
  person: string,
  { command, label, about }: NewParcel,
  at: string,
  replaces?: string,
): Promise<Parcel> {
  const tx = db.transaction(['parcels', 'photos'], 'readwrite', durable)
  const parcels = tx.objectStore('parcels')
  const stored = await parcels.get(command.id)
  const known = stored && unpackParcel(stored)
  if (known) return known
  const last = await parcels.index('order').openKeyCursor(null, 'prev')
  const order = typeof last?.key === 'number' ? last.key + 1 : 1
  const photos: string[] = []
  for (const sha256 of new Set(photosNamed(command.data))) {
    const photo = await tx.objectStore('photos').get([person, sha256])
    if (!photo) continue
    photos.push(sha256)
    if (photo.state !== 'arrived') await tx.objectStore('photos').put({ ...photo, state: 'waiting' })
  }
  // As JSON, because that is what is sent; a screen's reactive objects could not be stored.
  const plain: Command = JSON.parse(JSON.stringify(command))
  const parcel: Parcel = { id: command.id, person, order, command: plain, label, about, state: 'waiting', photos, at }
  await parcels.put(packParcel(parcel))
  if (replaces) await parcels.delete(replaces)
  await tx.done
  return parcel
}

/** Parcels of one person, oldest first. */
export const listParcels = async (db: Device, person: string): Promise<Parcel[]> =>
  readable(await db.getAllFromIndex('parcels', 'mine', IDBKeyRange.bound([person, 0], [person, Number.MAX_VALUE])))

export async function updateParcel(db: Device, id: string, change: Partial<Parcel>): Promise<void> {
  const tx = db.transaction('parcels', 'readwrite', durable)
  const stored = await tx.store.get(id)
  const parcel = stored && unpackParcel(stored)
  if (parcel) await tx.store.put(packParcel({ ...parcel, ...change }))
  await tx.done
}

/** Takes a parcel off its way, refused or dropped: photos that no other parcel still wants are not sent either. */
export async function withdraw(db: Device, person: string, id: string, change?: Partial<Parcel>): Promise<void> {
  const tx = db.transaction(['parcels', 'photos'], 'readwrite', durable)
  const parcels = tx.objectStore('parcels')
  const stored = await parcels.get(id)
  const parcel = stored && unpackParcel(stored)
  if (parcel) {
    if (change) await parcels.put(packParcel({ ...parcel, ...change }))
    else await parcels.delete(id)
    const others = readable((await parcels.getAll()).filter((one) => one.person === person && one.id !== id))
    const wanted = new Set(others.filter((one) => one.state !== 'refused').flatMap((one) => one.photos))
    for (const sha256 of parcel.photos) {
      const photo = await tx.objectStore('photos').get([person, sha256])
      if (photo?.state === 'waiting' && !wanted.has(sha256))
        await tx.objectStore('photos').put({ ...photo, state: 'draft' })
    }
  }
  await tx.done
}

/** Puts a photo on the device before anything names it. */
export async function keepPhoto(db: Device, person: string, photo: Photo, at: string): Promise<void> {
  const tx = db.transaction('photos', 'readwrite', durable)
  const known = await tx.store.get([person, photo.sha256])
  if (known?.state !== 'waiting' && known?.state !== 'arrived')
    await tx.store.put({ ...photo, bytes: sealBytes(person, photo.bytes), person, state: 'draft', at })
  await tx.done
}

export async function updatePhoto(
  db: Device,
  person: string,
  sha256: string,
  change: Partial<KeptPhoto>,
): Promise<void> {
  const tx = db.transaction('photos', 'readwrite', durable)
  const photo = await tx.store.get([person, sha256])
  if (photo) await tx.store.put({ ...photo, ...change })
  await tx.done
}

/** Removes a photo that no parcel names. */
export async function dropPhoto(db: Device, person: string, sha256: string): Promise<void> {
  const tx = db.transaction(['parcels', 'photos'], 'readwrite', durable)
  const known = await tx.objectStore('photos').get([person, sha256])
  const own = (await tx.objectStore('parcels').getAll()).filter((one) => one.person === person)
  const named = readable(own).some((one) => one.photos.includes(sha256))
  if (known?.state === 'draft' && !named) await tx.objectStore('photos').delete([person, sha256])
  await tx.done
}

/** Hashes of a person's photos in one state; their bytes stay on the disk. */
export async function photosIn(db: Device, person: string, state: KeptPhoto['state']): Promise<string[]> {
  return (await db.getAllKeysFromIndex('photos', 'state', [person, state])).map(([, sha256]) => sha256)
}

/** A photo with its bytes; undefined where it is not here, or is sealed and its owner's key is not here. */
export async function findPhoto(
  db: Device,
  person: string,
  sha256: string,
): Promise<(KeptPhoto & { bytes: ArrayBuffer }) | undefined> {
  const photo = await db.get('photos', [person, sha256])
  const bytes = photo && unsealBytes(person, photo.bytes)
  return bytes && { ...photo, bytes }
}

const draftKey = (person: string, name: string): string => `${person}:${name}`

/** A half-filled form that is kept under this name. */
export async function findStoredDraft(db: Device, person: string, name: string): Promise<unknown> {
  return unseal(person, await db.get('drafts', draftKey(person, name)))
}

export async function putDraft(db: Device, person: string, name: string, value: unknown): Promise<void> {
  const tx = db.transaction('drafts', 'readwrite', durable)
  await tx.store.put(seal(person, value), draftKey(person, name))
  await tx.done
}

export const deleteDraft = (db: Device, person: string, name: string): Promise<void> =>
  db.delete('drafts', draftKey(person, name))

/** Somebody's half-filled forms by their names. */
export async function listDrafts(db: Device, person: string): Promise<{ name: string; value: unknown }[]> {
  const start = draftKey(person, '')
  const keys = await db.getAllKeys('drafts', IDBKeyRange.bound(start, `${start}\uffff`))
  const all = keys.map(async (key) => {
    const name = key.slice(start.length)
    return { name, value: await findStoredDraft(db, person, name) }
  })
  return (await Promise.all(all)).filter(({ value }) => value !== undefined)
}
