import { bodyHash } from './body-hash.ts'
import { type Device, durable, type Parcel, packParcel, unpackParcel } from './device-store.ts'
import { findPhoto, listDrafts, listParcels, photosIn } from './outbox-store.ts'

/** What receipts have confirmed, and photos that nothing came of, stay this long, in days. */
const KEEP_DAYS = 7

/** What the server says it holds of one command (`GET /api/receipts`). */
export interface Receipt {
  id: string
  status: 'accepted' | 'refused'
  /** SHA-256 of the command's body as it stands in the book. */
  body: string
  photos: { sha256: string; arrived: boolean }[]
}

const differs = {
  state: 'refused',
  code: 'command.reused',
  said: '服务器上这个编号的内容与本机的不一样，请先导出本机内容，再联系管理员。',
} as const

/**
 * Holds a delivered parcel against its receipt. What the server does not have, because it was restored from an older
 * backup, waits again under its id; a parcel is confirmed once its words and every photo here are there by hash.
 * @returns whether something waits again
 */
export async function checkReceipt(db: Device, parcel: Parcel, receipt: Receipt | undefined, at: string) {
  const same = receipt?.status === 'accepted' && receipt.body === (await bodyHash(parcel.command))
  const tx = db.transaction(['parcels', 'photos'], 'readwrite', durable)
  const stored = await tx.objectStore('parcels').get(parcel.id)
  const now = stored && unpackParcel(stored)
  if (now?.state !== 'delivered') return false
  let complete = same
  let again = false
  for (const sha256 of parcel.photos) {
    const photo = await tx.objectStore('photos').get([parcel.person, sha256])
    const arrived = receipt?.photos.some((one) => one.sha256 === sha256 && one.arrived)
    if (arrived || !photo || photo.state === 'refused') continue
    complete = false
    if (photo.state === 'waiting') continue
    again = true
    await tx.objectStore('photos').put({ ...photo, state: 'waiting', upload: undefined })
  }
  const put = (change: Partial<Parcel>) =>
    tx.objectStore('parcels').put(packParcel({ ...now, confirmed: undefined, ...change }))
  if (complete) await put({ confirmed: now.confirmed ?? at })
  else if (same) await put({})
  else if (receipt?.status === 'accepted') await put({ ...differs, at })
  else {
    again = true
    await put({ state: 'waiting', at })
  }
  await tx.done
  return again
}

/** Forgets what has been confirmed for a week, and photos that neither a parcel nor a draft names. */
export async function sweep(db: Device, person: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - KEEP_DAYS * 86_400_000).toISOString()
  const parcels = await listParcels(db, person)
  const old = parcels.filter(({ state, confirmed }) => state === 'delivered' && confirmed && confirmed < since)
  for (const { id } of old) await db.delete('parcels', id)
  const named = new Set(parcels.filter((one) => !old.includes(one)).flatMap((one) => one.photos))
  const drafts = JSON.stringify(await listDrafts(db, person))
  for (const state of ['draft', 'arrived', 'refused'] as const)
    for (const sha256 of await photosIn(db, person, state)) {
      if (named.has(sha256) || drafts.includes(sha256)) continue
      const photo = await findPhoto(db, person, sha256)
      if (photo && photo.at < since) await db.delete('photos', [person, sha256])
    }
}

/** Forgets now what would otherwise be kept for a week: on a shared device nothing stays that the server has. */
export async function wipeConfirmed(db: Device, person: string): Promise<void> {
  const parcels = await listParcels(db, person)
  for (const { id, confirmed } of parcels) if (confirmed) await db.delete('parcels', id)
  const left = JSON.stringify([parcels.filter(({ confirmed }) => !confirmed), await listDrafts(db, person)])
  for (const state of ['draft', 'arrived', 'refused'] as const)
    for (const sha256 of await photosIn(db, person, state))
      if (!left.includes(sha256)) await db.delete('photos', [person, sha256])
}
