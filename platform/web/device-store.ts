import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Command } from '../../domain/entry.ts'
import { type Sealed, seal, unseal } from './seal.ts'

/** A wish on its way. `waiting` also covers a send that broke off: the same id goes again. */
export interface Parcel {
  /** Command id. */
  id: string
  /** Whose it is: nobody else sees or sends it. */
  person: string
  /** Place in the device's order. */
  order: number
  command: Command
  /** What the outbox shows: the step's word and what it is about. */
  label: string
  about: string
  state: 'waiting' | 'delivered' | 'refused'
  /** Photos the command names that were still here when it was written. */
  photos: string[]
  /** Of a refused one: the server's sentence, code, and what makes the sentence specific. */
  said?: string
  code?: string
  detail?: Record<string, unknown>
  /** Of a delivered report: the hazard's number. */
  number?: string
  /** ISO instant at which a receipt had confirmed its words and photos; only then does the time it is kept run. */
  confirmed?: string
  /** ISO instant of the last change of state. */
  at: string
}

type Keys = Pick<Parcel, 'id' | 'person' | 'order'>
type Words = Omit<Parcel, keyof Keys>

/** A parcel as it lies on the disk: sealed but for its keys on a shared device. */
export type StoredParcel = Keys & (Words | Sealed)

export const packParcel = ({ id, person, order, ...words }: Parcel): StoredParcel => ({
  ...{ id, person, order },
  ...seal(person, words),
})

/** Undefined where it is sealed and its owner's key is not here. */
export function unpackParcel({ id, person, order, ...stored }: StoredParcel): Parcel | undefined {
  const words = unseal(person, stored as Words | Sealed)
  return words && { id, person, order, ...words }
}

/** A photo on the device. A `draft` is not sent before a command names it. */
export interface KeptPhoto {
  sha256: string
  person: string
  type: string
  bytes: ArrayBuffer | Sealed
  state: 'draft' | 'waiting' | 'arrived' | 'refused'
  /** Address of the upload that has begun. */
  upload?: string
  said?: string
  at: string
}

interface Schema extends DBSchema {
  parcels: {
    key: string
    value: StoredParcel
    indexes: { order: number; mine: [person: string, order: number] }
  }
  photos: {
    key: [person: string, sha256: string]
    value: KeptPhoto
    indexes: { state: [person: string, state: KeptPhoto['state']] }
  }
  /** By `person:name`. */
  drafts: { key: string; value: unknown }
}

export type Device = IDBPDatabase<Schema>

/** Version 1 had no index `mine`; what it kept is carried over as it is. */
const VERSION = 2

/** What is not yet on the server, on this device's disk. `onLost` hears that the browser has closed it. */
export async function openDevice(name = 'anlan-phone', onLost: () => void = () => undefined): Promise<Device> {
  const db = await openDB<Schema>(name, VERSION, {
    upgrade(fresh, from, _to, tx) {
      if (from < 1) {
        fresh.createObjectStore('parcels', { keyPath: 'id' }).createIndex('order', 'order', { unique: true })
        fresh.createObjectStore('photos', { keyPath: ['person', 'sha256'] }).createIndex('state', ['person', 'state'])
        fresh.createObjectStore('drafts')
      }
      if (from < 2) tx.objectStore('parcels').createIndex('mine', ['person', 'order'], { unique: true })
    },
    // A newer version of the app in another tab wants the store: give it up, and open it again when it is needed.
    blocking() {
      onLost()
      db.close()
    },
    terminated: onLost,
  })
  return db
}

/** The way to the store; told that one it gave is `lost`, it opens another. Rejects where a browser has none. */
export type OpenDevice = (lost?: Device) => Promise<Device>

/** Keeps one store open and opens it anew where the browser has closed it. */
export function keepOpen(name?: string): OpenDevice {
  let opened: Promise<Device> | undefined
  return async (lost) => {
    if (lost && (await opened?.catch(() => undefined)) === lost) {
      opened = undefined
      lost.close()
    }
    if (!opened) {
      const opening = openDevice(name, () => {
        if (opened === opening) opened = undefined
      })
      opened = opening
      opening.catch(() => {
        if (opened === opening) opened = undefined
      })
    }
    return opened
  }
}

export const device = keepOpen()

/** How a closed connection shows: iOS drops it under memory pressure, in the middle of anything. */
const closed = new Set(['InvalidStateError', 'AbortError', 'UnknownError', 'TransactionInactiveError'])
const TRIES = 4

/** Works on the store; on a fresh connection once more where the browser closed the one it had. `work` may run again. */
export async function onDevice<T>(open: OpenDevice, work: (db: Device) => Promise<T>): Promise<T> {
  let lost: Device | undefined
  for (let tries = 1; ; tries++) {
    const db = await open(lost)
    try {
      return await work(db)
    } catch (error) {
      if (tries === TRIES || !closed.has((error as Error).name)) throw error
      lost = db
    }
  }
}

/** A write that has reached the disk when it returns, as far as the browser lets us ask for it. */
export const durable = { durability: 'strict' } as const
