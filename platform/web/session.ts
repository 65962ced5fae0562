import { reactive, readonly } from 'vue'
import { request } from './api.ts'

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

/** Asks the server who is signed in. Throws `Refused` when nobody is, or when it cannot be reached. */
export async function recallMe(): Promise<Me> {
  state.me = (await request('GET', '/api/session')) as Me
  return state.me
}

export async function signIn(username: string, password: string): Promise<void> {
  state.me = (await request('POST', '/api/session', { username, password })) as Me
}

export async function signOut(): Promise<void> {
  await request('DELETE', '/api/session')
  state.me = null
}

export const holdsRole = (...roles: string[]): boolean =>
  state.me?.roles.some(({ role }) => roles.includes(role)) ?? false
