import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import type { Command, Draft, JsonObject } from '../entry.ts'
import { sayNumbers } from '../hazard/say-numbers.ts'
import type { HazardState } from '../hazard/state.ts'
import { invalidData, type Step, words } from '../hazard/step.ts'
import { decideStep, decision, table, type Verdict } from '../hazard/steps-decide.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import type { Context, Decision, KindRules } from '../rulebook.ts'
import { code, day, optionalText, text, uuid } from '../schema.ts'
import { holds } from '../units/roles.ts'
import { type Decided, evolveTopic, type Topic, type TopicData } from './topic.ts'

/** Most cases of one topic: what a meeting can look at, and one command decide under one lock. */
const MAX_CASES = 500

const cases = z.array(uuid).check(z.minLength(1, '至少选一条隐患'), z.maxLength(MAX_CASES, `最多 ${MAX_CASES} 条隐患`))

/** What the office proposes to the meeting. */
const proposed = {
  title: text(100),
  cases,
  lead: z.optional(code),
  helpers: z.optional(z.array(code).check(z.maxLength(20))),
  due: z.optional(day),
  measures: optionalText(2000),
  cost: optionalText(500),
}
const topicData = z.strictObject(proposed)
const nothing = z.strictObject({})
const dropData = z.strictObject({ reason: text(500) })
const decideData = z.strictObject({
  meeting: uuid,
  decision,
  /** Single cases of the topic that the meeting treats differently. */
  apart: z.optional(z.array(z.strictObject({ cases, decision })).check(z.maxLength(50))),
})

type Read = Context & { found: NonNullable<Context['found']> }

const draftOf = (command: Command, data: TopicData, said: JsonObject | null = null): Draft => ({
  stream: command.stream,
  kind: 'topic',
  step: command.step,
  data: data as unknown as JsonObject,
  text: said && Object.keys(said).length > 0 ? said : null,
})

const caseOf = (context: Read, id: string): HazardState | null => context.found('hazard', id) as HazardState | null

/** Opens a topic or changes a draft: its cases must wait for the office's study; the same case may stand in two drafts. */
function propose(command: Command, state: Topic | null, context: Read): Decision {
  const given = z.safeParse(topicData, command.data)
  if (!given.success) return invalidData(given.error)
  const { title, measures, cost, ...proposal } = given.data
  const ids = [...new Set(proposal.cases)]
  const away = ids.map((id) => caseOf(context, id)).filter((one) => one?.status !== 'called')
  if (away.length > 0)
    return problem('topic.cases', undefined, `${sayNumbers(away)}不在待研判，请从议题里去掉后再提交。`)
  const units = [proposal.lead, ...(proposal.helpers ?? [])]
  if (units.some((unit) => unit !== undefined && !context.reference.units.has(unit))) return problem('unit.unknown')
  const due = proposal.due && (proposal.due.length === 10 ? proposal.due : shanghaiDate(proposal.due))
  const helpers = (proposal.helpers ?? []).filter((unit) => unit !== proposal.lead)
  const data = { cases: ids, lead: proposal.lead ?? null, helpers, due: due ?? null }
  return [draftOf(command, state ? data : { status: 'draft', ...data }, words({ title, measures, cost }))]
}

/** Takes a step of the law on each case; the first refusal costs the whole. */
function onEach(step: Step, each: readonly [HazardState, JsonObject][], command: Command, context: Read): Decision {
  const drafts: Draft[] = []
  for (const [state, data] of each) {
    const wish: Command = { ...command, stream: state.id, kind: 'hazard', step: step.step, data }
    const found = step.run(state, { command: wish, context, states: new Map([[state.id, state]]) })
    if (isProblem(found)) return found
    drafts.push(...found)
  }
  return drafts
}

/** 提交议决: numbered, and every case with it; one that has left the study meanwhile stops it. */
function submit(command: Command, state: Topic, context: Read): Decision {
  const given = z.safeParse(nothing, command.data)
  if (!given.success) return invalidData(given.error)
  if (!state.lead || !state.due) return problem('topic.incomplete')
  const found = state.cases.map((id) => caseOf(context, id))
  const away = found.filter((one) => one?.status !== 'called')
  if (away.length > 0)
    return problem('topic.cases', undefined, `${sayNumbers(away)}已不在待研判，请从议题里去掉后再提交。`)
  const each = found.map((one): [HazardState, JsonObject] => [one as HazardState, { topic: state.id }])
  const drafts = onEach(table, each, command, context)
  if (isProblem(drafts)) return drafts
  const year = shanghaiDate(context.now).slice(0, 4)
  const nr = String(context.next(`topic-${year}`)).padStart(3, '0')
  return [draftOf(command, { status: 'tabled', number: `YT${year}-${nr}` }), ...drafts]
}

/** May this meeting decide of this case? At first of all that are tabled; a later meeting of what is still to be done. */
function isOpen(one: HazardState, topic: Topic): boolean {
  return one.topic === topic.id && decideStep.from.includes(one.status)
}

const daysOf = (said: Verdict): string | null => {
  const given = said.kind === 'park' ? said.review : said.kind === 'assign' || said.kind === 'back' ? said.due : null
  return given && (given.length === 10 ? given : shanghaiDate(given))
}

const decidedOf = (meeting: string, ids: string[], said: Verdict): Omit<Decided, 'seq'> => ({
  meeting,
  cases: ids,
  kind: said.kind,
  lead: said.kind === 'assign' ? said.lead : null,
  helpers: said.kind === 'assign' ? (said.helpers ?? []).filter((unit) => unit !== said.lead) : [],
  day: daysOf(said),
})

const wordsOf = (said: Verdict): string =>
  'interim' in said
    ? said.interim
    : 'means' in said
      ? said.means
      : 'reason' in said
        ? said.reason
        : (said.measures ?? '')

/** Which cases each part of the decision is about: the single ones first, the rest of the topic after them. */
function partsOf(data: z.infer<typeof decideData>, topic: Topic, context: Read): [string[], Verdict][] | Problem {
  const apart = data.apart ?? []
  const named = apart.flatMap((one) => one.cases)
  if (new Set(named).size < named.length || named.some((id) => !topic.cases.includes(id))) return problem('topic.apart')
  const closed = named.map((id) => caseOf(context, id)).filter((one) => !one || !isOpen(one, topic))
  if (closed.length > 0)
    return problem('topic.cases', undefined, `${sayNumbers(closed)}已不能再议，请从单独处理里去掉。`)
  const rest = topic.cases.filter((id) => {
    const one = caseOf(context, id)
    return !named.includes(id) && one !== null && isOpen(one, topic)
  })
  const parts = [...apart.map((one): [string[], Verdict] => [one.cases, one.decision]), [rest, data.decision] as const]
  return parts.filter(([ids]) => ids.length > 0) as [string[], Verdict][]
}

/** 议决: a decision for the topic, others for single cases of it. A later meeting may decide anew; both stay. */
function settle(command: Command, state: Topic, context: Read): Decision {
  const given = z.safeParse(decideData, command.data)
  if (!given.success) return invalidData(given.error)
  const { meeting } = given.data
  const held = context.found('meeting', meeting) as { on: string } | null
  if (!held) return problem('meeting.unknown')
  const before = state.decided[state.decided.length - 1]
  const last = before && (context.found('meeting', before.meeting) as { on: string } | null)
  if (before && (before.meeting === meeting || (last && last.on > held.on))) return problem('topic.same-meeting')
  const parts = partsOf(given.data, state, context)
  if (isProblem(parts)) return parts
  if (parts.length === 0) return problem('topic.done')
  const each = parts.flatMap(([ids, said]) =>
    ids.map((id): [HazardState, JsonObject] => [
      caseOf(context, id) as HazardState,
      { topic: state.id, meeting, decision: said } as unknown as JsonObject,
    ]),
  )
  const drafts = onEach(decideStep, each, command, context)
  if (isProblem(drafts)) return drafts
  const decided = parts.map(([ids, said]) => decidedOf(meeting, ids, said))
  return [
    draftOf(
      command,
      { status: 'decided', decided: decided as Decided[] },
      { said: parts.map(([, said]) => wordsOf(said)) },
    ),
    ...drafts,
  ]
}

function drop(command: Command): Decision {
  const given = z.safeParse(dropData, command.data)
  return given.success ? [draftOf(command, { status: 'dropped' }, given.data)] : invalidData(given.error)
}

type Row = [from: Topic['status'][], take: (command: Command, state: Topic, context: Read) => Decision]
const rows: Record<string, Row> = {
  edit: [['draft'], propose],
  table: [['draft'], submit],
  drop: [['draft'], drop],
  decide: [['tabled', 'decided'], settle],
}

const namedIn = ({ data }: Command): string[] => {
  const lists = [data, ...(Array.isArray(data.apart) ? data.apart : [])].map((one) => (one as TopicData | null)?.cases)
  const ids = [...lists.flatMap((list) => (Array.isArray(list) ? list : [])), data.meeting]
  return ids.filter((id) => typeof id === 'string')
}

/** kind `topic`: `open`, `edit`, `table`, `decide`, `drop`; the office's, who writes down what the work group decided. */
export const topicRules: KindRules<Topic> = {
  names: (command, state) => [
    ...namedIn(command),
    ...(state?.cases ?? []),
    ...(state?.decided ?? []).map(({ meeting }) => meeting),
  ],
  photos: () => [],
  decide(command, states, context) {
    if (!holds(context.actor, 'office')) return problem('step.not-yours')
    if (!context.found) return problem('server.busy')
    const read = { ...context, found: context.found }
    const state = states.get(command.stream) ?? null
    if (command.step === 'open') return state ? problem('topic.exists') : propose(command, null, read)
    const row = rows[command.step]
    if (!row) return problem('command.unknown-step')
    if (!state) return problem('topic.unknown')
    const [from, take] = row
    if (command.seen !== undefined && command.seen < state.version) return problem('topic.stale')
    return from.includes(state.status) ? take(command, state, read) : problem('topic.not-now')
  },
  evolve: evolveTopic,
}
