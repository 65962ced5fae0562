import * as z from 'zod/mini'
import { code, instant, uuid } from './schema.ts'

export const kinds = [
  'hazard',
  'person',
  'unit',
  'calendar',
  'catalogue',
  'batch',
  'topic',
  'meeting',
  'document',
  'supervision',
  'template',
] as const
export type Kind = (typeof kinds)[number]

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** What a device sends: a wish. It becomes entries or a refusal, nothing in between. */
export const commandSchema = z.strictObject({
  id: uuid,
  stream: uuid,
  kind: z.enum(kinds),
  step: code,
  data: z.record(z.string(), z.unknown()),
  seen: z.optional(z.int().check(z.nonnegative())),
  takenAt: instant,
  book: z.optional(code),
})
export type Command = z.infer<typeof commandSchema>

/** What a command asks for, and what its hash is taken of in RFC 8785 form: the same on the device and in the book. */
export const bodyOf = ({ stream, kind, step, data }: Pick<Command, 'stream' | 'step' | 'data'> & { kind: string }) => ({
  stream,
  kind,
  step,
  data,
})

const problemView = z.object({
  code: z.string(),
  message: z.string(),
  detail: z.optional(z.record(z.string(), z.unknown())),
})

/** What a device hears about one command, in the order it sent them. */
export const commandResult = z.object({
  id: z.nullable(z.string()),
  status: z.enum(['accepted', 'duplicate', 'refused']),
  stream: z.nullable(z.string()),
  seq: z.optional(z.number()),
  version: z.optional(z.number()),
  problem: z.optional(problemView),
})
export type CommandResult = z.infer<typeof commandResult>

/** What `decide` proposes: codes for ever in `data`, erasable words in `text` (law 3). */
export interface Draft {
  stream: string
  kind: Kind
  step: string
  data: JsonObject
  text: JsonObject | null
}

/** One line of the book. `recordedAt` orders and dates; `takenAt` is only shown (law 6). */
export interface Entry extends Draft {
  book: string
  seq: number
  version: number
  actor: string
  commandId: string
  ordinal: number
  /** ISO instant of the device. */
  takenAt: string
  /** ISO instant of the server, strictly later than every earlier group's. */
  recordedAt: string
  textHash: string | null
}

/** Actor of clock jobs and of the founding entries; it holds no session. */
export const SYSTEM = 'system'
