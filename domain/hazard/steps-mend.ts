import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import { findItem } from '../catalogue/catalogue.ts'
import { catalogueInForce } from '../catalogue/in-force.ts'
import { isProblem, type Problem, problem } from '../problem.ts'
import { code, optionalText, text } from '../schema.ts'
import { communityOf, OFFICE } from '../units/units.ts'
import { isGrave, isOffice, isOwn, mayRecord } from './rights.ts'
import { type HazardPatch, type HazardState, openLeg, type Status, severities, statuses } from './state.ts'
import { defineStep, type On, type Outcome, words } from './step.ts'

export const open = statuses.filter((status) => status !== 'closed' && status !== 'void') as Status[]

/** What has become grave is looked at again by the street: the leg of a recheck moves there and keeps its day. */
export function toStreet(state: HazardState, after: HazardPatch): Pick<Outcome, 'leg'> {
  const leg = openLeg(state)
  if (state.status !== 'rectified' || leg?.holder === OFFICE || !isGrave({ ...state, ...after })) return {}
  return leg ? { leg: { holder: OFFICE, by: leg.by, mode: 'order', due: leg.due, provisional: leg.provisional } } : {}
}

const filled = (max: number) =>
  optionalText(max).check(z.refine((said) => said === undefined || said.trim() !== '', '不能为空'))
const correctData = z.strictObject({
  item: z.optional(code),
  site: z.optional(z.nullable(code)),
  place: filled(200),
  description: filled(2000),
  party: filled(200),
  severity: z.optional(z.enum(severities)),
  reason: text(1000),
})
type Correct = z.infer<typeof correctData>

/** Another item brings its own proof and days in today's catalogue; a running deadline stays, a severity only rises, and none that was determined. */
function correctedItem(data: Correct, state: HazardState, on: On): HazardPatch | Problem {
  const graver = (one: HazardPatch['severity'], other: HazardPatch['severity']) =>
    severities[Math.max(severities.indexOf(one ?? 'ordinary'), severities.indexOf(other ?? 'ordinary'))]
  if (data.severity && severities.indexOf(data.severity) < severities.indexOf(state.severity))
    return problem('severity.lower')
  const severity = graver(state.severity, data.severity)
  if (state.determined && severity !== state.severity) return problem('severity.determined')
  const raised = severity === state.severity ? {} : { severity }
  if (data.item === undefined || data.item === state.item) return raised
  const { reference, now } = on.context
  const catalogue = catalogueInForce(reference.catalogues, shanghaiDate(now))
  const item = catalogue && findItem(catalogue, data.item)
  if (!catalogue || !item) return problem('item.unknown', { field: 'item' })
  const { code: given, proof, days } = item
  return {
    item: given,
    proof,
    days,
    catalogue: catalogue.version,
    severity: state.determined ? severity : graver(severity, item.severity),
  }
}

function correctedSite(data: Correct, state: HazardState, on: On): HazardPatch | Problem {
  if (data.site === undefined || data.site === state.site) return {}
  const within = data.site === null || communityOf(on.context.reference.units, data.site) === state.community
  return within ? { site: data.site } : problem('report.site')
}

/** 更正: what was written down wrongly, with the reason. The old words stay in their own entries. */
export const correct = defineStep({
  step: 'correct',
  label: '更正',
  from: open,
  who: '所在社区两委或街道专班；等级只能调高，期限不变',
  result: '状态、期限不变；原来写的话留在办理记录里',
  may: (state, actor) => mayRecord(actor, state.community),
  data: correctData,
  decide(data, state, on) {
    const item = correctedItem(data, state, on)
    if (isProblem(item)) return item
    const site = correctedSite(data, state, on)
    if (isProblem(site)) return site
    const said = words({ place: data.place?.trim(), description: data.description?.trim(), party: data.party?.trim() })
    const changed = { ...item, ...site }
    if (Object.keys(changed).length + Object.keys(said).length === 0) return problem('correct.nothing')
    return {
      set: { ...changed, corrected: true },
      ...toStreet(state, changed),
      text: { ...said, reason: data.reason },
      more: { words: Object.keys(said) },
    }
  },
})

/** 疑似重大: anybody who sees the case may say so. The severity stays; who may strike it off becomes that of a major one. */
export const flag = defineStep({
  step: 'flag',
  label: '疑似重大',
  from: open,
  who: '看得到这条隐患的人',
  result: '状态不变；复查要由整改单位以外的单位来做，待复查的转给街道',
  neverStale: true,
  may: (state) => !isGrave(state) && !state.determined,
  data: z.strictObject({ reason: text(1000) }),
  decide(data, state, on) {
    const set: HazardPatch = { suspectedMajor: true, flagger: on.context.actor.person }
    return { set, ...toStreet(state, set), text: { reason: data.reason } }
  },
})

export const unflag = defineStep({
  step: 'unflag',
  label: '取消疑似重大',
  from: open,
  who: '街道专班，不能是上报人或提出疑似的人',
  result: '状态不变，按原来的等级办',
  may: (state, actor) =>
    state.suspectedMajor &&
    !state.determined &&
    isOffice(actor) &&
    !isOwn(actor, state, 'reporter') &&
    !isOwn(actor, state, 'flagger'),
  data: z.strictObject({ reason: text(1000) }),
  decide: (data) => ({ set: { suspectedMajor: false }, text: { reason: data.reason } }),
})

/** How long after it was recorded a step may be taken back. */
const UNDO_MS = 60_000

/**
 * 撤销: within the minute whoever took the last step takes it back by a counter-entry. The case is then exactly as it was,
 * its legs too; what was answered for an instant in between stays.
 */
export const undo = defineStep({
  step: 'undo',
  label: '撤销',
  from: statuses,
  who: '刚办理的本人，一分钟内且之后没有别的办理',
  result: '回到办理前的样子：状态、承办单位、期限；两次办理都留在记录里',
  may: (state, actor, _reference, now) => state.undoable?.actor === actor.person && isInTime(state, now),
  data: z.strictObject({}),
  decide(_data, { undoable }) {
    if (!undoable) return problem('undo.nothing')
    const { seq, step, legs } = undoable
    return { set: undoable.set, more: { undoes: { seq, step, legs } } }
  },
})

const isInTime = ({ undoable }: HazardState, now: string): boolean =>
  undoable !== null && Date.parse(now) - Date.parse(undoable.at) <= UNDO_MS

/** Why the last step cannot be taken back. */
export function undoRefusal({ undoable }: HazardState, person: string): Problem {
  if (!undoable) return problem('undo.nothing')
  return problem(undoable.actor === person ? 'undo.late' : 'undo.not-yours')
}
