import { type Command, SYSTEM } from '../entry.ts'
import { photosNamed } from '../photo.ts'
import { type Problem, problem } from '../problem.ts'
import type { Context, Decision, KindRules, States } from '../rulebook.ts'
import { facesOf } from '../units/deputies.ts'
import { type Actor, roleNames } from '../units/roles.ts'
import { type Reference, sayDuty } from '../units/units.ts'
import { canSee, protectedRoles, scopeOf, seesReporter } from './audience.ts'
import { evolve } from './fold.ts'
import { checkRefusal, isOffice, isSupervised } from './rights.ts'
import type { HazardState, Turn } from './state.ts'
import { labelOf, type Step } from './step.ts'
import { hazardSteps } from './steps.ts'
import { extensionRefusal } from './steps-extend.ts'
import { undoRefusal } from './steps-mend.ts'

/**
 * `seen` is the case's version on the screen; a number above any version the case has had is the book's seq.
 * Only a turn of status or holder by somebody else makes a screen stale.
 */
function missedTurn(seen: number, state: HazardState, actor: Actor): Turn | null {
  const turn = state.turned.actor === actor.person ? state.turnedBefore : state.turned
  if (!turn) return null
  return (seen <= state.version ? seen < turn.version : seen < turn.seq) ? turn : null
}

/** Says who did what meanwhile; of a neighbour who is hidden from this actor, the duty only. */
function stale({ actor, step, at }: Turn, state: HazardState, reference: Reference, to: Actor): Problem {
  const duty = reference.people.get(actor)?.memberships[0]
  const hidden = duty !== undefined && protectedRoles.has(duty.role) && !seesReporter(to)
  const known = hidden ? roleNames[duty.role] : duty && sayDuty(reference.units, duty)
  const who = known ?? '系统'
  const row = hazardSteps.find((one) => one.step === step)
  const did = row ? labelOf(row, state) : step
  const say = `在您填写时，${who}已办理“${did}”，请看过最新情况再决定；您写的内容还在。`
  return problem('step.stale', { ...(hidden ? {} : { actor }), step, at, version: state.version }, say)
}

function checkNamed(command: Command, context: Context): Problem | undefined {
  const foreign = photosNamed(command.data).some((hash) => {
    const fact = context.photos.get(hash)
    return fact !== undefined && !fact.own && !fact.seen
  })
  return foreign ? problem('photo.not-yours') : undefined
}

function decideExisting(step: Step, state: HazardState, command: Command, states: States<HazardState>, on: Context) {
  const scope = scopeOf(on.actor, on.reference.units)
  const asSystem = (step.bySystem || step.byItself) === true && on.actor.person === SYSTEM
  if (!asSystem && !canSee(state, scope)) return problem('case.not-found')
  if (step.from.includes('new')) return problem('case.exists')
  const missed = command.seen === undefined || step.neverStale ? null : missedTurn(command.seen, state, on.actor)
  if (missed) return stale(missed, state, on.reference, on.actor)
  if (!step.from.includes(state.status)) return problem('step.not-now', { status: state.status })
  if (!step.may(state, on.actor, on.reference, on.now)) return refusedDuty(step, state, on)
  const foreign = checkNamed(command, on)
  if (foreign) return foreign
  const visible = new Map([...states].filter(([, other]) => other !== null && canSee(other, scope)))
  return step.run(state, { command, context: on, states: visible })
}

/** A fixer who tries to close hears why, not merely that he may not. */
function refusedDuty(step: Step, state: HazardState, { actor, reference }: Context): Problem {
  if (step.step === 'undo') return undoRefusal(state, actor.person)
  const checks = step.step === 'close' || step.step === 'return'
  const refusal = checks ? checkRefusal(actor, state, reference) : undefined
  if (refusal) return problem(refusal)
  if (step.step === 'void' && state.source === 'superior') return problem('void.superior')
  if (step.step === 'void' && isSupervised(state)) return problem('void.supervised')
  if (step.step === 'void' && state.reporter === actor.person && (state.version === 1 || isOffice(actor)))
    return problem('void.same-day')
  const unanswered = extensionRefusal(step.step, state, actor)
  if (unanswered) return problem(unanswered)
  if (step.step === 'call-up' && state.level !== 'community') return problem('call-up.level')
  return problem('step.not-yours')
}

function decide(command: Command, states: States<HazardState>, context: Context): Decision {
  const step = hazardSteps.find((row) => row.step === command.step)
  if (!step) return problem('command.unknown-step')
  const state = states.get(command.stream) ?? null
  if (state) return decideExisting(step, state, command, states, context)
  if (!step.from.includes('new')) return problem('case.not-found')
  return checkNamed(command, context) ?? step.run(null, { command, context, states })
}

export const hazardRules: KindRules<HazardState> = {
  names: (command) => (typeof command.data.duplicateOf === 'string' ? [command.data.duplicateOf] : []),
  photos: (command, state) => [
    ...photosNamed(command.data),
    ...(command.step === 'close' && state ? [...state.before, ...state.after, ...state.papers] : []),
  ],
  decide,
  evolve,
}

/** The steps this actor may take on the case as it stands now, himself or as a deputy: what the buttons show. */
export function availableSteps(
  state: HazardState,
  actor: Actor,
  reference: Reference,
  now: string,
): { step: string; label: string }[] {
  const faces = facesOf(actor)
  // Who asks for himself sees the case already; of several each acts on what he sees by those duties.
  const actors = faces.length > 1 ? faces.filter((one) => canSee(state, scopeOf(one, reference.units))) : faces
  const may = (row: Step) => actors.filter((one) => row.may(state, one, reference, now))
  return hazardSteps
    .filter((row) => row.from.includes(state.status) && may(row).length > 0)
    .map((row) => {
      const records = may(row).every((one) => row.records?.(state, one, reference))
      return { step: row.step, label: `${records ? '代录' : ''}${labelOf(row, state)}` }
    })
}
