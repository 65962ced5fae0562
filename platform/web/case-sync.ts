import { shallowReactive } from 'vue'
import type { HazardRow } from '../../domain/hazard/views.ts'
import { waitsFor } from '../../domain/hazard/waits.ts'
import { photoUrl } from '../../domain/photo.ts'
import type { Membership, Role } from '../../domain/units/roles.ts'
import type { Reference } from '../../domain/units/units.ts'
import { queryString, Refused, request } from './api.ts'
import {
  type CasePhoto,
  type CaseStore,
  caseStore,
  findCasePhoto,
  type KeptCase,
  keepPhotos,
  listCases,
  type Page,
  putPage,
  readMark,
  trimCases,
  wipeCases,
} from './kept-cases.ts'
import { itemName, reference, unitName } from './reference.ts'
import { session } from './session.ts'

/** Width of the copies of photos that are kept, in pixels: enough to know the place again. */
const WIDTH = 640
/** Cases of one page. */
const PAGE = 200
/** How long after a sync the next one comes by itself, in ms, while the screen is looked at. */
const AGAIN = 300_000

/** What the phone keeps for a look without signal, as a screen shows it. */
export const keptCopy = shallowReactive({ cases: 0, photos: 0, at: '', busy: false })

/** Most cases asked for anew in one sync because a photo of theirs had not arrived. */
const MOST_ANEW = 30

interface Asking {
  page(after: number, scope: number | undefined): Promise<Page>
  /** A case as it is now; null where it is out of sight. */
  one(stream: string): Promise<Pick<KeptCase, 'hazard' | 'entries' | 'available'> | null>
  photo(sha256: string): Promise<CasePhoto | null>
}

/** Does the case wait for somebody with these duties? The same rule as the server's `holder=mine`. */
export function isMine(row: HazardRow, memberships: readonly Membership[], units: Reference['units']): boolean {
  return waitsFor({ memberships: [...memberships] }, units).some(
    ({ holders, statuses, helpers }) =>
      (row.holder !== null && holders.includes(row.holder) && (statuses?.includes(row.status) ?? true)) ||
      // What a phone kept before December 2026 does not say who owes a share.
      row.owing?.some((unit) => helpers?.includes(unit)),
  )
}

const NO_DAY = '9999-12-31'

/** Mine first, then nearest deadline first. */
export function inOrder(rows: readonly HazardRow[], mine: (row: HazardRow) => boolean): HazardRow[] {
  const key = (row: HazardRow) => `${mine(row) ? 0 : 1}${row.due ?? NO_DAY}${row.id}`
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** Reads on until nothing is new. What was read is kept page by page, wherever it breaks off. */
export async function syncCases(db: CaseStore, person: string, asking: Asking, now: () => Date): Promise<void> {
  for (let resets = 0; ; ) {
    const mark = await readMark(db, person)
    const page = await asking.page(mark?.after ?? 0, mark?.scope)
    await putPage(db, person, page, now().toISOString())
    if (page.reset && ++resets > 3) return
    if (!page.more) break
  }
  await trimCases(db, person)
  await askForMissing(db, person, asking, now)
}

/**
 * A photo arrives without a line in the book, so the pages do not tell of it: cases that miss one are asked for anew, in
 * turn, for some of their photos may never come.
 */
async function askForMissing(db: CaseStore, person: string, asking: Asking, now: () => Date): Promise<void> {
  const kept = await db.getAllFromIndex('cases', 'person', person)
  const turn = ({ anew = '' }: KeptCase) => anew
  const missing = kept.filter(({ hazard }) => hazard.missing.length > 0)
  missing.sort((a, b) => (turn(a) === turn(b) ? b.seq - a.seq : turn(a) < turn(b) ? -1 : 1))
  for (const before of missing.slice(0, MOST_ANEW))
    await db.put('cases', { ...before, ...(await asking.one(before.stream)), anew: now().toISOString() })
}

export const askForPage: Asking['page'] = async (after, scope) =>
  (await request('GET', `/api/changes${queryString({ after, scope, limit: PAGE, open: 1 })}`)) as Page

export const askForCase: Asking['one'] = (stream) =>
  request('GET', `/api/hazards/${stream}`).catch((error) => {
    if (error instanceof Refused && error.status === 404) return null
    throw error
  }) as ReturnType<Asking['one']>

const server: Asking = {
  page: askForPage,
  one: askForCase,
  async photo(sha256) {
    const answer = await fetch(photoUrl(sha256, WIDTH), { credentials: 'same-origin' })
    const bytes = await answer.arrayBuffer()
    return answer.ok ? { bytes, type: answer.headers.get('content-type') ?? '' } : null
  },
}

/** Own duties, and those of whom one stands in for today. */
const memberships = (): Membership[] =>
  [session.me, ...(session.me?.deputizes ?? [])].flatMap((one) => (one?.roles ?? []) as Membership[])

/** Whose work is out of doors, in places of his own; who sees the whole street would carry all of it about. */
const inTheField: ReadonlySet<string> = new Set<Role>([
  'grid',
  'community',
  'checker',
  'handler',
  'property',
  'branch',
  'volunteer',
])

/** Why no copy is kept here, if none is: several people use a shared device, or there is no work out of doors. */
export function keepsNone(): 'shared' | 'desk' | null {
  if (session.me?.device?.shared) return 'shared'
  return memberships().some(({ role }) => inTheField.has(role)) ? null : 'desk'
}

async function syncOnce(person: string): Promise<void> {
  const db = await caseStore()
  await syncCases(db, person, server, () => new Date())
  const { cases, at } = await listCases(db, person, new Date())
  Object.assign(keptCopy, { cases: cases.length, at })
  const mine = (row: HazardRow) => isMine(row, memberships(), reference.units)
  const rows = inOrder(
    cases.map(({ hazard }) => hazard),
    mine,
  )
  const shots = new Map(cases.map(({ stream, hazard }) => [stream, hazard]))
  const wanted = rows.flatMap(({ id }) => {
    const hazard = shots.get(id)
    return hazard?.before.filter((sha256) => !hazard.missing.includes(sha256)) ?? []
  })
  keptCopy.photos = await keepPhotos(db, person, [...new Set(wanted)], server.photo)
}

/** Brings the copy up to date; without signal, or where the browser keeps nothing, it stays as it is. */
async function refreshCopy(): Promise<void> {
  const person = session.me?.person
  if (!person || keepsNone() || keptCopy.busy) return
  keptCopy.busy = true
  try {
    await syncOnce(person)
  } catch {
    // The next chance comes with the network, the next look at the screen, or in five minutes.
  } finally {
    keptCopy.busy = false
  }
}

const onVisible = () => document.visibilityState === 'visible' && void refreshCopy()
let timer: ReturnType<typeof setInterval> | undefined

/** Keeps the copy up to date from here on. */
export function openCopy(): void {
  closeCopy()
  timer = setInterval(onVisible, AGAIN)
  addEventListener('online', onVisible)
  document.addEventListener('visibilitychange', onVisible)
  void refreshCopy()
}

export function closeCopy(): void {
  clearInterval(timer)
  removeEventListener('online', onVisible)
  document.removeEventListener('visibilitychange', onVisible)
}

/** After a sign-out nothing of the copy is left. */
export async function forgetCopy(): Promise<void> {
  closeCopy()
  Object.assign(keptCopy, { cases: 0, photos: 0, at: '' })
  await wipeCases(await caseStore()).catch(() => undefined)
}

/** What is kept of a case, and of when it is. */
export async function findCase(stream: string): Promise<{ kept: KeptCase; at: string } | undefined> {
  const person = session.me?.person
  if (!person) return undefined
  const { cases, at } = await listCases(await caseStore(), person, new Date())
  const kept = cases.find((one) => one.stream === stream)
  return kept && { kept, at }
}

/** Rows of the cases that are kept, mine or all, nearest deadline first; `word` is looked for as the server does. */
export async function listKept(mine: boolean, word: string): Promise<{ rows: HazardRow[]; at: string }> {
  const person = session.me?.person
  if (!person) return { rows: [], at: '' }
  const { cases, at } = await listCases(await caseStore(), person, new Date())
  const waits = (row: HazardRow) => isMine(row, memberships(), reference.units)
  const found = cases.map(({ hazard }) => hazard).filter((row) => (mine ? waits(row) : says(row, word)))
  return { rows: inOrder(found, () => true), at }
}

/** Has the case each of the words in its number, place or description, or in the name of its community or item? */
function says(row: HazardRow, words: string): boolean {
  const text = [row.number, row.place, row.description, unitName(row.community), itemName(row.item)]
    .join('\n')
    .toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** The copy of a photo that is kept for the signed-in person. */
export async function findCopiedPhoto(sha256: string): Promise<Blob | undefined> {
  const person = session.me?.person
  return person ? findCasePhoto(await caseStore(), person, sha256) : undefined
}
