import { computed, ref, shallowReactive } from 'vue'
import type { Command } from '../../domain/entry.ts'
import { request } from './api.ts'
import { newId, sendCommands } from './commands.ts'
import { device, type Parcel } from './device-store.ts'
import { type Outbox, openOutbox, type Shown, type World } from './outbox.ts'
import { dropPhoto, keepPhoto, type NewParcel } from './outbox-store.ts'
import { type Photo, preparePhoto } from './photo-prepare.ts'
import { uploadPhoto } from './photo-upload.ts'
import { recallMe, session } from './session.ts'

const empty = (): Shown => ({ parcels: [], sending: new Set(), line: 'idle', photos: 0, lost: 0 })

/** The signed-in person's outbox, as screens show it. */
export const post = shallowReactive<Shown>(empty())

export type ParcelState = 'waiting' | 'sending' | 'delivered' | 'refused'
export const parcelStateNames: Record<ParcelState, string> = {
  waiting: '待发送',
  sending: '正在发送',
  delivered: '已送达',
  refused: '被退回',
}
export const stateOf = (parcel: Parcel): ParcelState => (post.sending.has(parcel.id) ? 'sending' : parcel.state)
export const findParcel = (id: string): Parcel | undefined => post.parcels.find((parcel) => parcel.id === id)
/** What still needs somebody: not sent, or sent back. */
export const unsettled = computed(() => post.parcels.filter((parcel) => parcel.state !== 'delivered').length)

const world: World = {
  device,
  now: () => new Date(),
  whoAmI: async () => (await recallMe()).person,
  send: sendCommands,
  upload: uploadPhoto,
  async numberOf(stream) {
    const { hazard } = (await request('GET', `/api/hazards/${stream}`)) as { hazard: { number: string } }
    return hazard.number
  },
  alone: (work) => (navigator.locks ? navigator.locks.request('anlan-outbox', work) : work()),
  later(ms, work) {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}

let box: { person: string; outbox: Outbox } | undefined

const flush = () => void box?.outbox.flush()
const onVisible = () => document.visibilityState === 'visible' && flush()

/** Opens the outbox of the signed-in person and starts sending; another person's is closed, never sent. */
export function openPost(): void {
  const person = session.me?.person
  if (!person || box?.person === person) {
    flush()
    return
  }
  closePost()
  box = { person, outbox: openOutbox(person, world, (shown) => Object.assign(post, shown)) }
  addEventListener('online', flush)
  document.addEventListener('visibilitychange', onVisible)
  flush()
}

export function closePost(): void {
  box?.outbox.stop()
  box = undefined
  removeEventListener('online', flush)
  document.removeEventListener('visibilitychange', onVisible)
  Object.assign(post, empty())
}

function open(): { person: string; outbox: Outbox } {
  if (!box) throw new Error('the outbox opens after sign-in')
  return box
}

/** Puts a wish into the outbox; from then on it survives whatever happens to the page. */
export const putIntoPost = (parcel: NewParcel, replaces?: string): Promise<Parcel> =>
  open().outbox.add(parcel, replaces)

export const dropParcel = (id: string): Promise<void> => open().outbox.drop(id)
export const retryNow = flush

/** The same wish with corrected words: a new id, because the old one has had its answer. */
export const corrected = (command: Command, data: Command['data'], seen?: number): Command => ({
  ...command,
  id: newId(),
  data,
  takenAt: new Date().toISOString(),
  ...(seen === undefined ? {} : { seen }),
})

/** Photos that are just being made small; a form that waits for them sends all of them. */
export const photosInWork = ref(0)

/** Resizes a chosen file and keeps it on the device. Throws `UnreadablePhoto`. */
export async function takePhoto(file: Blob): Promise<Photo> {
  const { person } = open()
  photosInWork.value++
  try {
    const photo = await preparePhoto(file)
    await keepPhoto(await device(), person, photo, new Date().toISOString())
    return photo
  } finally {
    photosInWork.value--
  }
}

export const forgetPhoto = async (sha256: string): Promise<void> => dropPhoto(await device(), open().person, sha256)

/** The bytes of a photo that is still on this device. */
export async function findKeptPhoto(sha256: string): Promise<Blob | undefined> {
  const kept = box && (await (await device()).get('photos', [box.person, sha256]))
  return kept && new Blob([kept.bytes], { type: kept.type })
}

/** A half-filled form that survives closing the page. */
export async function findKept<T>(name: string): Promise<T | undefined> {
  return (await (await device()).get('drafts', `${open().person}:${name}`)) as T | undefined
}

export async function keep(name: string, value: unknown): Promise<void> {
  const { person } = open()
  await (await device()).put('drafts', JSON.parse(JSON.stringify(value)), `${person}:${name}`)
}

export async function dropKept(name: string): Promise<void> {
  await (await device()).delete('drafts', `${open().person}:${name}`)
}
