import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { commandResult } from '../../domain/entry.ts'
import { availableStep, entryView, hazardView } from '../../domain/hazard/views.ts'
import { code } from '../../domain/schema.ts'

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
