import type { Command } from '../../domain/entry.ts'
import { type Device, durable, type Parcel } from './device-store.ts'
import type { Photo } from './photo-prepare.ts'

/** Delivered parcels and unused photos are kept this long, in days, so that a person finds his own again. */
const KEEP_DAYS = 7

export interface NewParcel {
  command: Command
  label: string
  about: string
}

/** Hashes a command names, wherever its data holds them. */
function photosOf(command: Command): string[] {
  const data = command.data as { photos?: unknown; fixed?: { photos?: unknown }; paper?: { photos?: unknown } }
  const list = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])
  return [...list(data.photos), ...list(data.fixed?.photos), ...list(data.paper?.photos)]
}

/**
 * Writes a parcel and releases its photos in one transaction: either both are on the device or neither.
 * `replaces` is a refused parcel that this one is the corrected copy of.
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
  const last = await parcels.index('order').openKeyCursor(null, 'prev')
  const order = typeof last?.key === 'number' ? last.key + 1 : 1
  const photos: string[] = []
  for (const sha256 of photosOf(command)) {
    const photo = await tx.objectStore('photos').get([person, sha256])
    if (!photo) continue
    photos.push(sha256)
    await tx.objectStore('photos').put({ ...photo, state: 'waiting' })
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
export async function listParcels(db: Device, person: string): Promise<Parcel[]> {
  return (await db.getAllFromIndex('parcels', 'order')).filter((parcel) => parcel.person === person)
}

export async function updateParcel(db: Device, id: string, change: Partial<Parcel>): Promise<void> {
  const tx = db.transaction('parcels', 'readwrite', durable)
  const parcel = await tx.store.get(id)
  if (parcel) await tx.store.put({ ...parcel, ...change })
  await tx.done
}

/** Puts a photo on the device before anything names it. */
export async function keepPhoto(db: Device, person: string, photo: Photo, at: string): Promise<void> {
  const tx = db.transaction('photos', 'readwrite', durable)
  const known = await tx.store.get([person, photo.sha256])
  if (known?.state !== 'waiting') await tx.store.put({ ...photo, person, state: 'draft', at })
  await tx.done
}

/** Removes a photo that nothing on its way names. */
export async function dropPhoto(db: Device, person: string, sha256: string): Promise<void> {
  const tx = db.transaction('photos', 'readwrite', durable)
  const known = await tx.store.get([person, sha256])
  if (known?.state === 'draft') await tx.store.delete([person, sha256])
  await tx.done
}

/** Photos of a person that a command has named and the server does not have. */
export async function waitingPhotos(db: Device, person: string): Promise<string[]> {
  return (await db.getAllKeysFromIndex('photos', 'state', [person, 'waiting'])).map(([, sha256]) => sha256)
}

/** Forgets what was delivered long ago, and photos that nothing came of. */
export async function sweep(db: Device, person: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - KEEP_DAYS * 86_400_000).toISOString()
  for (const parcel of await db.getAll('parcels'))
    if (parcel.state === 'delivered' && parcel.at < since) await db.delete('parcels', parcel.id)
  for (const state of ['draft', 'refused'] as const)
    for (const photo of await db.getAllFromIndex('photos', 'state', [person, state]))
      if (photo.at < since) await db.delete('photos', [person, photo.sha256])
}
