import { computed, ref, shallowReactive } from 'vue'
import type { Command } from '../../domain/entry.ts'
import { newId } from './commands.ts'
import { type Device, device, onDevice, type Parcel } from './device-store.ts'
import { draftsUnder, dropDraft, findDraft, keepDraft } from './draft.ts'
import { type Outbox, openOutbox } from './outbox.ts'
import { wipeConfirmed } from './outbox-keep.ts'
import { net } from './outbox-net.ts'
import {
  deleteDraft,
  dropPhoto,
  findPhoto,
  findStoredDraft,
  keepPhoto,
  listDrafts,
  type NewParcel,
  putDraft,
} from './outbox-store.ts'
import type { Shown, World } from './outbox-world.ts'
import { type Photo, preparePhoto } from './photo-prepare.ts'
import { recallMe, session } from './session.ts'
import { makingRoom } from './storage.ts'

const empty = (): Shown => ({
  ...{ parcels: [], sending: new Set<string>(), line: 'idle' as const, said: '', lights: new Map() },
  ...{ photos: 0, lost: 0 },
})

/** The signed-in person's outbox, as screens show it. */
export const post = shallowReactive<Shown>(empty())

export type ParcelState = 'waiting' | 'sending' | 'delivered' | 'refused'
export const parcelStateNames: Record<ParcelState, string> = {
  waiting: '待上传',
  sending: '上传中',
  delivered: '已送达',
  refused: '被退回',
}
export const stateOf = (parcel: Parcel): ParcelState => (post.sending.has(parcel.id) ? 'sending' : parcel.state)
export const findParcel = (id: string): Parcel | undefined => post.parcels.find((parcel) => parcel.id === id)
/** What still needs somebody: not sent, or sent back. */
export const unsettled = computed(() => post.parcels.filter((parcel) => parcel.state !== 'delivered').length)

const world: World = {
  ...net,
  device,
  now: () => new Date(),
  whoAmI: async () => (await recallMe()).person,
  alone: (work) => (navigator.locks ? navigator.locks.request('anlan-outbox', work) : work()),
  later(ms, work) {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}

const stored = <T>(work: (db: Device) => Promise<T>): Promise<T> => onDevice(device, work)

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

/** How many half-filled forms lie on the device. */
export const countForms = async (): Promise<number> => {
  const { person } = open()
  return (await stored((db) => listDrafts(db, person))).length
}

/** Before somebody leaves a shared device: what the server has goes from it. Needs his key, so it comes first. */
export async function leaveShared(): Promise<void> {
  const { person } = open()
  if (session.me?.device?.shared) await stored((db) => wipeConfirmed(db, person))
}

/** Puts a wish into the outbox; from then on it survives whatever happens to the page. */
export const putIntoPost = (parcel: NewParcel, replaces?: string): Promise<Parcel> =>
  makingRoom(() => open().outbox.add(parcel, replaces))

/** Works on the signed-in person's store, shows what it led to and sends what waits then. */
export const inStore = <T>(work: (db: Device, person: string) => Promise<T>): Promise<T> => {
  const { person, outbox } = open()
  return outbox.change((db) => work(db, person))
}

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
    await makingRoom(() => stored((db) => keepPhoto(db, person, photo, new Date().toISOString())))
    return photo
  } finally {
    photosInWork.value--
  }
}

export async function forgetPhoto(sha256: string): Promise<void> {
  const { person } = open()
  await stored((db) => dropPhoto(db, person, sha256))
}

/** The bytes of a photo that is still on this device. */
export async function findKeptPhoto(sha256: string): Promise<Blob | undefined> {
  const person = box?.person
  const kept = person && (await stored((db) => findPhoto(db, person, sha256)))
  return kept ? new Blob([kept.bytes], { type: kept.type }) : undefined
}

/** In this tab lies what the device had no room for: newer than what it has. */
const inTab = (name: string) => `phone:${name}`

/** Half-filled forms that the device had no room for. */
export const unstoredDrafts = () => draftsUnder(inTab(''))

/** A half-filled form that survives closing the page. */
export async function findKept<T>(name: string): Promise<T | undefined> {
  const { person } = open()
  const unstored = findDraft<T>(inTab(name))
  return unstored ?? ((await stored((db) => findStoredDraft(db, person, name))) as T | undefined)
}

/** Keeps a half-filled form; rejects where the device cannot store it: then it is there until the tab is closed. */
export async function keep(name: string, value: unknown): Promise<void> {
  const { person } = open()
  const plain = JSON.parse(JSON.stringify(value))
  try {
    await makingRoom(() => stored((db) => putDraft(db, person, name, plain)))
    dropDraft(inTab(name))
  } catch (error) {
    keepDraft(inTab(name), plain)
    throw error
  }
}

export async function dropKept(name: string): Promise<void> {
  const { person } = open()
  dropDraft(inTab(name))
  await stored((db) => deleteDraft(db, person, name))
}
