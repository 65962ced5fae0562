import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Command } from '../../domain/entry.ts'

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
  /** Of a refused one: the server's sentence and code. */
  said?: string
  code?: string
  /** Of a delivered report: the hazard's number. */
  number?: string
  /** ISO instant of the last change of state. */
  at: string
}

/** A photo on the device. A `draft` is not sent before a command names it. */
interface KeptPhoto {
  sha256: string
  person: string
  type: string
  bytes: ArrayBuffer
  state: 'draft' | 'waiting' | 'refused'
  said?: string
  at: string
}

interface Schema extends DBSchema {
  parcels: { key: string; value: Parcel; indexes: { order: number } }
  photos: {
    key: [person: string, sha256: string]
    value: KeptPhoto
    indexes: { state: [person: string, state: KeptPhoto['state']] }
  }
  drafts: { key: string; value: unknown }
}

export type Device = IDBPDatabase<Schema>

/** What is not yet on the server, on this device's disk. */
export function openDevice(name = 'anlan-phone', onLost: () => void = () => undefined): Promise<Device> {
  return openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('parcels', { keyPath: 'id' }).createIndex('order', 'order', { unique: true })
      db.createObjectStore('photos', { keyPath: ['person', 'sha256'] }).createIndex('state', ['person', 'state'])
      db.createObjectStore('drafts')
    },
    terminated: onLost,
  })
}

let opened: Promise<Device> | undefined

/** The open store; opened anew where the system closed it under memory pressure. Rejects where there is none. */
export function device(): Promise<Device> {
  opened ??= openDevice('anlan-phone', () => {
    opened = undefined
  })
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

/** A write that has reached the disk when it returns, as far as the browser lets us ask for it. */
export const durable = { durability: 'strict' } as const
