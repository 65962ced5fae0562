import * as z from 'zod/mini'
import { shanghaiDate } from '../calendar/working-days.ts'
import type { Command, JsonObject } from '../entry.ts'
import { invalidData, words } from '../hazard/step.ts'
import { problem } from '../problem.ts'
import type { Context, Decision, KindRules } from '../rulebook.ts'
import { day, optionalText, text } from '../schema.ts'
import { holds } from '../units/roles.ts'

/** 工作组会议: the day is a code, who was there are words. */
export interface Meeting {
  id: string
  /** Shanghai day. */
  on: string
  by: string
}

const meetingData = z.strictObject({
  on: day,
  title: text(100),
  /** 主持、出席、请假、列席, as the minutes name them. */
  chair: text(100),
  present: text(1000),
  excused: optionalText(1000),
  observers: optionalText(1000),
})

function decideHold(command: Command, state: Meeting | null, { actor, now }: Context): Decision {
  const given = z.safeParse(meetingData, command.data)
  if (!given.success) return invalidData(given.error)
  if (!holds(actor, 'office')) return problem('step.not-yours')
  const { on, ...said } = given.data
  const date = on.length === 10 ? on : shanghaiDate(on)
  if (date > shanghaiDate(now)) return problem('meeting.future')
  const step = state ? 'mend' : 'hold'
  return [{ stream: command.stream, kind: 'meeting', step, data: { on: date } as JsonObject, text: words(said) }]
}

/** kind `meeting`: `hold` once it has taken place; `mend` replaces what was said of it. */
export const meetingRules: KindRules<Meeting> = {
  names: () => [],
  photos: () => [],
  decide(command, states, context) {
    const state = states.get(command.stream) ?? null
    if (command.step === 'hold') return state ? problem('meeting.exists') : decideHold(command, null, context)
    if (command.step !== 'mend') return problem('command.unknown-step')
    return state ? decideHold(command, state, context) : problem('meeting.unknown')
  },
  evolve: (before, entry) => ({ id: entry.stream, by: before?.by ?? entry.actor, on: String(entry.data.on) }),
}
