import { type Device, durable, type Parcel, packParcel, unpackParcel } from './device-store.ts'
import { findPhoto, keepPhoto, listDrafts, listParcels } from './outbox-store.ts'
import { seal, unseal } from './seal.ts'
import { readUnsent, UnreadableFile, type UnsentList, type UnsentPhoto, writeUnsent } from './unsent-file.ts'

/** Whose work it is, as the file says. */
export interface Owner {
  person: string
  name: string
}

/** A file of unsent work, and how much is in it. */
export interface Exported {
  file: Blob
  parcels: number
  photos: number
  drafts: number
}

/** What one import did: wishes that were new here, wishes that were here already, and drafts that stayed in the file. */
export interface Imported {
  added: number
  known: number
  /** Forms that somebody is filling on this device too: what stands there is not overwritten. */
  keptOwn: number
}

const hashes = /[0-9a-f]{64}/g

/**
 * One person's work that no receipt has confirmed, with its photos and half-filled forms, as one file. Nothing on the
 * device changes. `unstored` are forms it had no room for, newer than what it has. Null where there is none.
 */
export async function exportUnsent(
  db: Device,
  { person, name }: Owner,
  at: string,
  unstored: UnsentList['drafts'] = [],
): Promise<Exported | null> {
  const kept = (await listParcels(db, person)).filter(({ confirmed }) => !confirmed)
  const parcels = kept.map(({ id: _id, person: _person, order: _order, at: _at, ...rest }) => rest)
  const stored = await listDrafts(db, person)
  const drafts = [...stored.filter((one) => !unstored.some((newer) => newer.name === one.name)), ...unstored]
  if (parcels.length + drafts.length === 0) return null
  const named = new Set([...parcels.flatMap((one) => one.photos), ...(JSON.stringify(drafts).match(hashes) ?? [])])
  const photos: Omit<UnsentPhoto, 'size'>[] = []
  for (const sha256 of named) {
    const photo = await db.get('photos', [person, sha256])
    if (photo) photos.push({ sha256, type: photo.type, state: photo.state, said: photo.said })
  }
  const bytesOf = async (sha256: string) => (await findPhoto(db, person, sha256))?.bytes ?? new ArrayBuffer(0)
  const file = await writeUnsent({ person, name, at, parcels, drafts }, photos, bytesOf)
  return { file, parcels: parcels.length, photos: photos.length, drafts: drafts.length }
}

/** Wishes and forms in one transaction: all of them or none. What is here already stays as it is. */
async function putList(db: Device, { person, parcels, drafts, photos }: UnsentList, at: string): Promise<Imported> {
  const tx = db.transaction(['parcels', 'photos', 'drafts'], 'readwrite', durable)
  const store = tx.objectStore('parcels')
  const last = await store.index('order').openKeyCursor(null, 'prev')
  let order = typeof last?.key === 'number' ? last.key : 0
  const done: Imported = { added: 0, known: 0, keptOwn: 0 }
  const lit = new Map(photos.map((one) => [one.sha256, one]))
  for (const one of parcels) {
    const stored = await store.get(one.command.id)
    if (stored && unpackParcel(stored)) {
      done.known += 1
      continue
    }
    const parcel: Parcel = { ...one, id: one.command.id, person, order: ++order, at }
    await store.put(packParcel(parcel))
    done.added += 1
    for (const sha256 of one.photos) {
      const here = await tx.objectStore('photos').get([person, sha256])
      const { state, said } = lit.get(sha256) ?? {}
      if (here?.state === 'draft' && state) await tx.objectStore('photos').put({ ...here, state, said })
    }
  }
  for (const { name, value } of drafts) {
    const key = `${person}:${name}`
    const own = unseal(person, await tx.objectStore('drafts').get(key))
    if (own === undefined) await tx.objectStore('drafts').put(seal(person, value), key)
    else if (JSON.stringify(own) !== JSON.stringify(value)) done.keptOwn += 1
  }
  await tx.done
  return done
}

/**
 * Takes a file of unsent work onto this device. The whole file is read and held against its hashes before anything is
 * written; wishes keep their ids, so a second import, or the same wish from two phones, is one entry.
 * Throws `UnreadableFile` where the file is damaged or another person's, else whatever the device could not store.
 */
export async function importUnsent(db: Device, person: string, file: Blob, at: string): Promise<Imported> {
  const { list, photo } = await readUnsent(file)
  if (list.person !== person) throw new UnreadableFile(`这是${list.name}的内容，请${list.name}本人登录后再导入。`)
  const fresh: string[] = []
  try {
    for (const [i, { sha256, type }] of list.photos.entries()) {
      if (await db.getKey('photos', [person, sha256])) continue
      fresh.push(sha256)
      await keepPhoto(db, person, { sha256, type, bytes: await photo(i) }, at)
    }
    return await putList(db, list, at)
  } catch (error) {
    // Room for the rest was wanting: what nothing names yet goes again.
    for (const sha256 of fresh) await db.delete('photos', [person, sha256]).catch(() => undefined)
    throw error
  }
}
