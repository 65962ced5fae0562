import * as z from 'zod/mini'
import { obstacles } from './obstacles.ts'
import { arbitrations, receipts, type Status, severities, sources, statuses } from './state.ts'

/** A hazard as lists show it. Days are Shanghai days, instants ISO; `unit`, `community`, `site`, `item` are codes. */
export const hazardRow = z.object({
  id: z.string(),
  number: z.string(),
  seq: z.number(),
  version: z.number(),
  status: z.enum(statuses as [Status, ...Status[]]),
  level: z.enum(['community', 'street', 'above']),
  community: z.string(),
  site: z.nullable(z.string()),
  item: z.string(),
  source: z.enum(sources),
  severity: z.enum(severities),
  suspectedMajor: z.boolean(),
  /** Why the community called it up. */
  obstacle: z.nullable(z.enum(obstacles)),
  /** The topic that was decided of it; null where none was, or it is studied anew. */
  topic: z.nullable(z.string()),
  /** Units that still owe their share (协办). */
  owing: z.array(z.string()),
  /** Responsible unit. */
  unit: z.string(),
  /** Who must act now; null once closed or void. */
  holder: z.nullable(z.string()),
  /** Told or asked (商请): a request past its day is 未反馈, not overdue; null once closed or void. */
  mode: z.nullable(z.enum(['order', 'request'])),
  due: z.nullable(z.string()),
  /** Null when the text was erased. */
  place: z.nullable(z.string()),
  description: z.nullable(z.string()),
  photo: z.nullable(z.string()),
  reportedAt: z.string(),
  updatedAt: z.string(),
  /** Numbers of the plates (挂牌督办) that hang on it, with blanks between; null where there is none. */
  supervised: z.nullable(z.string()),
})
export type HazardRow = z.infer<typeof hazardRow>

/** Who did a step, as the viewer may know it: a name, or only the duty where the reporter is protected. */
const actorView = z.object({ id: z.nullable(z.string()), name: z.string(), duty: z.string() })

/** One line of a hazard's timeline; `data` is what the fold reads, `text` the words or null when erased. */
export const entryView = z.object({
  seq: z.number(),
  version: z.number(),
  step: z.string(),
  label: z.string(),
  actor: actorView,
  /** For whom the actor did it as a deputy (代), as the viewer may know it. */
  behalf: z.optional(actorView),
  takenAt: z.string(),
  recordedAt: z.string(),
  data: z.record(z.string(), z.unknown()),
  text: z.nullable(z.record(z.string(), z.unknown())),
})
export type EntryView = z.infer<typeof entryView>

const legView = z.object({
  status: z.string(),
  holder: z.string(),
  level: z.string(),
  by: z.string(),
  mode: z.string(),
  due: z.nullable(z.string()),
  provisional: z.boolean(),
  from: z.string(),
  to: z.nullable(z.string()),
  end: z.nullable(z.string()),
  /** 签收; null where nobody of the holder's has opened the case yet. */
  received: z.nullable(z.object({ at: z.string(), how: z.enum(receipts) })),
  firstDue: z.nullable(z.string()),
  extended: z.number(),
  refusal: z.nullable(z.enum(arbitrations)),
})

/** A hazard in full: the row, and what only its page shows. */
export const hazardView = z.extend(hazardRow, {
  party: z.nullable(z.string()),
  position: z.nullable(z.object({ lon: z.number(), lat: z.number(), accuracy: z.number() })),
  proof: z.enum(['photo', 'visit', 'mediation']),
  /** SHA-256 of photos before and after; `missing` lists those that have not arrived. */
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** Photos of the papers that steps were entered from (代录). */
  papers: z.array(z.string()),
  missing: z.array(z.string()),
  parts: z.record(z.string(), z.object({ unit: z.string(), mandatory: z.boolean(), done: z.boolean() })),
  /** The plates by the id of the supervision. */
  plates: z.record(z.string(), z.object({ number: z.string(), unit: z.string() })),
  /** The community has proposed 不列入 and the office has not decided. */
  proposedVoid: z.boolean(),
  original: z.nullable(z.string()),
  /** 延期申请 that nobody has answered, and whose answer it needs. */
  extension: z.nullable(
    z.object({
      due: z.string(),
      works: z.boolean(),
      answeredBy: z.enum(['office', 'leader']),
      /** Null when the text was erased. */
      reason: z.nullable(z.string()),
    }),
  ),
  /** How often its day was put off. */
  extensions: z.number(),
  /** What the fire agency determined, and by which standard. */
  determined: z.nullable(z.object({ result: z.enum(['major', 'not']), standard: z.string() })),
  /** 补录: what the sheet or paper said before this book; days as facts, nothing counts from them. */
  backfill: z.nullable(
    z.object({
      found: z.string(),
      batch: z.nullable(z.string()),
      rectifiedOn: z.nullable(z.string()),
      closedOn: z.nullable(z.string()),
      dueOn: z.nullable(z.string()),
      status: z.nullable(z.enum(['open', 'rectified', 'closed'])),
      row: z.nullable(z.number()),
    }),
  ),
  corrected: z.boolean(),
  legs: z.array(legView),
})
export type HazardView = z.infer<typeof hazardView>

export const availableStep = z.object({ step: z.string(), label: z.string() })
