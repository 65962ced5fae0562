import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import { text } from '../schema.ts'
import { isOffice, mayRecord } from './rights.ts'
import { defineStep } from './step.ts'

/**
 * 撤销导入: what came in with a sheet and nobody has touched since is taken out of the account by a counter-entry. The
 * same row may come in again. A superior's finding only on the day it came in: what was pasted wrongly is mended at once,
 * and nothing of his is left out later.
 */
export const retract = defineStep({
  step: 'retract',
  label: '撤销导入',
  from: ['reported', 'handling', 'rectified'],
  who: '导入的人或街道专班，导入后还没有人办理过；上级问题清单的限登记当天',
  result: '不列入，注明撤销导入',
  may: (state, actor, _reference, now) =>
    state.backfill !== null &&
    state.backfill.batch !== null &&
    state.version === 1 &&
    (state.source !== 'superior' || shanghaiDate(state.reportedAt) === shanghaiDate(now)) &&
    mayRecord(actor, state.community) &&
    (state.reporter === actor.person || isOffice(actor)),
  data: z.strictObject({ reason: text(1000) }),
  decide: (data) => ({ set: { status: 'void', proposedVoid: null }, leg: 'ends', text: { reason: data.reason } }),
})
