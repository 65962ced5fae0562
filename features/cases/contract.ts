import * as z from 'zod/mini'
import { hazardFilters } from '../../domain/account/account.ts'
import { contract } from '../../domain/contract.ts'
import { availableStep, entryView, hazardRow, hazardView } from '../../domain/hazard/views.ts'
import { code, storable, text, uuid } from '../../domain/schema.ts'

export const MAX_PAGE = 200

export const listHazards = contract({
  method: 'GET',
  path: '/api/hazards',
  summary: '台账列表',
  query: z.extend(hazardFilters, {
    /** `recent` (default): newest change first; `due`: earliest deadline first. */
    order: z.optional(z.enum(['recent', 'due'])),
    cursor: z.optional(z.string().check(z.maxLength(200))),
    /** Rows wanted; of more than MAX_PAGE that many come, and `next`. */
    limit: z.optional(z.coerce.number().check(z.int(), z.gte(1))),
  }),
  response: z.object({ items: z.array(hazardRow), next: z.nullable(z.string()), asOf: z.string() }),
})

export const getHazard = contract({
  method: 'GET',
  path: '/api/hazards/:id',
  summary: '隐患详情',
  query: z.object({ book: z.optional(code) }),
  response: z.object({
    hazard: hazardView,
    entries: z.array(entryView),
    available: z.array(availableStep),
    /** Photos of it that another case names too, whoever may see that one. */
    reused: z.array(z.string()),
  }),
})

/** 导出当前列表: the list's own filters. */
export const exportHazards = '/api/exports/hazards.xlsx'
const ticket = z.string().check(z.regex(/^[0-9A-Za-z-]{1,40}$/))
export const exportQuery = z.extend(hazardFilters, {
  order: z.optional(z.enum(['recent', 'due'])),
  /** Any name of the caller's for this export: under it he may ask how far it is. */
  ticket: z.optional(ticket),
})

export const exportProgress = contract({
  method: 'GET',
  path: '/api/exports/progress',
  summary: '导出进度：已写 done 行，共 of 行（未知为 null）',
  query: z.object({ book: z.optional(code), ticket: z.optional(ticket) }),
  response: z.object({ done: z.number(), of: z.nullable(z.number()) }),
})

/** Most saved views of one person. */
export const MAX_VIEWS = 30

/** A named set of filters: `reported=today` moves with the day, an instant is not kept. */
export const viewBody = z.strictObject({
  name: text(20),
  query: z.extend(z.omit(hazardFilters, { book: true, asOf: true }), { order: z.optional(z.enum(['recent', 'due'])) }),
})

export const getViews = contract({
  method: 'GET',
  path: '/api/views',
  summary: '我的常用筛选',
  query: z.object({ book: z.optional(code) }),
  response: z.object({
    views: z.array(z.object({ id: z.string(), name: z.string(), query: z.record(z.string(), z.string()) })),
  }),
})

/** Most suggestions of what may have been reported before. */
const MAX_SIMILAR = 5

/** Reports of one community that may be the same thing: the likest first, only what the asker may see. */
export const listSimilar = contract({
  method: 'GET',
  path: '/api/hazards/similar',
  summary: '可能重复的隐患',
  query: z.object({
    book: z.optional(code),
    community: code,
    item: code,
    site: z.optional(code),
    place: z.string().check(z.maxLength(200), storable),
    description: z.optional(z.string().check(z.maxLength(2000), storable)),
    /** The case that is being looked at. */
    except: z.optional(uuid),
  }),
  response: z.object({ items: z.array(hazardRow).check(z.maxLength(MAX_SIMILAR)) }),
})

const ids = z.string().check(
  z.maxLength(MAX_PAGE * 37),
  z.refine((given) => given.split(',').every((one) => uuid.safeParse(one).success)),
)

export const getAvailable = contract({
  method: 'GET',
  path: '/api/hazards/available',
  summary: '这些隐患现在可以怎样办',
  /** Ids with commas, at most MAX_PAGE; one that is absent or foreign is left out of the answer. */
  query: z.object({ book: z.optional(code), ids: z.optional(ids) }),
  response: z.object({
    items: z.array(z.object({ id: z.string(), version: z.number(), available: z.array(availableStep) })),
  }),
})
