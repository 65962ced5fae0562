import * as z from 'zod/mini'
import { contract } from '../../domain/contract.ts'
import { type DocumentStatus, documentStatusNames } from '../../domain/document/document-steps.ts'
import { documentTypes, MAX_LETTER } from '../../domain/document/document-types.ts'
import { obstacleNames, obstacles } from '../../domain/hazard/obstacles.ts'
import { type Status, statuses } from '../../domain/hazard/state.ts'
import { type Verdict, verdictNames } from '../../domain/hazard/steps-decide.ts'
import { code, instant, storable, text, uuid } from '../../domain/schema.ts'
import { type Why, whyNames } from '../../domain/topic/resolution.ts'
import { type TopicStatus, topicStatusNames } from '../../domain/topic/topic.ts'

const { several, funds, ownership, legacy } = obstacleNames

/** Why a case should go before the work group instead of being assigned at once: what it is, or its 提请原因. */
export const reasonNames = { major: '重大或疑似重大', several, funds, ownership, legacy, dispute: '矛盾纠纷' }
export type Reason = keyof typeof reasonNames

const studied = z.object({
  id: z.string(),
  number: z.string(),
  version: z.number(),
  item: z.string(),
  community: z.string(),
  site: z.nullable(z.string()),
  /** Null when the text was erased. */
  place: z.nullable(z.string()),
  photo: z.nullable(z.string()),
  reportedAt: z.string(),
  obstacle: z.nullable(z.enum(obstacles)),
  /** Drafts of topics that name it; two of them are a clash. */
  drafts: z.array(z.string()),
})
export type Studied = z.infer<typeof studied>

/** By what cases are put together: one item at one place, one item, or one unit's function (the lead that is suggested). */
export const groupingNames = { site: '同一地点同类', item: '同类', lead: '同一牵头单位' } as const
export type Grouping = keyof typeof groupingNames
export const groupings = Object.keys(groupingNames) as [Grouping, ...Grouping[]]

/** Cases that call for the same way and have this in common; null is what they differ in. */
const group = z.object({
  key: z.string(),
  item: z.nullable(z.string()),
  community: z.nullable(z.string()),
  site: z.nullable(z.string()),
  /** Null: one unit can do it, so it is assigned at once. */
  reason: z.nullable(z.enum(Object.keys(reasonNames) as [Reason, ...Reason[]])),
  /** Who was given cases of this item most often, and how often: a suggestion out of the book itself. */
  lead: z.nullable(z.object({ unit: z.string(), times: z.number() })),
  cases: z.array(studied),
})
export type StudyGroup = z.infer<typeof group>

export const getStudy = contract({
  method: 'GET',
  path: '/api/study',
  summary: '研判：待研判的隐患，按项目和点位、按项目或按牵头单位归并，附办理建议',
  query: z.object({ book: z.optional(code), by: z.optional(z.enum(groupings)) }),
  response: z.object({ asOf: z.string(), total: z.number(), groups: z.array(group) }),
})

const words = z.nullable(z.string())
const verdicts = Object.keys(verdictNames) as [Verdict['kind'], ...Verdict['kind'][]]
const topicCase = z.object({
  ...{ id: z.string(), number: z.string(), version: z.number(), status: z.enum(statuses as [Status, ...Status[]]) },
  ...{ item: z.string(), community: z.string(), site: words, place: words, unit: z.string(), due: words },
  obstacle: z.nullable(z.enum(obstacles)),
  reportedAt: z.string(),
  /** Still to be done: the next meeting may decide of it anew. */
  open: z.boolean(),
  /** Other drafts that name it. */
  clashes: z.array(z.string()),
  /** Not taken back to the study since, nor taken up by another topic. */
  held: z.boolean(),
  /** Asked (商请) past its day is 未反馈, not overdue. */
  mode: z.nullable(z.enum(['order', 'request'])),
})
export type TopicCase = z.infer<typeof topicCase>

const decided = z.object({
  ...{ meeting: z.string(), on: z.string(), cases: z.array(z.string()), kind: z.enum(verdicts) },
  ...{ lead: words, helpers: z.array(z.string()), day: words, said: words },
})

const topic = z.object({
  ...{
    id: z.string(),
    version: z.number(),
    number: words,
    status: z.enum(Object.keys(topicStatusNames) as [TopicStatus, ...TopicStatus[]]),
  },
  ...{ title: words, measures: words, cost: words, lead: words, helpers: z.array(z.string()), due: words },
  ...{ cases: z.array(topicCase), decided: z.array(decided) },
})
export type TopicView = z.infer<typeof topic>

const meeting = z.object({
  ...{ id: z.string(), on: z.string(), title: words, chair: words, present: words, excused: words, observers: words },
})
export type MeetingView = z.infer<typeof meeting>

export const getTopics = contract({
  method: 'GET',
  path: '/api/topics',
  summary: '议题和工作组会议：议了什么、怎么定的、还有多少没办完',
  query: z.object({ book: z.optional(code) }),
  response: z.object({ asOf: z.string(), topics: z.array(topic), meetings: z.array(meeting) }),
})

const count = z.number()
const task = z.object({
  /** `<topic>.<n>`: the filter `resolution` of list and account. */
  id: z.string(),
  topic: z.object({ number: words, title: words }),
  meeting: z.object({ on: z.string(), title: words }),
  ...{ kind: z.enum(verdicts), lead: words, helpers: z.array(z.string()), day: words, said: words },
  /** Who must carry it out: the lead; of what went back the communities of the cases; else the office that keeps it. */
  units: z.array(z.string()),
  /** Open until each of its cases is struck off; overturned where later meetings decided of all of them. */
  state: z.enum(['open', 'done', 'overturned']),
  /** Of the asker's own cases that stand under it: cases = closed + void + handling + rectified + waiting. */
  counts: z.object({
    ...{ cases: count, closed: count, void: count, handling: count, rectified: count, waiting: count },
    ...{ late: count, unanswered: count },
  }),
  /** What later meetings decided anew, by whom and how many cases. */
  overturned: z.array(
    z.object({
      ...{ by: z.string(), on: z.string(), cases: count },
      ...{ kind: z.enum(verdicts), lead: words, helpers: z.array(z.string()), day: words, said: words },
    }),
  ),
  /** What the open ones wait for, the latest first. */
  whys: z.array(
    z.object({
      why: z.enum(Object.keys(whyNames) as [Why, ...Why[]]),
      /** Who refused, or who must act now; units that are in time stand together. */
      ...{ units: z.array(z.string()), helpers: z.array(z.string()), day: words, late: count, asked: z.boolean() },
      /** More time is asked for, until this day; who must answer. */
      until: z.nullable(z.object({ day: z.string(), by: z.enum(['office', 'leader']) })),
      /** The last refusal's reason. */
      said: words,
      cases: z.array(z.object({ id: z.string(), number: z.string() })),
    }),
  ),
})
export type TaskView = z.infer<typeof task>

export const getResolutions = contract({
  method: 'GET',
  path: '/api/resolutions',
  summary: '决议督办：定了什么、谁还没办完、卡在哪里；部门只看本单位的',
  query: z.object({ book: z.optional(code), asOf: z.optional(instant) }),
  response: z.object({ asOf: z.string(), resolutions: z.array(task) }),
})

/** What a document is drawn from: topics, of minutes their meeting too; a letter of cases of the unit it goes to. */
export const documentSource = z.strictObject({
  type: z.enum(documentTypes),
  topics: z.optional(z.array(uuid).check(z.minLength(1), z.maxLength(200))),
  meeting: z.optional(uuid),
  cases: z.optional(z.array(uuid).check(z.minLength(1), z.maxLength(MAX_LETTER))),
  to: z.optional(code),
})
export type DocumentSource = z.infer<typeof documentSource>

/** What a first version is drafted from: 督办编号 is only printed. */
export const draftSource = z.extend(documentSource, { mark: z.optional(text(40)) })
export type DraftSource = z.infer<typeof draftSource>

const handledCase = z.object({
  ...{ id: z.string(), number: z.string(), item: z.string(), community: z.string(), site: words, place: words },
  ...{ description: words, due: words, mode: z.nullable(z.enum(['order', 'request'])) },
  /** Numbers of the plates (挂牌督办) that hang on it, with blanks between. */
  supervised: words,
})
export type HandledCase = z.infer<typeof handledCase>

/** What letters may be written of: who handles how many cases, and those of one unit, the earliest due first. */
export const getHandled = contract({
  method: 'GET',
  path: '/api/documents/handled',
  summary: '可以发函的隐患：哪些单位在整改、各有多少条；选定单位后列出隐患',
  query: z.object({
    book: z.optional(code),
    type: z.enum(documentTypes),
    to: z.optional(code),
    /** Ids with commas: these come first. */
    cases: z.optional(z.string().check(z.maxLength(MAX_LETTER * 37), z.regex(/^[0-9a-f,-]*$/))),
  }),
  response: z.object({
    units: z.array(z.object({ unit: z.string(), cases: z.number(), late: z.number() })),
    /** At most as many as one letter takes. */
    cases: z.array(handledCase),
  }),
})

const document = z.object({
  ...{
    id: z.string(),
    type: z.enum(documentTypes),
    status: z.enum(Object.keys(documentStatusNames) as [DocumentStatus, ...DocumentStatus[]]),
  },
  /** 文号 as it is printed; the title is that of the latest version, null when the text was erased. */
  ...{ number: z.string(), title: words, at: z.string() },
  ...{ topics: z.array(z.string()), meeting: words, cases: z.array(z.string()), to: words },
  /** Hashes of what was issued, the latest last: each is kept as it was. `words` is what it can be written anew from. */
  issued: z.array(z.object({ docx: z.string(), pdf: z.string(), words, at: z.string() })),
})
export type DocumentView = z.infer<typeof document>

export const getDocuments = contract({
  method: 'GET',
  path: '/api/documents',
  summary: '公文：取了什么号、印发了哪几版、哪些作废',
  query: z.object({ book: z.optional(code) }),
  response: z.object({ documents: z.array(document) }),
})

/** Stages of making a paper, in their order. */
const makingStages = ['checking', 'filling', 'setting', 'printing', 'keeping'] as const

export const getMaking = contract({
  method: 'GET',
  path: '/api/documents/:id/making',
  summary: '公文正在预览或印发时，做到了哪一步、第几页；没有在做时为空',
  query: z.object({ book: z.optional(code) }),
  response: z.object({
    making: z.nullable(z.object({ stage: z.enum(makingStages), page: z.number(), pages: z.number() })),
  }),
})
export type MakingView = NonNullable<z.infer<typeof getMaking.response>['making']>

/** Placing a template: the body is the file; `id` makes sending it twice one change. */
export const templateQuery = z.object({
  book: z.optional(code),
  name: z.optional(z.string().check(z.maxLength(200), storable)),
  id: z.optional(uuid),
})

export const getTemplates = contract({
  method: 'GET',
  path: '/api/templates',
  summary: '公文模板：每种公文现在用哪个模板，谁在什么时候换的',
  query: z.object({ book: z.optional(code) }),
  response: z.object({
    templates: z.array(
      z.object({
        type: z.enum(documentTypes),
        /** The stream of its changes; null where there were none. */
        stream: words,
        /** Names that a template of this type must have in braces. */
        placeholders: z.array(z.string()),
        /** The latest first: the file that was put in force, null for the house's own. */
        changes: z.array(z.object({ docx: words, name: words, by: words, at: z.string() })),
      }),
    ),
  }),
})
export type TemplateView = z.infer<typeof getTemplates.response>['templates'][number]
