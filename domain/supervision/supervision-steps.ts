import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import type { Command, Draft, JsonObject } from '../entry.ts'
import { canSee, scopeOf } from '../hazard/audience.ts'
import { dueDay } from '../hazard/deadlines.ts'
import { checkPaper, dayOf, type Paper, paperData } from '../hazard/paper.ts'
import { actsFor, isCommunityOf, isOffice } from '../hazard/rights.ts'
import type { HazardState } from '../hazard/state.ts'
import { invalidData, words } from '../hazard/step.ts'
import { type SuperviseData, supervise } from '../hazard/steps-supervise.ts'
import { photosNamed } from '../photo.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import type { Context, Decision, KindRules } from '../rulebook.ts'
import { code, day, optionalText, text, uuid } from '../schema.ts'
import { archivesOf, offRefusal } from '../units/in-force.ts'
import { type Actor, unitsAs } from '../units/roles.ts'
import { lineage, type Reference } from '../units/units.ts'
import {
  evolveSupervision,
  type PlanField,
  planFields,
  type Supervision,
  type SupervisionLevel,
} from './supervision.ts'

/** Most cases of one supervision: what a leader can keep under his eye. */
const MAX_CASES = 50

const hangData = z.strictObject({
  cases: z.array(uuid).check(z.minLength(1, '至少选一条隐患'), z.maxLength(MAX_CASES, `最多 ${MAX_CASES} 条隐患`)),
  /** Who leads the work. */
  unit: code,
  due: day,
  requirement: text(2000),
  /** Whose plate it is, where the office enters it. */
  level: z.optional(z.enum(['street', 'superior'])),
  paper: paperData,
})
const planData = z.strictObject({
  ...(Object.fromEntries(planFields.map((field) => [field, text(2000)])) as Record<PlanField, ReturnType<typeof text>>),
  paper: paperData,
})
const noteData = z.strictObject({ note: text(2000), paper: paperData })
const liftData = z.strictObject({ note: text(2000), instead: optionalText(500) })

type Read = Context & { found: NonNullable<Context['found']> }

const caseOf = (context: Read, id: string): HazardState | null => context.found('hazard', id) as HazardState | null

/** The numbers of some cases, as far as a sentence can take them. */
const sayNumbers = (cases: readonly HazardState[]): string =>
  `${cases
    .slice(0, 3)
    .map(({ number }) => number)
    .join('、')}${cases.length > 3 ? `等 ${cases.length} 条` : ''}`

const isOver = ({ status }: HazardState): boolean => status === 'closed' || status === 'void'

interface Hanger {
  level: SupervisionLevel
  unit: string
}

const kindOf = { street: 'street', superior: 'area' } as const
const roleOf = { street: 'leader', superior: 'superior' } as const

/** In whose name it is hung: the leader's or superior's own, or the one whom the office names (代录). */
function hangerOf(data: z.infer<typeof hangData>, { actor, reference, now }: Context): Hanger | Problem {
  const levels = data.level ? [data.level] : (['street', 'superior'] as const)
  const own = levels.flatMap((level) => unitsAs(actor, roleOf[level]).map((unit): Hanger => ({ level, unit })))[0]
  if (own) return data.paper ? problem('paper.staff') : own
  const [office] = unitsAs(actor, 'office')
  if (!office) return problem('step.not-yours')
  if (!data.level) return problem('supervision.level', { field: 'level' })
  const refused = checkPaper(data.paper, actor, '', now)
  if (refused) return refused
  if (!data.paper?.photos.length) return problem('paper.photo', { field: 'paper' })
  const unit = lineage(reference.units, office).find(({ kind }) => kind === kindOf[data.level ?? 'street'])
  return unit ? { level: data.level, unit: unit.code } : problem('unit.unknown')
}

/** Cases that the actor sees, are not over, and have no plate of this level yet. */
function casesOf(ids: readonly string[], level: SupervisionLevel, context: Read): HazardState[] | Problem {
  const scope = scopeOf(context.actor, context.reference.units)
  const found = ids.map((id) => caseOf(context, id))
  const seen = found.filter((one) => one !== null && canSee(one, scope)) as HazardState[]
  if (seen.length < ids.length) return problem('case.not-found')
  const over = seen.filter(isOver)
  if (over.length > 0)
    return problem('supervision.cases', undefined, `${sayNumbers(over)}已销号或不列入，请从挂牌的隐患里去掉后再提交。`)
  const hung = seen.filter(({ supervised }) => Object.values(supervised).some((one) => one.level === level))
  if (hung.length > 0)
    return problem('supervision.hung', undefined, `${sayNumbers(hung)}已由同一级挂牌，请去掉后再提交。`)
  return seen
}

const draftOf = ({ stream, step }: Command, data: JsonObject, said: JsonObject): Draft => ({
  ...{ stream, kind: 'supervision', step, data, text: Object.keys(said).length > 0 ? said : null },
})

/** Writes the same line on each case: it names the plate, and keeps the paper's photos. */
function onCases(cases: readonly HazardState[], data: SuperviseData, command: Command, context: Read): Decision {
  const drafts: Draft[] = []
  for (const state of cases) {
    const wish: Command = { ...command, stream: state.id, kind: 'hazard', step: 'supervise', data: { ...data } }
    const decided = supervise.run(state, { command: wish, context, states: new Map([[state.id, state]]) })
    if (isProblem(decided)) return decided
    drafts.push(...decided)
  }
  return drafts
}

const dated = (paper: Paper, now: string): string => (paper ? dayOf(paper.on) : shanghaiDate(now))

function hang(command: Command, state: Supervision | null, context: Read): Decision {
  const given = z.safeParse(hangData, command.data)
  if (!given.success) return invalidData(given.error)
  if (state) return problem('supervision.exists')
  const { data } = given
  const { reference, now } = context
  const hanger = hangerOf(data, context)
  if (isProblem(hanger)) return hanger
  const known = reference.units.get(data.unit)
  const off = offRefusal(reference.units, 'unit', data.unit)
  if (off) return off
  if (!known || known.kind === 'area' || known.kind === 'street') return problem('unit.unknown', { field: 'unit' })
  const due = dueDay(data.due, 0, reference, now)
  if (isProblem(due)) return due
  const ids = [...new Set(data.cases)]
  const cases = casesOf(ids, hanger.level, context)
  if (isProblem(cases)) return cases
  const year = shanghaiDate(now).slice(0, 4)
  const [prefix, counter] = hanger.level === 'street' ? ['DB', 'supervision'] : ['SDB', 'supervision-superior']
  const number = `${prefix}${year}-${String(context.next(`${counter}-${year}`)).padStart(3, '0')}`
  const line = { supervision: command.stream, what: 'hang', number, level: hanger.level, unit: data.unit } as const
  const drafts = onCases(cases, { ...line, ...(data.paper ? { paper: data.paper } : {}) }, command, context)
  if (isProblem(drafts)) return drafts
  const on = dated(data.paper, now)
  const plate = { number, level: hanger.level, hanger: hanger.unit, unit: data.unit, due: due.date, cases: ids, on }
  return [draftOf(command, plate, { requirement: data.requirement }), ...drafts]
}

/** Acts for the unit that leads, also where that unit has since been merged into his. */
function isOfUnit(actor: Actor, unit: string, units: Reference['units']): boolean {
  const heirs = actor.memberships.filter((own) => archivesOf(units, own.unit).includes(unit))
  return actsFor(actor, unit, units) || heirs.some((own) => actsFor({ ...actor, memberships: [own] }, own.unit, units))
}

/**
 * How this actor may bring plan and notes: of the leading unit by himself; the office, or a case's community, from its
 * paper (代录); others not at all.
 */
export function bringsAs(
  { unit, lifted }: Pick<Supervision, 'unit' | 'lifted'>,
  communities: readonly string[],
  actor: Actor,
  units: Reference['units'],
): 'own' | 'paper' | null {
  if (lifted) return null
  if (isOfUnit(actor, unit, units)) return 'own'
  return isOffice(actor) || communities.some((at) => isCommunityOf(actor, at)) ? 'paper' : null
}

/** 摘牌 is for whoever holds the hanger's duty at the hanger's unit. */
export const mayLift = ({ level, hanger, lifted }: Supervision, actor: Actor): boolean =>
  !lifted && unitsAs(actor, roleOf[level]).includes(hanger)

function bringRefusal(state: Supervision, paper: Paper, context: Read): Problem | undefined {
  const { actor, reference, now } = context
  const communities = state.cases.map((id) => caseOf(context, id)?.community ?? '')
  const as = bringsAs(state, communities, actor, reference.units)
  if (!as || (as === 'paper' && !paper)) return problem(paper ? 'paper.staff' : 'step.not-yours')
  if (!paper) return undefined
  const own = communities.find((at) => isCommunityOf(actor, at)) ?? ''
  return checkPaper(paper, actor, own, now) ?? (paper.photos.length > 0 ? undefined : problem('paper.photo'))
}

function bring(command: Command, state: Supervision, context: Read): Decision {
  const given = z.safeParse(command.step === 'plan' ? planData : noteData, command.data)
  if (!given.success) return invalidData(given.error)
  const { paper, ...said } = given.data
  const refused = bringRefusal(state, paper, context)
  if (refused) return refused
  const cases = state.cases.map((id) => caseOf(context, id)).filter((one) => one !== null)
  const { id, number, level, unit } = state
  const line: SuperviseData = { supervision: id, what: command.step as 'plan' | 'note', number, level, unit }
  const drafts = onCases(cases, { ...line, ...(paper ? { paper } : {}) }, command, context)
  return isProblem(drafts)
    ? drafts
    : [draftOf(command, { on: dated(paper, context.now) }, words({ ...said })), ...drafts]
}

const NOT_HANGER = '只有原来挂牌的一级才能摘牌：街道挂的由领导摘，上级挂的由上级摘。'

/** 摘牌 of a plate on which a case is not struck off needs a reason. */
function lift(command: Command, state: Supervision, context: Read): Decision {
  const given = z.safeParse(liftData, command.data)
  if (!given.success) return invalidData(given.error)
  if (!mayLift(state, context.actor)) return problem('step.not-yours', undefined, NOT_HANGER)
  const cases = state.cases.map((id) => caseOf(context, id)).filter((one) => one !== null)
  const open = cases.filter((one) => !isOver(one))
  if (open.length > 0 && !given.data.instead?.trim())
    return problem('supervision.open', { field: 'instead' }, `${sayNumbers(open)}还没有销号，摘牌要写明转为怎样办理。`)
  const { id, number, level, unit } = state
  const drafts = onCases(cases, { supervision: id, what: 'lift', number, level, unit }, command, context)
  return isProblem(drafts)
    ? drafts
    : [draftOf(command, { on: shanghaiDate(context.now) }, words(given.data)), ...drafts]
}

const steps: Record<string, (command: Command, state: Supervision, context: Read) => Decision> = {
  plan: bring,
  note: bring,
  lift,
}

const checkNamed = (command: Command, { photos }: Context): Problem | undefined =>
  photosNamed(command.data).some((hash) => {
    const fact = photos.get(hash)
    return fact !== undefined && !fact.own && !fact.seen
  })
    ? problem('photo.not-yours')
    : undefined

/** kind `supervision`: `hang`, `plan`, `note`, `lift` (docs/adr/024-supervision.md). */
export const supervisionRules: KindRules<Supervision> = {
  names: ({ data }, state) => [
    ...(Array.isArray(data.cases) ? data.cases.filter((id) => typeof id === 'string') : []),
    ...(state?.cases ?? []),
  ],
  photos: ({ data }) => photosNamed(data),
  decide(command, states, context) {
    if (!context.found) return problem('server.busy')
    const read = { ...context, found: context.found }
    const state = states.get(command.stream) ?? null
    const refused = checkNamed(command, context)
    if (refused) return refused
    if (command.step === 'hang') return hang(command, state, read)
    const take = steps[command.step]
    if (!take) return problem('command.unknown-step')
    if (!state) return problem('supervision.unknown')
    return state.lifted ? problem('supervision.lifted') : take(command, state, read)
  },
  evolve: evolveSupervision,
}
