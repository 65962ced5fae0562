import type { Command, Entry, JsonObject } from '../entry.ts'
import { actorOf, caseId, given, openWorld, took, type World } from '../hazard/given.ts'
import type { Who } from '../hazard/given-tree.ts'
import { type HazardState, openLeg } from '../hazard/state.ts'
import { rules } from '../kinds.ts'
import { isProblem, type ProblemCode } from '../problem.ts'
import type { Context } from '../rulebook.ts'
import type { Topic } from './topic.ts'

export const topicId = (n: number): string => `00000000-0000-7000-b000-${String(n).padStart(12, '0')}`
export const meetingId = (n: number): string => `00000000-0000-7000-c000-${String(n).padStart(12, '0')}`

type DeskKind = 'topic' | 'meeting' | 'supervision'

/** A desk of the office over a world of hazards: topics and meetings beside them, decided and folded by the law. */
export function openDesk(world: World = openWorld()) {
  const others = new Map<string, { kind: DeskKind; state: unknown; version: number }>()
  const found: NonNullable<Context['found']> = (kind, stream) =>
    kind === 'hazard'
      ? (world.states.get(stream) ?? null)
      : others.get(stream)?.kind === kind
        ? others.get(stream)?.state
        : null

  function write(entry: Entry): void {
    if (entry.kind === 'hazard') {
      world.entries.push(entry)
      world.states.set(entry.stream, rules.hazard.evolve(world.states.get(entry.stream) ?? null, entry) as HazardState)
      return
    }
    const kind = entry.kind as DeskKind
    others.set(entry.stream, {
      kind,
      state: rules[kind].evolve(others.get(entry.stream)?.state ?? null, entry),
      version: entry.version,
    })
  }

  /** One command about a topic or a meeting. @returns `accepted`, or why not; on refusal nothing has changed */
  function send(who: Who, kind: DeskKind, step: string, stream: string, data: object, at?: string, seen?: number) {
    world.now = at ?? new Date(Date.parse(world.now) + 60_000).toISOString()
    const command: Command = { id: stream, stream, kind, step, data: data as JsonObject, takenAt: world.now }
    if (seen !== undefined) command.seen = seen
    const counters = new Map(world.counters)
    const context: Context = {
      actor: actorOf(who),
      reference: world.reference,
      now: world.now,
      photos: world.photos,
      found,
      next(name) {
        counters.set(name, (counters.get(name) ?? 0) + 1)
        return counters.get(name) ?? 0
      },
    }
    const states = new Map([[stream, found(kind, stream) ?? null]])
    const decided = rules[kind].decide(command, states, context)
    if (isProblem(decided)) return { code: decided.code as ProblemCode | 'accepted', said: decided.message }
    world.counters = counters
    const base = { book: 'b1', actor: context.actor.person, commandId: command.id, takenAt: world.now, textHash: null }
    for (const [ordinal, draft] of decided.entries()) {
      const known = draft.kind === 'hazard' ? world.states.get(draft.stream) : others.get(draft.stream)
      const place = {
        seq: world.entries.length + 1,
        version: (known?.version ?? 0) + 1,
        ordinal,
        recordedAt: world.now,
      }
      write({ ...draft, ...base, ...place })
    }
    return { code: 'accepted' as const, said: '', text: decided[0]?.text ?? null }
  }

  return {
    world,
    send,
    state: (stream: string) => others.get(stream)?.state,
    topic: (n: number) => others.get(topicId(n))?.state as Topic,
    hazard: (letter: string) => world.states.get(caseId(letter)) as HazardState,
    leg: (letter: string) => openLeg(world.states.get(caseId(letter)) as HazardState),
  }
}
export type Desk = ReturnType<typeof openDesk>

/** Cases that a community has called up, by letter. */
export function calledUp(letters: readonly string[], world: World = openWorld()): Desk {
  const steps = letters.flatMap((on) => [
    took('volunteer', 'report', {}, { on }),
    took('community', 'call-up', {}, { on }),
  ])
  given(steps, world)
  return openDesk(world)
}

export const proposal = (letters: readonly string[], more: JsonObject = {}): JsonObject => ({
  title: '示范花园飞线充电',
  cases: letters.map(caseId),
  lead: 'o-cg',
  due: '2026-04-30',
  measures: '统一清理，增设充电桩',
  ...more,
})

export const meetingOf = (on: string): JsonObject => ({
  on,
  title: '工作组第一次会议',
  chair: '组长',
  present: '城管办、消防救援大队',
})
