import type { Command } from './entry.ts'
import { isProblem, type ProblemCode } from './problem.ts'
import type { Context, Decision, KindRules, States } from './rulebook.ts'
import { facesOf } from './units/deputies.ts'

/** Refusals for want of a duty: those that somebody else's duty can mend. */
const wantsDuty: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'step.not-yours',
  'case.not-found',
  'person.unknown',
  'report.place',
  'report.direct-staff',
  'report.superior-only',
  'unit.not-yours',
  'check.lost-photos-office',
  'extend.leader',
])

/**
 * Decides by the actor's own duties first, then by those of each person he deputizes for today; the entries then say
 * for whom (代). Refused everywhere, he hears what his own duties say, or why a principal's do not help.
 */
export function decideFor(
  rules: KindRules<unknown>,
  command: Command,
  states: States<unknown>,
  context: Context,
): Decision {
  const [own, ...lent] = facesOf(context.actor)
  let refused = rules.decide(command, states, { ...context, actor: own ?? context.actor })
  for (const actor of lent) {
    if (!isProblem(refused) || !wantsDuty.has(refused.code)) return refused
    const decision: Decision = rules.decide(command, states, { ...context, actor })
    if (!isProblem(decision))
      return decision.map((draft) => ({ ...draft, data: { ...draft.data, behalf: actor.behalf ?? null } }))
    if (!wantsDuty.has(decision.code) || refused.code === 'case.not-found') refused = decision
  }
  return refused
}
