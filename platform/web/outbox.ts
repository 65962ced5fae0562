import { Refused } from './api.ts'
import type { Device, Parcel } from './device-store.ts'
import { sweep } from './outbox-keep.ts'
import { openPass } from './outbox-pass.ts'
import { type NewParcel, putParcel, withdraw } from './outbox-store.ts'
import { openDesk, type Shown, type World } from './outbox-world.ts'

/** Wait before the next try in ms: doubles from the first to the last. */
const FIRST_WAIT = 2_000
const LONGEST_WAIT = 60_000

export interface Outbox {
  /** Stores the wish and the photos it names, then starts sending. Rejects only where the device cannot store. */
  add(parcel: NewParcel, replaces?: string): Promise<Parcel>
  /** Drops a refused parcel. */
  drop(id: string): Promise<void>
  /** Works on this person's store, shows what it led to and sends what waits then. */
  change<T>(work: (db: Device) => Promise<T>): Promise<T>
  /** Sends what waits; returns when nothing waits or sending broke off. */
  flush(): Promise<void>
  stop(): void
}

/**
 * The outbox of one signed-in person. A wish and its photos stay on the device until receipts have confirmed them, and
 * seven days more.
 */
export function openOutbox(person: string, world: World, onChange: (shown: Shown) => void): Outbox {
  let stopped = false
  let running: Promise<void> | undefined
  let again = false
  let failures = 0
  let cancelWait: () => void = () => undefined
  const desk = openDesk(person, world, onChange, () => stopped)
  const pass = openPass(desk)

  const attempt = async () => {
    cancelWait()
    const { through } = desk
    try {
      await world.alone(pass)
      failures = 0
      await desk.show('idle')
    } catch (error) {
      desk.sending.clear()
      const signedOut = error instanceof Refused && error.status === 401
      const said = signedOut && error.code === 'session.disabled' ? error.message : ''
      await desk.show(signedOut ? 'signed-out' : 'offline', said).catch(() => undefined)
      if (signedOut || stopped) return
      // A line that breaks often and carries something each time is worth trying again soon.
      if (desk.through > through) failures = 0
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures++)
      cancelWait = world.later(wait, () => void flush())
    }
  }

  const flush = (): Promise<void> => {
    if (stopped) return Promise.resolve()
    if (running) {
      again = true
      return running
    }
    running = (async () => {
      do {
        again = false
        await attempt()
      } while (again && !stopped)
    })().finally(() => {
      running = undefined
    })
    return running
  }

  const change = async <T>(work: (db: Device) => Promise<T>): Promise<T> => {
    const done = await desk.store(work)
    await desk.show(running ? 'sending' : 'idle')
    return done
  }

  void desk.store((db) => sweep(db, person, world.now())).catch(() => undefined)
  return {
    async add(parcel, replaces) {
      const kept = await change((db) => putParcel(db, person, parcel, world.now().toISOString(), replaces))
      void flush()
      return kept
    },
    drop: (id) => change((db) => withdraw(db, person, id)),
    async change(work) {
      const done = await change(work)
      void flush()
      return done
    },
    flush,
    stop() {
      stopped = true
      cancelWait()
    },
  }
}
