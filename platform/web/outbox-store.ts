import type { Command } from '../../domain/entry.ts'
import { photosNamed } from '../../domain/photo.ts'
import { type Device, durable, type KeptPhoto, type Parcel } from './device-store.ts'
import type { Photo } from './photo-prepare.ts'

export interface NewParcel {
  command: Command
  label: string
  about: string
}

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
  const known = await parcels.get(command.id)
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
  await parcels.put(parcel)
  if (replaces) await parcels.delete(replaces)
  await tx.done
  return parcel
}

/** Parcels of one person, oldest first. */
export const listParcels = (db: Device, person: string): Promise<Parcel[]> =>
  db.getAllFromIndex('parcels', 'mine', IDBKeyRange.bound([person, 0], [person, Number.MAX_VALUE]))

export async function updateParcel(db: Device, id: string, change: Partial<Parcel>): Promise<void> {
  const tx = db.transaction('parcels', 'readwrite', durable)
  const parcel = await tx.store.get(id)
  if (parcel) await tx.store.put({ ...parcel, ...change })
  await tx.done
}

/** Takes a parcel off its way, refused or dropped: photos that no other parcel still wants are not sent either. */
export async function withdraw(db: Device, person: string, id: string, change?: Partial<Parcel>): Promise<void> {
  const tx = db.transaction(['parcels', 'photos'], 'readwrite', durable)
  const parcels = tx.objectStore('parcels')
  const parcel = await parcels.get(id)
  if (parcel) {
    if (change) await parcels.put({ ...parcel, ...change })
    else await parcels.delete(id)
    const others = (await parcels.getAll()).filter((one) => one.person === person && one.id !== id)
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
    await tx.store.put({ ...photo, person, state: 'draft', at })
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
  const named = (await tx.objectStore('parcels').getAll()).some((one) => one.photos.includes(sha256))
  if (known?.state === 'draft' && !named) await tx.objectStore('photos').delete([person, sha256])
  await tx.done
}

/** Hashes of a person's photos in one state; their bytes stay on the disk. */
export async function photosIn(db: Device, person: string, state: KeptPhoto['state']): Promise<string[]> {
  return (await db.getAllKeysFromIndex('photos', 'state', [person, state])).map(([, sha256]) => sha256)
}
