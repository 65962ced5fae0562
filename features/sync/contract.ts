import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { commandResult } from '../../domain/entry.ts'
import { availableStep, entryView, hazardView } from '../../domain/hazard/views.ts'
import { code, sha256 } from '../../domain/schema.ts'

/** Most commands one request may carry. */
export const MAX_BATCH = 200

export const MAX_CHANGES = 500

export const commandsBody = z.strictObject({ commands: z.array(z.unknown()).check(z.maxLength(MAX_BATCH)) })

export const commandsAnswer = z.object({ results: z.array(commandResult) })

export const getChanges = contract({
  method: 'GET',
  path: '/api/changes',
  summary: '自某一序号以来与我有关的变化',
  query: z.object({
    book: z.optional(code),
    after: z._default(z.coerce.number().check(z.int(), z.gte(0)), 0),
    /** Cases wanted; of more than MAX_CHANGES that many come, and `more`. */
    limit: z.optional(z.coerce.number().check(z.int(), z.gte(1))),
    /** Echo of the last answer's `scope`; an answer for another scope is a reset. */
    scope: z.optional(z.coerce.number().check(z.int(), z.gte(0))),
    /** Only what is open: what is closed or void counts as left. */
    open: z.optional(z.literal('1')),
  }),
  response: z.object({
    book: z.string(),
    changes: z.array(
      z.object({
        stream: z.string(),
        seq: z.number(),
        hazard: hazardView,
        entries: z.array(entryView),
        available: z.array(availableStep),
      }),
    ),
    /** Streams the actor no longer sees: the phone forgets them. */
    left: z.array(z.string()),
    next: z.number(),
    /** Forget everything kept and start from `after=0`. */
    reset: z.boolean(),
    /** More pages follow at once. */
    more: z.boolean(),
    scope: z.number(),
  }),
})

const uuidList = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){0,199}$/

/** What the book holds of the asker's own commands; a device lets its copy go only by this. */
export const getReceipts = contract({
  method: 'GET',
  path: '/api/receipts',
  summary: '本人提交的回执：正文与照片是否都已存入（按提交编号，最多 200 个）',
  query: z.object({ book: z.optional(code), ids: z.string().check(z.regex(uuidList)) }),
  response: z.object({
    /** Ids that the book does not know, or that are somebody else's, are absent. */
    receipts: z.array(
      z.object({
        id: z.string(),
        status: z.enum(['accepted', 'refused']),
        stream: z.string(),
        seq: z.optional(z.number()),
        version: z.optional(z.number()),
        recordedAt: z.string(),
        /** SHA-256 of the command's body (`bodyOf`) in RFC 8785 form, as it stands in the book. */
        body: sha256,
        /** Photos that what it wrote names; of a refused one those it named. */
        photos: z.array(z.object({ sha256: z.string(), arrived: z.boolean() })),
      }),
    ),
  }),
})
