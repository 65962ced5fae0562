import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type * as z from 'zod/mini'
import type { availableStep, EntryView, HazardView } from '../../domain/hazard/views.ts'

/** Most cases and photos that are kept for a look without signal, and for how many days without a sync. */
export const MOST_CASES = 2000
export const MOST_PHOTOS = 400
export const KEEP_DAYS = 30

/** A case as the server last told it to this person. */
export interface KeptCase {
  stream: string
  seq: number
  hazard: HazardView
  entries: EntryView[]
  available: z.infer<typeof availableStep>[]
  /** ISO instant at which it was last asked for by itself, because it missed a photo. */
  anew?: string
}

/** How far somebody's copy has been read; `at` is when it was last complete, ISO. */
export interface Mark {
  after: number
  scope?: number
  at?: string
}

/** A small copy of a photo. */
export interface CasePhoto {
  bytes: ArrayBuffer
  type: string
}

interface Schema extends DBSchema {
  cases: { key: [person: string, stream: string]; value: KeptCase & { person: string }; indexes: { person: string } }
  marks: { key: string; value: Mark }
  photos: { key: [person: string, sha256: string]; value: CasePhoto }
}

export type CaseStore = IDBPDatabase<Schema>

/** A copy of what the server has, beside the outbox and apart from it: it may be lost at any time. */
export function openCaseStore(onLost: () => void = () => undefined): Promise<CaseStore> {
  return openDB<Schema>('anlan-cases', 1, {
    upgrade(db) {
      db.createObjectStore('cases', { keyPath: ['person', 'stream'] }).createIndex('person', 'person')
      db.createObjectStore('marks')
      db.createObjectStore('photos')
    },
    terminated: onLost,
  })
}

let opened: Promise<CaseStore> | undefined

/** The open store; opened anew where the browser closed it. Rejects where there is none. */
export function caseStore(): Promise<CaseStore> {
  const forget = () => {
    opened = undefined
  }
  opened ??= openCaseStore(forget)
  opened.catch(forget)
  return opened
}

const personRange = (person: string): IDBKeyRange => IDBKeyRange.bound([person], [person, []])

export interface Page {
  changes: KeptCase[]
  left: string[]
  next: number
  reset: boolean
  more: boolean
  scope: number
}

/** Takes over a page and how far it reads in one transaction, so that a sync that breaks off goes on from there. */
export async function putPage(db: CaseStore, person: string, page: Page, now: string): Promise<void> {
  const tx = db.transaction(['cases', 'marks'], 'readwrite')
  const cases = tx.objectStore('cases')
  const marks = tx.objectStore('marks')
  if (page.reset) void cases.delete(personRange(person))
  for (const { stream, seq, hazard, entries, available } of page.changes)
    void cases.put({ person, stream, seq, hazard, entries, available })
  for (const stream of page.left) void cases.delete([person, stream])
  const before = page.reset ? undefined : await marks.get(person)
  const at = page.more ? before?.at : now
  void marks.put({ after: page.next, scope: page.scope, at }, person)
  await tx.done
}

/** Lets the cases go that changed longest ago, where there are more than are kept. */
export async function trimCases(db: CaseStore, person: string, most = MOST_CASES): Promise<void> {
  if ((await db.countFromIndex('cases', 'person', person)) <= most) return
  const all = (await db.getAllFromIndex('cases', 'person', person)).sort((a, b) => b.seq - a.seq)
  const tx = db.transaction('cases', 'readwrite')
  for (const { stream } of all.slice(most)) void tx.store.delete([person, stream])
  await tx.done
}

export const readMark = (db: CaseStore, person: string): Promise<Mark | undefined> => db.get('marks', person)

/** Everything that is kept for somebody, unless it is older than anything may be kept. */
export async function listCases(db: CaseStore, person: string, now: Date): Promise<{ cases: KeptCase[]; at: string }> {
  const at = (await readMark(db, person))?.at
  if (!at || now.getTime() - Date.parse(at) > KEEP_DAYS * 86_400_000) return { cases: [], at: '' }
  return { cases: await db.getAllFromIndex('cases', 'person', person), at }
}

/** Keeps the wanted photos, in their order as many as may be; the others go. @returns how many are here now */
export async function keepPhotos(
  db: CaseStore,
  person: string,
  wanted: readonly string[],
  fetchPhoto: (sha256: string) => Promise<CasePhoto | null>,
): Promise<number> {
  const want = new Set(wanted.slice(0, MOST_PHOTOS))
  const held = new Set((await db.getAllKeys('photos', personRange(person))).map(([, sha256]) => sha256))
  for (const sha256 of held) if (!want.has(sha256)) await db.delete('photos', [person, sha256])
  for (const sha256 of want) {
    if (held.has(sha256)) continue
    const photo = await fetchPhoto(sha256)
    if (photo) await db.put('photos', photo, [person, sha256])
  }
  return db.count('photos', personRange(person))
}

export async function findCasePhoto(db: CaseStore, person: string, sha256: string): Promise<Blob | undefined> {
  const kept = await db.get('photos', [person, sha256])
  return kept && new Blob([kept.bytes], { type: kept.type })
}

/** Forgets all that is kept, of whomever: nothing here is on no server. */
export async function wipeCases(db: CaseStore): Promise<void> {
  const tx = db.transaction(['cases', 'marks', 'photos'], 'readwrite')
  for (const name of ['cases', 'marks', 'photos'] as const) void tx.objectStore(name).clear()
  await tx.done
}
