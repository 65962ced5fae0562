import { batchRules } from './batch/batch-steps.ts'
import { documentRules } from './document/document-steps.ts'
import { templateRules } from './document/template-steps.ts'
import type { Kind } from './entry.ts'
import { hazardRules } from './hazard/decide.ts'
import { meetingRules } from './meeting/meeting-steps.ts'
import type { KindRules } from './rulebook.ts'
import { supervisionRules } from './supervision/supervision-steps.ts'
import { topicRules } from './topic/topic-steps.ts'
import { personRules } from './units/person-steps.ts'
import { calendarRules, catalogueRules } from './units/published-steps.ts'
import { unitRules } from './units/unit-steps.ts'

/** The rules of every kind of stream. A new kind is one line here and a folder of its own. */
export const rules: { [K in Kind]: KindRules<unknown> } = {
  hazard: hazardRules as KindRules<unknown>,
  person: personRules as KindRules<unknown>,
  unit: unitRules as KindRules<unknown>,
  calendar: calendarRules as KindRules<unknown>,
  catalogue: catalogueRules as KindRules<unknown>,
  batch: batchRules as KindRules<unknown>,
  topic: topicRules as KindRules<unknown>,
  meeting: meetingRules as KindRules<unknown>,
  document: documentRules as KindRules<unknown>,
  supervision: supervisionRules as KindRules<unknown>,
  template: templateRules as KindRules<unknown>,
}
