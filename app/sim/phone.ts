import 'fake-indexeddb/auto'
import { AsyncLocalStorage } from 'node:async_hooks'
import { request as ask } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { IDBFactory } from 'fake-indexeddb'
import { request } from '../../platform/web/api.ts'
import { askForCase, askForPage, syncCases } from '../../platform/web/case-sync.ts'
import { keepOpen, type OpenDevice } from '../../platform/web/device-store.ts'
import { type CaseStore, openCaseStore } from '../../platform/web/kept-cases.ts'
import { type Outbox, openOutbox } from '../../platform/web/outbox.ts'
import { net } from '../../platform/web/outbox-net.ts'
import type { Shown, World } from '../../platform/web/outbox-world.ts'
import type { Line } from './line.ts'

/** One run of the app on a phone, from its start to its end or to a kill. */
interface Life {
  phone: Phone
  dead: boolean
  timers: Set<() => void>
  device: OpenDevice
  /** An outbox in every tab. */
  tabs: { outbox: Outbox; shown: Shown | undefined }[]
}

export interface Phone {
  name: string
  person: string
  cookie: string
  line: Line
  /** Ms by which the phone's clock is wrong. */
  skew: number
  /** Has the browser locks that keep its tabs apart? */
  locks: boolean
  /** Waits pass by the clock on the wall; otherwise they are over when the simulation says so. */
  realTime?: boolean
  disk: IDBFactory
  life: Life
}

/** Whose code runs just now: what the app asks of its browser is answered by this phone. */
const running = new AsyncLocalStorage<Life>()
const never = () => new Promise<never>(() => undefined)

function here(): Life {
  const life = running.getStore()
  if (!life) throw new Error('no phone runs this code')
  return life
}

/** The browser's fetch over the phone's own line, one connection a request. A killed app never hears the end of it. */
async function fetchHere(path: string, init: RequestInit = {}): Promise<Response> {
  const life = here()
  const { phone } = life
  if (life.dead) return never()
  const answer = await new Promise<Response>((resolve, reject) => {
    const fail = () => reject(new TypeError('Failed to fetch'))
    const body = init.body instanceof ArrayBuffer ? Buffer.from(init.body) : (init.body as string | undefined)
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const own = { cookie: phone.cookie, 'accept-encoding': 'gzip' }
    const headers = { ...(init.headers as Record<string, string>), ...length, ...own }
    const options = { port: phone.line.port, host: '127.0.0.1', path, method: init.method, headers, agent: false }
    const sent = ask(options, (got) => {
      const parts: Buffer[] = []
      got.on('data', (part) => parts.push(part))
      got.on('error', fail)
      got.on('end', () => {
        if (!got.complete) return fail()
        const status = got.statusCode ?? 500
        const empty = status === 204 || status === 304
        const raw = Buffer.concat(parts)
        const whole = got.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
        resolve(new Response(empty ? null : whole, { status, headers: got.headers as HeadersInit }))
      })
    })
    init.signal?.addEventListener('abort', () => sent.destroy())
    sent.on('error', fail)
    sent.end(body)
  }).catch((error) => (life.dead ? never() : Promise.reject(error)))
  return life.dead ? never() : answer
}

Object.defineProperty(globalThis, 'fetch', { value: fetchHere })
Object.defineProperty(globalThis, 'indexedDB', { get: () => here().phone.disk })

function worldOf(life: Life, now: () => Date): World {
  const { phone } = life
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...net,
    device: (lost) => (life.dead ? never() : life.device(lost)),
    now: () => new Date(now().getTime() + phone.skew),
    whoAmI: async () => ((await request('GET', '/api/session')) as { person: string }).person,
    alone(work) {
      if (!phone.locks) return work()
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    },
    later(ms, work) {
      if (phone.realTime) {
        const timer = setTimeout(work, ms)
        return () => clearTimeout(timer)
      }
      life.timers.add(work)
      return () => life.timers.delete(work)
    },
  }
}

/** Starts the app: a fresh run over whatever the phone's disk holds, in two tabs now and then. */
export function startApp(phone: Phone, now: () => Date, tabs = 1): void {
  const life: Life = { phone, dead: false, timers: new Set(), device: keepOpen(), tabs: [] }
  phone.life = life
  const world = worldOf(life, now)
  running.run(life, () => {
    for (let i = 0; i < tabs; i++) {
      const tab: Life['tabs'][number] = { outbox: {} as Outbox, shown: undefined }
      tab.outbox = openOutbox(phone.person, world, (shown) => {
        tab.shown = shown
      })
      life.tabs.push(tab)
    }
  })
}

/** The system ends the app in the middle of anything: what ran never goes on, what was on the line breaks. */
export function killApp(phone: Phone): void {
  phone.life.dead = true
  for (const { outbox } of phone.life.tabs) outbox.stop()
  phone.line.cut()
}

/** Runs code of the app on this phone. */
export const onPhone = <T>(phone: Phone, work: (life: Life) => Promise<T>): Promise<T> =>
  running.run(phone.life, () => work(phone.life))

/** All waits that are over by now; the tabs try again. */
export function wake(phone: Phone): Promise<void> {
  return onPhone(phone, async ({ timers, tabs }) => {
    const due = [...timers]
    timers.clear()
    for (const work of due) work()
    await Promise.all(tabs.map(({ outbox }) => outbox.flush()))
  })
}

/** Brings the phone's copy of open cases up to date. Rejects where the line breaks. */
export const syncCopy = (phone: Phone, now: () => Date): Promise<CaseStore> =>
  onPhone(phone, async () => {
    const db = await openCaseStore()
    await syncCases(db, phone.person, { page: askForPage, one: askForCase, photo: async () => null }, now)
    return db
  })

export const newDisk = () => new IDBFactory()
