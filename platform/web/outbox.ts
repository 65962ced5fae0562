import type { Command, CommandResult } from '../../domain/entry.ts'
import { Refused } from './api.ts'
import type { Device, Parcel } from './device-store.ts'
import { listParcels, type NewParcel, putParcel, sweep, updateParcel, waitingPhotos } from './outbox-store.ts'
import type { Photo } from './photo-prepare.ts'

/** Most commands of one request. */
const BATCH = 50
/** Wait before the next try in ms: doubles from the first to the last. */
const FIRST_WAIT = 2_000
const LONGEST_WAIT = 60_000

/** What the outbox needs of the world; the network's parts throw `Refused`. */
export interface World {
  device(): Promise<Device>
  now(): Date
  /** Who the server takes us for. */
  whoAmI(): Promise<string>
  send(commands: readonly Command[]): Promise<CommandResult[]>
  upload(photo: Photo): Promise<void>
  /** Number of a delivered hazard. */
  numberOf(stream: string): Promise<string>
  /** Runs alone among the tabs of this device. */
  alone(work: () => Promise<void>): Promise<void>
  later(ms: number, work: () => void): () => void
}

/** `sending` now, `offline` until the next try, `signed-out` until its owner signs in again. */
export type Line = 'idle' | 'sending' | 'offline' | 'signed-out'

/** The outbox as it stands, for a screen. */
export interface Shown {
  parcels: Parcel[]
  sending: ReadonlySet<string>
  line: Line
  /** Photos still on their way, and photos the server could not take. */
  photos: number
  lost: number
}

export interface Outbox {
  /** Stores the wish and the photos it names, then starts sending. Rejects only where the device cannot store. */
  add(parcel: NewParcel, replaces?: string): Promise<Parcel>
  /** Drops a refused parcel. */
  drop(id: string): Promise<void>
  /** Sends what waits; returns when nothing waits or sending broke off. */
  flush(): Promise<void>
  stop(): void
}

/** The server's own no. What a gateway says in its place, or a busy server, is no reason to give a wish up. */
const isFinal = ({ status, code }: Refused): boolean =>
  code !== 'server.busy' && status >= 400 && status < 500 && ![401, 403, 408, 425, 429].includes(status)

/**
 * The outbox of one signed-in person. Commands go in the device's order, each under the id it was made with until the
 * server has accepted or refused it. Photos follow their command, except those a 销号 needs: they go first.
 */
export function openOutbox(person: string, world: World, onChange: (shown: Shown) => void): Outbox {
  let stopped = false
  let running: Promise<void> | undefined
  let again = false
  let failures = 0
  let batch = BATCH
  let cancelWait: () => void = () => undefined
  const sending = new Set<string>()

  const show = async (line: Line) => {
    const db = await world.device()
    const parcels = await listParcels(db, person)
    const photos = (await waitingPhotos(db, person)).length
    const lost = await db.countFromIndex('photos', 'state', [person, 'refused'])
    if (!stopped) onChange({ parcels, sending: new Set(sending), line, photos, lost })
  }

  const settle = async (parcel: Parcel, change: Partial<Parcel>) => {
    sending.delete(parcel.id)
    await updateParcel(await world.device(), parcel.id, { ...change, at: world.now().toISOString() })
  }

  const refuse = (parcel: Parcel, said: string, code: string) => settle(parcel, { state: 'refused', said, code })

  const uploadOne = async (sha256: string): Promise<Refused | undefined> => {
    const db = await world.device()
    const photo = await db.get('photos', [person, sha256])
    if (photo?.state !== 'waiting') return undefined
    try {
      await world.upload(photo)
    } catch (error) {
      if (!(error instanceof Refused) || !isFinal(error)) throw error
      await db.put('photos', { ...photo, state: 'refused', said: error.message })
      return error
    }
    await db.delete('photos', [person, sha256])
    return undefined
  }

  const uploadAll = async (hashes: readonly string[]): Promise<Refused | undefined> => {
    let refused: Refused | undefined
    for (const sha256 of hashes) {
      refused = (await uploadOne(sha256)) ?? refused
      await show('sending')
    }
    return refused
  }

  const receive = async (parcel: Parcel, result: CommandResult | undefined) => {
    if (result?.id !== parcel.id) throw new Refused('server.busy', '服务暂时不可用，请稍后再试，内容不会丢失。', 503)
    if (result.status !== 'refused') return settle(parcel, { state: 'delivered' })
    const { code = 'server.bug', message = '没有办成，请检查后再试。' } = result.problem ?? {}
    return refuse(parcel, message, code)
  }

  const sendRun = async (run: readonly Parcel[]) => {
    for (const parcel of run) sending.add(parcel.id)
    await show('sending')
    try {
      const results = await world.send(run.map((parcel) => parcel.command))
      batch = BATCH
      for (const [i, parcel] of run.entries()) await receive(parcel, results[i])
    } catch (error) {
      for (const parcel of run) sending.delete(parcel.id)
      if (!(error instanceof Refused) || !isFinal(error)) throw error
      if (run.length === 1 && run[0]) await refuse(run[0], error.message, error.code)
      else batch = 1
    }
  }

  /** The longest run from the front that may go in one request; a 销号 goes alone, after all photos. */
  const nextRun = (waiting: readonly Parcel[]): Parcel[] => {
    const first = waiting.findIndex((parcel) => parcel.command.step === 'close')
    if (first === 0) return waiting.slice(0, 1)
    return waiting.slice(0, Math.min(batch, first === -1 ? waiting.length : first))
  }

  const learnNumber = async ({ id, command }: Parcel) => {
    try {
      await updateParcel(await world.device(), id, { number: await world.numberOf(command.stream) })
    } catch (error) {
      // A case that has left this person's sight has no number to show; that holds nothing up.
      if (!(error instanceof Refused) || !isFinal(error)) throw error
    }
  }

  const pass = async () => {
    const db = await world.device()
    if ((await world.whoAmI()) !== person) throw new Refused('session.required', '请先登录。', 401)
    for (;;) {
      if (stopped) return
      const waiting = (await listParcels(db, person)).filter((parcel) => parcel.state === 'waiting')
      const run = nextRun(waiting)
      const first = run[0]
      if (!first) break
      if (first.command.step === 'close') {
        const refused = await uploadAll(await waitingPhotos(db, person))
        if (refused && first.photos.length > 0) {
          await refuse(first, refused.message, refused.code)
          continue
        }
      }
      await sendRun(run)
      await show('sending')
    }
    await uploadAll(await waitingPhotos(db, person))
    for (const parcel of await listParcels(db, person))
      if (parcel.state === 'delivered' && parcel.command.step === 'report' && !parcel.number) await learnNumber(parcel)
  }

  const attempt = async () => {
    cancelWait()
    try {
      await world.alone(pass)
      failures = 0
      await show('idle')
    } catch (error) {
      sending.clear()
      const signedOut = error instanceof Refused && error.status === 401
      await show(signedOut ? 'signed-out' : 'offline').catch(() => undefined)
      if (signedOut || stopped) return
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
    const done = await work(await world.device())
    await show(running ? 'sending' : 'idle')
    return done
  }

  void world.device().then((db) => sweep(db, person, world.now()))
  return {
    async add(parcel, replaces) {
      const kept = await change((db) => putParcel(db, person, parcel, world.now().toISOString(), replaces))
      void flush()
      return kept
    },
    drop: (id) => change((db) => db.delete('parcels', id)),
    flush,
    stop() {
      stopped = true
      cancelWait()
    },
  }
}
