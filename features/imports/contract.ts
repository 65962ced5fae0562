import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { code, storable, uuid } from '../../domain/schema.ts'

/** Where the sheet is sent (the body is the file), and where what we give back is fetched. */
export const importsPath = '/api/imports'
export const templatePath = '/api/imports/template.xlsx'
export const markedPath = '/api/imports/:id/marked.xlsx'
export const confirmPath = '/api/imports/:id/confirm'
export const undoPath = '/api/imports/:id/undo'

export const uploadQuery = z.object({
  book: z.optional(code),
  name: z.optional(z.string().check(z.maxLength(200), storable)),
})

const counts = z.object({
  /** Rows below the headings that are hazards; those that can come in; those that cannot. */
  rows: z.number(),
  ready: z.number(),
  errors: z.number(),
  /** Ready ones that may be in the book, or in the file, already. */
  suspected: z.number(),
  /** In the book already by an earlier import, or unchanged since they were exported. */
  same: z.number(),
  /** Of the ready ones those that the sheet calls 已整改 or 已销号: they come in as 已整改待复查. */
  fixed: z.number(),
  hidden: z.number(),
  /** Sums, signatures and the example, which were left out. */
  asides: z.number(),
  imported: z.optional(z.number()),
  skipped: z.optional(z.number()),
  refused: z.optional(z.number()),
  retracted: z.optional(z.number()),
  kept: z.optional(z.number()),
})
export type Counts = z.infer<typeof counts>

const importView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['template', 'export']),
  status: z.enum(['preview', 'confirming', 'done', 'undoing', 'undone']),
  /** It says confirming or undoing, and nobody works on it: the server was stopped. Confirm again to go on. */
  stalled: z.boolean(),
  rows: z.number(),
  done: z.number(),
  counts,
  person: z.string(),
  mine: z.boolean(),
  createdAt: z.string(),
  endedAt: z.nullable(z.string()),
  erased: z.boolean(),
})
export type ImportView = z.infer<typeof importView>

const twin = z.object({
  /** A row of the same file, or a hazard of the book. */
  row: z.nullable(z.number()),
  id: z.nullable(z.string()),
  number: z.nullable(z.string()),
  place: z.string(),
  description: z.string(),
  status: z.nullable(z.string()),
})

const rowView = z.object({
  row: z.number(),
  place: z.string(),
  description: z.string(),
  errors: z.array(z.string()),
  notes: z.array(z.string()),
  twins: z.array(twin),
  outcome: z.nullable(z.string()),
})
export type RowView = z.infer<typeof rowView>

export const getImport = contract({
  method: 'GET',
  path: '/api/imports/:id',
  summary: '一次导入：预览、进度或结果',
  query: z.object({ book: z.optional(code) }),
  response: z.object({
    import: importView,
    /** Rows with something to say: errors, suspected duplicates, notes; errors first. */
    rows: z.array(rowView),
    /** The first rows that are ready, for a look. */
    sample: z.array(rowView),
    /** Hazards that an undo left, because somebody had dealt with them. */
    left: z.array(z.object({ id: z.string(), number: z.string() })),
  }),
})

export const listImports = contract({
  method: 'GET',
  path: '/api/imports',
  summary: '我的（街道专班：全部）导入记录',
  query: z.object({ book: z.optional(code) }),
  response: z.object({ imports: z.array(importView) }),
})

/** Rows that look like duplicates and are to come in all the same. */
export const confirmBody = z.object({ include: z.optional(z.array(z.int()).check(z.maxLength(5000))) })
export const undoBody = z.object({ reason: z.optional(z.string().check(z.maxLength(500), storable)) })
export const uploaded = z.object({ id: uuid })
