import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { code, text } from '../../domain/schema.ts'
import { roles } from '../../domain/units/roles.ts'

const query = z.object({ book: z.optional(code) })
const duty = z.object({ role: z.enum(roles), unit: z.string() })

/** Somebody as those who keep him see him. Of the phone only what lists show; null when there is none. */
const personRow = z.object({
  id: z.string(),
  /** Null when it was erased. */
  name: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  duties: z.array(duty),
  disabled: z.boolean(),
  /** The duties of an enrolment that was taken back. */
  retracted: z.nullable(z.array(duty)),
  deputies: z.array(z.object({ person: z.string(), name: z.nullable(z.string()), from: z.string(), to: z.string() })),
  /** Devices on which he can sign in, and whether he has a user name and password. */
  devices: z.number(),
  username: z.nullable(z.string()),
  seenAt: z.nullable(z.string()),
  /** How much his phone wished to send after he was disabled, for his community and the office. */
  turnedAway: z.number(),
  /** Until when a link that nobody has opened yet holds. */
  linkUntil: z.nullable(z.string()),
  /** May this viewer change him, or only shut him out, let him in and give a link? */
  keeps: z.boolean(),
  guards: z.boolean(),
})
export type PersonRow = z.infer<typeof personRow>

export const listPeople = contract({
  method: 'GET',
  path: '/api/people',
  summary: '人员名册（只有自己管的人）',
  query,
  response: z.object({
    items: z.array(personRow),
    /** Duties this viewer may give; empty of who keeps nobody. */
    gives: z.array(z.enum(roles)),
    /** Goes into the ids of people enrolled from a sheet; null for who enrols nobody. */
    salt: z.nullable(z.string()),
  }),
})

const device = z.object({
  id: z.string(),
  label: z.string(),
  shared: z.boolean(),
  boundAt: z.string(),
  seenAt: z.string(),
})

/** One entry about the person: what, who (and for whom), when, and what it was about. */
const personEntry = z.object({
  seq: z.number(),
  step: z.string(),
  at: z.string(),
  by: z.string(),
  behalf: z.nullable(z.string()),
  duties: z.nullable(z.array(duty)),
  deputy: z.nullable(z.object({ name: z.string(), from: z.nullable(z.string()), to: z.nullable(z.string()) })),
  reason: z.nullable(z.string()),
})
export type PersonEntry = z.infer<typeof personEntry>

/** A step that the phone of somebody disabled wished for: about which case, in which words. */
const turnedAway = z.object({
  id: z.string(),
  step: z.string(),
  /** By the phone's clock, and by the server's. */
  takenAt: z.string(),
  at: z.string(),
  /** The item's name of a report, else the number of the case; null where this viewer may not see it. */
  about: z.nullable(z.string()),
  words: z.array(z.string()),
  photos: z.number(),
})
export type TurnedAwayView = z.infer<typeof turnedAway>

export const getPerson = contract({
  method: 'GET',
  path: '/api/people/:id',
  summary: '一个人的职务、设备和变动记录',
  query,
  response: z.object({
    person: personRow,
    devices: z.array(device),
    entries: z.array(personEntry),
    turnedAway: z.array(turnedAway),
  }),
})
export type PersonView = z.infer<typeof getPerson.response>

export const revealBody = z.strictObject({ reason: text(200) })
export const revealed = z.object({ phone: z.nullable(z.string()) })

/** The link is told once: its secret is kept nowhere. `desk` opens at a PC; `qr` is an image of `link`. */
export const linkView = z.object({ link: z.string(), desk: z.string(), qr: z.string(), expires: z.string() })
export type LinkView = z.infer<typeof linkView>
