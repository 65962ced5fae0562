import * as z from 'zod/mini'
import { text } from '../schema.ts'
import { isOffice, mayRecord } from './rights.ts'
import { defineStep } from './step.ts'

/**
 * 撤销导入: what came in with a sheet and nobody has touched since is taken out of the account by a counter-entry. The
 * same row may come in again.
 */
export const retract = defineStep({
  step: 'retract',
  label: '撤销导入',
  from: ['reported', 'handling', 'rectified'],
  who: '导入的人或街道专班，导入后还没有人办理过',
  may: (state, actor) =>
    state.backfill !== null &&
    state.backfill.batch !== null &&
    state.version === 1 &&
    mayRecord(actor, state.community) &&
    (state.reporter === actor.person || isOffice(actor)),
  data: z.strictObject({ reason: text(1000) }),
  decide: (data) => ({ set: { status: 'void', proposedVoid: null }, leg: 'ends', text: { reason: data.reason } }),
})
