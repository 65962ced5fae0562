import * as z from 'zod/mini'
import { isProblem, type Problem, problem } from '../problem.ts'
import { day, optionalText, photos, text } from '../schema.ts'
import { levelOf, OFFICE } from '../units/units.ts'
import { dueDay, STUDY_DAYS, workLeg } from './deadlines.ts'
import { lacks, obstacles } from './obstacles.ts'
import { dayOf, isPastDay } from './paper.ts'
import { checkRefusal, isCommunityOf, isOffice } from './rights.ts'
import type { HazardState } from './state.ts'
import { defineStep, type On, unproposed, words } from './step.ts'

/** Every photo the case names must have arrived, unless the office records their loss with a reason. */
function checkPhotos(named: readonly string[], reason: string | undefined, on: On): Problem | undefined {
  const missing = named.filter((hash) => !on.context.photos.has(hash)).length
  if (missing === 0) return undefined
  if (!reason) return problem('check.photos-missing', { missing })
  return isOffice(on.context.actor) ? undefined : problem('check.lost-photos-office', { missing })
}

/**
 * A case that came in as fixed (补录) often has no photo at all: then the recheck brings its own, or says why there is none.
 */
function checkBackfilled(state: HazardState, brought: number, reason: string | undefined): Problem | undefined {
  const bare = state.backfill !== null && state.proof === 'photo' && state.after.length + brought === 0
  return bare && !reason ? problem('check.backfill-photo', { field: 'photos' }) : undefined
}

export const close = defineStep({
  step: 'close',
  label: '复查销号',
  disputeLabel: '回访销号',
  from: ['rectified'],
  who: '复查人：本社区其他干部、复查员或街道专班，不能是整改人或代录人；重大和疑似重大的隐患须另一单位',
  result: '已销号，不再由谁承办',
  may: (state, actor, reference) => checkRefusal(actor, state, reference) === undefined,
  data: z.strictObject({ note: text(2000), photos, noPhotoReason: optionalText(500) }),
  decide(data, state, on) {
    const named = [...state.before, ...state.after, ...state.papers, ...data.photos]
    const refused =
      checkPhotos(named, data.noPhotoReason, on) ?? checkBackfilled(state, data.photos.length, data.noPhotoReason)
    if (refused) return refused
    const said = words({ note: data.note, noPhotoReason: data.noPhotoReason })
    return { set: { status: 'closed', after: [...state.after, ...data.photos] }, leg: 'ends', text: said }
  },
})

export const returnStep = defineStep({
  step: 'return',
  label: '复查不合格',
  disputeLabel: '回访未化解',
  from: ['rectified'],
  who: '与复查销号相同',
  result: '整改中，还是原来的责任单位，期限重新定',
  may: (state, actor, reference) => checkRefusal(actor, state, reference) === undefined,
  data: z.strictObject({ reason: text(1000), due: z.optional(day) }),
  decide(data, state, on) {
    const { reference, now } = on.context
    const due = dueDay(data.due, state.days, reference, now)
    if (isProblem(due)) return due
    const level = levelOf(reference.units, state.unit)
    const [work] = state.legs.filter((leg) => leg.status === 'handling').reverse()
    const leg = workLeg(state.unit, work?.by ?? state.unit, due, reference)
    return { set: { status: 'handling', level }, leg, text: { reason: data.reason } }
  },
})

const callUpData = z.strictObject({
  reason: text(1000),
  tried: text(2000),
  suggestedLead: optionalText(100),
  obstacle: z.optional(z.enum(obstacles)),
  /** Day of what was tried last. */
  triedOn: z.optional(day),
  photos: z.optional(photos),
})

/** 提请街道: what a community cannot solve alone, with what it tried. The found date never changes. */
export const callUp = defineStep({
  step: 'call-up',
  label: '提请街道',
  from: ['reported', 'handling'],
  who: '所在社区两委，限社区层面的隐患',
  result: '待研判，由街道专班研判；发现日期不变',
  may: (state, actor) => isCommunityOf(actor, state.community) && state.level === 'community',
  data: callUpData,
  decide(data, state, on) {
    if (state.level !== 'community') return problem('call-up.level')
    const { reference, now } = on.context
    const triedOn = data.triedOn && dayOf(data.triedOn)
    if (triedOn && !isPastDay(triedOn, now)) return problem('call-up.tried-day', { field: 'triedOn' })
    const due = dueDay(undefined, STUDY_DAYS, reference, now)
    if (isProblem(due)) return due
    const leg = workLeg(OFFICE, state.community, due, reference)
    const said = words({ reason: data.reason, tried: data.tried, suggestedLead: data.suggestedLead })
    const before = data.photos?.length ? { before: [...new Set([...state.before, ...data.photos])] } : {}
    const obstacle = data.obstacle ?? null
    return {
      set: {
        status: 'called',
        unit: OFFICE,
        level: 'street',
        person: null,
        parts: {},
        topic: null,
        obstacle,
        ...before,
        ...unproposed,
      },
      leg,
      text: said,
      ...(triedOn ? { more: { triedOn } } : {}),
    }
  },
})

export const sendBack = defineStep({
  step: 'send-back',
  label: '退回社区',
  from: ['called'],
  who: '街道专班',
  result: '整改中，由社区承办',
  may: (_state, actor) => isOffice(actor),
  data: z.strictObject({ reason: text(1000), due: day, lack: z.optional(z.enum(lacks)) }),
  decide(data, state, on) {
    const { reference, now } = on.context
    const due = dueDay(data.due, state.days, reference, now)
    if (isProblem(due)) return due
    const leg = workLeg(state.community, OFFICE, due, reference)
    return {
      set: { status: 'handling', unit: state.community, level: 'community', parts: {}, obstacle: null },
      leg,
      text: { reason: data.reason },
      ...(data.lack ? { more: { lack: data.lack } } : {}),
    }
  },
})
