import { Refused } from './api.ts'
import { type Device, type KeptPhoto, type OpenDevice, onDevice, type Parcel } from './device-store.ts'
import type { Net } from './outbox-net.ts'
import { listParcels, photosIn } from './outbox-store.ts'

/** What the outbox needs of the world. */
export interface World extends Net {
  device: OpenDevice
  now(): Date
  /** Who the server takes us for. */
  whoAmI(): Promise<string>
  /** Runs alone among the tabs of this device. */
  alone(work: () => Promise<void>): Promise<void>
  later(ms: number, work: () => void): () => void
}

/** `sending` now, `offline` until the next try, `signed-out` until its owner signs in again. */
export type Line = 'idle' | 'sending' | 'offline' | 'signed-out'

/** Each photo's own light. */
interface Light {
  state: KeptPhoto['state']
  /** Of one on its way: how much of it the server has, 0 to 100. */
  percent?: number
  /** Of a refused one: the server's sentence. */
  said?: string
}

/** The outbox as it stands, for a screen. */
export interface Shown {
  parcels: Parcel[]
  sending: ReadonlySet<string>
  line: Line
  /** Why nobody is signed in any more, where the server said it. */
  said: string
  lights: ReadonlyMap<string, Light>
  /** Photos still on their way, and photos the server could not take. */
  photos: number
  lost: number
}

/** What one outbox's parts share. */
export interface Desk {
  person: string
  world: World
  sending: Set<string>
  /** Percent of each photo that is just being sent. */
  progress: Map<string, number>
  /** How often something got through since the outbox was opened: an answer to a wish, a piece of a photo. */
  through: number
  store<T>(work: (db: Device) => Promise<T>): Promise<T>
  show(line: Line, said?: string): Promise<void>
  stopped(): boolean
}

async function lightsOf(db: Device, person: string, progress: Desk['progress']): Promise<Map<string, Light>> {
  const lights = new Map<string, Light>()
  for (const state of ['draft', 'waiting', 'arrived'] as const)
    for (const sha256 of await photosIn(db, person, state)) lights.set(sha256, { state })
  for (const [sha256, percent] of progress)
    if (lights.get(sha256)?.state === 'waiting') lights.set(sha256, { state: 'waiting', percent })
  for (const { sha256, said } of await db.getAllFromIndex('photos', 'state', [person, 'refused']))
    lights.set(sha256, { state: 'refused', said })
  return lights
}

export function openDesk(person: string, world: World, onChange: (shown: Shown) => void, stopped: () => boolean): Desk {
  const sending = new Set<string>()
  const progress = new Map<string, number>()
  const store: Desk['store'] = (work) => onDevice(world.device, work)
  return {
    person,
    world,
    sending,
    progress,
    through: 0,
    store,
    stopped,
    async show(line, said = '') {
      const parcels = await store((db) => listParcels(db, person))
      const lights = await store((db) => lightsOf(db, person, progress))
      const count = (state: Light['state']) => [...lights.values()].filter((light) => light.state === state).length
      const photos = count('waiting')
      if (!stopped())
        onChange({ parcels, sending: new Set(sending), line, said, lights, photos, lost: count('refused') })
    },
  }
}

/** The server's own no. What a gateway says in its place, or a busy server, is no reason to give a wish up. */
export const isFinal = (error: unknown): error is Refused =>
  error instanceof Refused &&
  error.code !== 'server.busy' &&
  error.status >= 400 &&
  error.status < 500 &&
  ![401, 403, 408, 425, 429].includes(error.status)
