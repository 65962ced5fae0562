import { reactive, readonly } from 'vue'
import { request, whenSignedOut } from './api.ts'

/** Who is signed in on this screen, as `GET /api/session` says. */
export interface Me {
  person: string
  name: string
  username: string
  roles: { role: string; unit: string }[]
  units: string[]
  books: { id: string; name: string }[]
}

const state = reactive<{ me: Me | null }>({ me: null })
export const session = readonly(state) as Readonly<typeof state>

const KEPT = 'anlan-me'

function adopt(me: Me | null): void {
  state.me = me
  if (me) localStorage.setItem(KEPT, JSON.stringify(me))
  else localStorage.removeItem(KEPT)
}

whenSignedOut(() => adopt(null))

/** Asks the server who is signed in. Throws `Refused` when nobody is, or when it cannot be reached. */
export async function recallMe(): Promise<Me> {
  const me = (await request('GET', '/api/session')) as Me
  adopt(me)
  return me
}

/** Who was signed in on this device last and did not sign out; for a start without network. */
export function recallKept(): void {
  const kept = localStorage.getItem(KEPT)
  if (kept !== null) state.me = JSON.parse(kept) as Me
}

export async function signIn(username: string, password: string): Promise<void> {
  adopt((await request('POST', '/api/session', { username, password })) as Me)
}

export async function signOut(): Promise<void> {
  await request('DELETE', '/api/session')
  adopt(null)
}

export const holdsRole = (...roles: string[]): boolean =>
  state.me?.roles.some(({ role }) => roles.includes(role)) ?? false
