import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { storable } from '../../domain/schema.ts'
import { password, pin, username } from '../../domain/secrets.ts'

export const signInBody = z.strictObject({
  username: z.string().check(z.minLength(1), z.maxLength(64), storable),
  password: z.string().check(z.minLength(1), z.maxLength(256)),
})

/** Secret of a personal link, as the address has it after `#in=`. */
const secret = z.string().check(z.regex(/^[\w-]{20,100}$/))

/** A phone is bound with six digits, `shared` where several people use it; a desk worker sets name and password. */
export const linkBody = z.union([
  z.strictObject({
    secret,
    pin,
    shared: z.optional(z.boolean()),
    label: z.optional(z.string().check(z.maxLength(40), storable)),
  }),
  z.strictObject({ secret, username, password }),
])

/** On a shared device also the person's own name. */
export const pinBody = z.strictObject({
  pin,
  name: z.optional(z.string().check(z.maxLength(50), storable)),
})

export const passwordBody = z.strictObject({ current: password, password })

const duty = z.object({ role: z.string(), unit: z.string() })

export const sessionView = z.object({
  person: z.string(),
  name: z.string(),
  /** Empty of who has no password. */
  username: z.string(),
  roles: z.array(duty),
  /** Codes of the units at which a duty is held. */
  units: z.array(z.string()),
  books: z.array(z.object({ id: z.string(), name: z.string() })),
  /** For whom the person stands in today, until which day. */
  deputizes: z.array(z.object({ name: z.string(), to: z.string(), roles: z.array(duty) })),
  /** Who stands in for the person, past days left out. */
  deputies: z.array(z.object({ name: z.string(), from: z.string(), to: z.string() })),
  /** The bound device this session is on; null at a desk. A shared one gets the key of what the person stores there. */
  device: z.nullable(z.object({ id: z.string(), shared: z.boolean(), key: z.optional(z.string()) })),
  /** Percent of the server's disk in use, told to office and administrator when it is a lot. */
  diskUsed: z.nullable(z.number()),
})
export type SessionView = z.infer<typeof sessionView>

export const getSession = contract({
  method: 'GET',
  path: '/api/session',
  summary: '我是谁',
  query: z.object({}),
  response: sessionView,
})

const device = z.object({
  id: z.string(),
  label: z.string(),
  shared: z.boolean(),
  boundAt: z.string(),
  seenAt: z.string(),
})
export type DeviceView = z.infer<typeof device>

export const getDevices = contract({
  method: 'GET',
  path: '/api/devices',
  summary: '我的设备',
  query: z.object({}),
  response: z.object({ items: z.array(device) }),
})
