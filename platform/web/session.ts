import { reactive, readonly } from 'vue'
import { Refused, request, whenSignedOut } from './api.ts'
import { dropMine } from './kept-mine.ts'
import { dropKeys, holdKey } from './seal.ts'
import { soon } from './soon.ts'

/** Who is signed in on this screen, as `GET /api/session` says. */
export interface Me {
  person: string
  name: string
  username: string
  roles: { role: string; unit: string }[]
  units: string[]
  books: { id: string; name: string }[]
  /** For whom one stands in today; absent from what an older version kept on the device. */
  deputizes?: { name: string; to: string; roles: { role: string; unit: string }[] }[]
  deputies?: { name: string; from: string; to: string }[]
  /** With the key of what is stored here, where the device is shared. */
  device?: { id: string; shared: boolean; key?: string } | null
  /** Percent of the server's disk in use, where it is a lot. */
  diskUsed?: number | null
}

/** Somebody whose account is disabled while this browser still holds his sign-in: so the server knows him, and says so. */
export interface Barred {
  person: string
  name: string
  /** The server's sentence. */
  said: string
}

const state = reactive<{ me: Me | null; barred: Barred | null }>({ me: null, barred: null })
export const session = readonly(state) as Readonly<typeof state>

const KEPT = 'anlan-me'
/** How long a shared device may start as somebody without having heard from the server, in ms: as long as his sign-in. */
const SHARED_MS = 12 * 3_600_000

interface Kept extends Me {
  /** When the server said so, by this device's clock. */
  heard?: number
}

/** Who was signed in here last and did not sign out; nobody where that was too long ago for a shared device. */
function kept(): Me | null {
  const text = localStorage.getItem(KEPT)
  if (text === null) return null
  const { heard, ...me } = JSON.parse(text) as Kept
  if (!me.device?.shared || Math.abs(Date.now() - (heard ?? 0)) < SHARED_MS) return me
  adopt(null)
  return null
}

/** Grows whenever somebody signs in or out here: what was asked before that says nothing of who is here now. */
let turn = 0

function adopt(me: Me | null): void {
  if (me?.person !== state.me?.person) turn += 1
  state.me = me
  state.barred = null
  dropKeys()
  if (me) {
    holdKey(me.person, me.device?.key)
    localStorage.setItem(KEPT, JSON.stringify({ ...me, heard: Date.now() } satisfies Kept))
    return
  }
  localStorage.removeItem(KEPT)
  dropMine()
}

whenSignedOut(() => adopt(null))

/** He is out; who he was stays known here, so that what he has not delivered is still offered to him. */
function bar(said: string): void {
  const me = kept()
  if (!me) {
    adopt(null)
    return
  }
  const { person, name, device } = me
  holdKey(person, device?.key)
  state.me = null
  state.barred = { person, name, said }
}

/** Asks the server who is signed in. Throws `Refused` when nobody is, or when it cannot be reached. */
export async function recallMe(): Promise<Me> {
  const asked = turn
  try {
    const me = (await request('GET', '/api/session')) as Me
    if (asked !== turn) throw new Refused('session.required', '请先登录。', 401)
    adopt(me)
    return me
  } catch (error) {
    if (error instanceof Refused && error.code === 'session.disabled' && asked === turn) bar(error.message)
    throw error
  }
}

/**
 * Who is signed in, at the start of a page: as the server says, or where it is slow or out of reach, who was signed in on
 * this device last and did not sign out. The server's word counts whenever it comes.
 */
export async function recallAtStart(): Promise<void> {
  const me = kept()
  const asked = recallMe()
  try {
    await (me ? soon(asked) : asked)
  } catch (error) {
    if (!me || (error instanceof Refused && error.status === 401)) return
    holdKey(me.person, me.device?.key)
    state.me = me
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  adopt((await request('POST', '/api/session', { username, password })) as Me)
}

const DEVICE = 'anlan-device'

/** Is six digits the way to sign in on this browser, and do several people use it? Only a hint: the cookie decides. */
export const boundAs = (): 'personal' | 'shared' | null => localStorage.getItem(DEVICE) as 'personal' | 'shared' | null

function adoptDevice(me: Me): void {
  adopt(me)
  if (me.device) localStorage.setItem(DEVICE, me.device.shared ? 'shared' : 'personal')
}

/** Opens a personal link: binds this browser by six digits, or sets a user name and password. */
export async function openLink(body: object): Promise<void> {
  adoptDevice((await request('POST', '/api/session/link', body)) as Me)
}

/** Signs in on a bound browser; forgets that it was bound when the server says it is not. */
export async function signInByPin(pin: string, name: string): Promise<void> {
  try {
    adoptDevice((await request('POST', '/api/session/pin', name ? { pin, name } : { pin })) as Me)
  } catch (error) {
    if (error instanceof Refused && error.code === 'session.unbound') localStorage.removeItem(DEVICE)
    throw error
  }
}

export async function signOut(): Promise<void> {
  await request('DELETE', '/api/session')
  adopt(null)
}

export const holdsRole = (...roles: string[]): boolean =>
  state.me?.roles.some(({ role }) => roles.includes(role)) ?? false
