import { decideFor } from '../domain/acting.ts'
import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { type Command, type Draft, type Entry, type Kind, SYSTEM } from '../domain/entry.ts'
import { canSee, scopeOf } from '../domain/hazard/audience.ts'
import { rules } from '../domain/kinds.ts'
import { isProblem, type Problem, problem } from '../domain/problem.ts'
import type { Context, PhotoFact } from '../domain/rulebook.ts'
import { actorOn } from '../domain/units/deputies.ts'
import { referenceAt } from '../domain/units/in-force.ts'
import { isReferenceKind, withState } from '../domain/units/reference.ts'
import type { Actor } from '../domain/units/roles.ts'
import type { Reference } from '../domain/units/units.ts'
import type { Answered, Loaded, PhotoRow } from './load.ts'
import { bodyHash, leafOf, textHash } from './proof.ts'

/** A command that passed the envelope's schema, and who sent it. */
export interface Task {
  actor: string
  command: Command
}

export interface Change {
  entry: Entry
  before: unknown
  after: unknown
  salt: Buffer | null
  leaf: Buffer
}

/** What the group knows when it starts, and what each decided command leaves for the next one. */
export interface Group {
  book: string
  seq: number
  now: Date
  reference: Reference
  streams: Map<string, Loaded>
  photos: Map<string, PhotoRow>
  counters: Map<string, number>
  /** Open cases at the units that commands of this group would close, as the group found them. */
  openCases: Map<string, number>
  answered: Map<string, Answered>
  random: (bytes: number) => Buffer
}

export interface Verdict {
  task: Task
  hash: Buffer
  /** Answered before: nothing is stored. */
  repeat?: Answered
  problem?: Problem
  /** Only the law's refusals are stored; a malformed command may be mended and sent again under its id. */
  kept: boolean
  changes: Change[]
}

const unstored = new Set(['command.invalid', 'command.unknown-step', 'command.reused', 'session.disabled'])

function actorOf(id: string, { reference, now }: Group): Actor | Problem {
  if (id === SYSTEM) return { person: SYSTEM, memberships: [] }
  const person = reference.people.get(id)
  if (!person || person.disabled) return problem('session.disabled')
  return actorOn(reference, id, shanghaiDate(now.toISOString()))
}

function factsFor(actor: Actor, group: Group): Map<string, PhotoFact> {
  const scope = scopeOf(actor, referenceAt(group.reference, group.now.toISOString()).units)
  const fact = (row: PhotoRow): PhotoFact => ({
    own: row.uploaders.includes(actor.person),
    seen: canSee({ audience: row.tokens }, scope),
  })
  return new Map([...group.photos].map(([hash, row]) => [hash, fact(row)]))
}

function statesFor(command: Command, group: Group): Map<string, unknown> {
  const ids = [command.stream, ...rules[command.kind].names(command)]
  const ofKind = ids.map((id): [string, unknown] => {
    const loaded = group.streams.get(id)
    return [id, loaded?.kind === command.kind ? loaded.state : null]
  })
  return new Map(ofKind)
}

function write(draft: Draft, ordinal: number, task: Task, group: Group): Change {
  const before = group.streams.get(draft.stream)
  const salt = draft.text ? group.random(16) : null
  group.seq += 1
  const entry: Entry = {
    ...draft,
    book: group.book,
    seq: group.seq,
    version: (before?.version ?? 0) + 1,
    actor: task.actor,
    commandId: task.command.id,
    ordinal,
    takenAt: new Date(task.command.takenAt).toISOString(),
    recordedAt: group.now.toISOString(),
    textHash: salt && draft.text ? textHash(salt, draft.text).toString('hex') : null,
  }
  const after = rules[draft.kind].evolve(before?.state ?? null, entry)
  group.streams.set(draft.stream, { kind: draft.kind, version: entry.version, state: after })
  if (isReferenceKind(draft.kind)) group.reference = withState(group.reference, draft.kind, draft.stream, after)
  return { entry, before: before?.state ?? null, after, salt, leaf: leafOf(entry) }
}

function isTaken(stream: string, kind: Kind, group: Group): boolean {
  const loaded = group.streams.get(stream)
  return loaded !== undefined && loaded.kind !== kind
}

/** A wish about a person or unit that says which version it saw stands only on that one. */
function missedReference({ kind, stream, seen }: Command, group: Group): Problem | undefined {
  const version = group.streams.get(stream)?.version ?? 0
  return isReferenceKind(kind) && seen !== undefined && seen < version ? problem('step.stale') : undefined
}

function decideOne(task: Task, group: Group): Draft[] | Problem {
  const { command } = task
  const actor = actorOf(task.actor, group)
  if (isProblem(actor)) return actor
  if (isTaken(command.stream, command.kind, group)) return problem('case.not-found')
  const missed = missedReference(command, group)
  if (missed) return missed
  const counters = new Map(group.counters)
  const now = group.now.toISOString()
  const context: Context = {
    actor,
    reference: referenceAt(group.reference, now),
    now,
    photos: factsFor(actor, group),
    openCases: group.openCases,
    found(kind, stream) {
      const loaded = group.streams.get(stream)
      return loaded?.kind === kind ? loaded.state : null
    },
    next(name) {
      const value = (counters.get(name) ?? 0) + 1
      counters.set(name, value)
      return value
    },
  }
  const decision = decideFor(rules[command.kind], command, statesFor(command, group), context)
  if (!isProblem(decision)) group.counters = counters
  return decision
}

/** Decides one command on what its predecessors in the group left; the group moves on only if it is accepted. */
export function judge(task: Task, group: Group): Verdict {
  const hash = bodyHash(task.command)
  const prior = group.answered.get(task.command.id)
  if (prior) {
    const same = prior.actor === task.actor && prior.bodyHash.equals(hash)
    if (same) return { task, hash, repeat: prior, kept: false, changes: [] }
    return { task, hash, problem: problem('command.reused'), kept: false, changes: [] }
  }
  const decision = decideOne(task, group)
  const changes = isProblem(decision) ? [] : decision.map((draft, ordinal) => write(draft, ordinal, task, group))
  const verdict: Verdict = { task, hash, kept: true, changes }
  if (isProblem(decision)) {
    verdict.problem = decision
    verdict.kept = !unstored.has(decision.code)
  }
  if (verdict.kept) group.answered.set(task.command.id, answerOf(verdict))
  return verdict
}

export function answerOf(verdict: Verdict): Answered {
  const last = verdict.changes.at(-1)?.entry
  return {
    actor: verdict.task.actor,
    bodyHash: verdict.hash,
    stream: verdict.task.command.stream,
    seq: last?.seq ?? null,
    version: last?.version ?? null,
    problem: verdict.problem ?? null,
  }
}
