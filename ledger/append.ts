import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { shanghaiDate } from '../domain/calendar/working-days.ts'
import { type Command, commandSchema } from '../domain/entry.ts'
import { scopeOf } from '../domain/hazard/audience.ts'
import { rules } from '../domain/kinds.ts'
import { type Problem, problem } from '../domain/problem.ts'
import { isStorableDeep } from '../domain/schema.ts'
import { actorOn } from '../domain/units/deputies.ts'
import { referenceAt } from '../domain/units/in-force.ts'
import { isReferenceKind } from '../domain/units/reference.ts'
import type { Reference, Unit } from '../domain/units/units.ts'
import type { Clock } from '../platform/server/clock.ts'
import { isUnreachable, type Tx, together, withTx } from '../platform/server/db.ts'
import { answerOf, type Group, judge, type Task, type Verdict } from './decide-group.ts'
import {
  type BookHead,
  type Loaded,
  loadAnswered,
  loadCounters,
  loadOpenCases,
  loadPhotos,
  loadReference,
  loadStreams,
  lockBook,
} from './load.ts'
import { projectCore } from './project.ts'
import type { Project } from './projected.ts'
import { writeGroup } from './write.ts'

export interface Result {
  id: string | null
  status: 'accepted' | 'duplicate' | 'refused'
  stream: string | null
  seq?: number
  version?: number
  problem?: Problem
}

export interface LedgerDeps {
  pool: Pool
  clock: Clock
  random: (bytes: number) => Buffer
  rooms?: readonly Project[]
  /** Tells apart the reference copies of several databases in one process. */
  name?: string
}

export interface Ledger {
  /**
   * Decides a device's commands in order; each stands or falls alone. Answers after commit.
   * Throws only when the database cannot be reached: then nothing is known and the same ids may be sent again.
   */
  submit(book: string, actor: string, commands: readonly unknown[]): Promise<Result[]>
}

/** Most commands that one transaction decides. */
const GROUP = 64
/** Most characters of one command: twenty photos, two long texts and room to spare. */
const MAX_COMMAND = 32_000

interface Waiting {
  task: Task
  resolve(result: Result): void
  reject(error: unknown): void
}

function parse(raw: unknown): Command | Result {
  const parsed = z.safeParse(commandSchema, raw)
  const given = (raw ?? {}) as { id?: unknown; stream?: unknown }
  const id = typeof given.id === 'string' ? given.id.slice(0, 64) : null
  const stream = typeof given.stream === 'string' ? given.stream.slice(0, 64) : null
  const refused = (p: Problem): Result => ({ id, status: 'refused', stream, problem: p })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const field = issue?.code === 'unrecognized_keys' ? issue.keys.join('、') : issue?.path.join('.')
    return refused(problem('command.invalid', { field: field?.slice(0, 100) }))
  }
  if (!isStorableDeep(raw))
    return refused(problem('command.invalid', undefined, '内容里有不能保存的字符，请删去后再提交。'))
  if (JSON.stringify(parsed.data).length > MAX_COMMAND)
    return refused(problem('command.invalid', undefined, '内容太长，请精简后再提交。'))
  return parsed.data
}

function resultOf(verdict: Verdict): Result {
  const { id, stream } = verdict.task.command
  const answer = verdict.repeat ?? answerOf(verdict)
  if (answer.problem) return { id, status: 'refused', stream, problem: answer.problem }
  const status = verdict.repeat ? 'duplicate' : 'accepted'
  return { id, status, stream: answer.stream, seq: answer.seq ?? undefined, version: answer.version ?? undefined }
}

function whoActs(tasks: readonly Task[], all: Reference, now: Date): { actors: string[]; tokens: string[] } {
  const reference = referenceAt(all, now.toISOString())
  const day = shanghaiDate(now.toISOString())
  const actors = [...new Set(tasks.map((task) => task.actor))]
  const scopes = actors.map((person) => scopeOf(actorOn(reference, person, day), reference.units))
  return { actors, tokens: [...new Set(scopes.flat())] }
}

/** Codes of the units that the commands would close. */
const closing = (commands: readonly Command[], streams: Map<string, Loaded>): string[] =>
  commands
    .filter(({ kind, step }) => kind === 'unit' && step === 'close')
    .flatMap(({ stream }) => {
      const loaded = streams.get(stream)
      return loaded?.kind === 'unit' ? [(loaded.state as Unit).code] : []
    })

/** What the group stands on. The reads are sent behind the lock and see what its last holder committed. */
async function gather(tx: Tx, book: string, tasks: readonly Task[], deps: LedgerDeps): Promise<Group | null> {
  const commands = tasks.map((task) => task.command)
  const ids = commands.map((command) => command.id)
  const [head, streams, counters, answered] = await together<
    [BookHead | null, Group['streams'], Group['counters'], Group['answered']]
  >([lockBook(tx, book), loadStreams(tx, book, commands), loadCounters(tx, book), loadAnswered(tx, book, ids)])
  if (!head) return null
  const named = commands.flatMap((command) => {
    const loaded = streams.get(command.stream)
    return rules[command.kind].photos(command, loaded?.kind === command.kind ? loaded.state : null)
  })
  const reference = await loadReference(tx, book, head.referenceSeq, deps.name ?? '')
  const now = new Date(Math.max(deps.clock().getTime(), head.headAt.getTime() + 1))
  return {
    book,
    seq: head.seq,
    now,
    reference,
    streams,
    photos: await loadPhotos(tx, book, [...new Set(named)], whoActs(tasks, reference, now)),
    counters,
    openCases: await loadOpenCases(tx, book, closing(commands, streams)),
    answered,
    random: deps.random,
  }
}

/** One transaction: lock, load, decide each, write, project, commit (the one path for data). */
async function runGroup(book: string, tasks: readonly Task[], deps: LedgerDeps): Promise<Result[]> {
  return withTx(deps.pool, async (tx) => {
    const group = await gather(tx, book, tasks, deps)
    if (!group) {
      const refused = problem('book.not-found')
      return tasks.map(({ command }) => ({
        id: command.id,
        status: 'refused',
        stream: command.stream,
        problem: refused,
      }))
    }
    const verdicts = tasks.map((task) => judge(task, group))
    const changes = verdicts.flatMap((verdict) => verdict.changes)
    const touched = changes.filter((change) => isReferenceKind(change.entry.kind)).at(-1)?.entry.seq
    await together([writeGroup(tx, group, verdicts, touched), projectCore(tx, book, changes)])
    for (const room of deps.rooms ?? []) await room(tx, book, changes)
    return verdicts.map(resultOf)
  })
}

/** When a group throws, each command runs alone, so that only the culprit errs. */
async function settle(book: string, waiting: readonly Waiting[], deps: LedgerDeps): Promise<void> {
  try {
    const results = await runGroup(
      book,
      waiting.map((one) => one.task),
      deps,
    )
    waiting.forEach((one, i) => {
      one.resolve(results[i] as Result)
    })
  } catch (error) {
    const [only, ...others] = waiting
    if (isUnreachable(error) || (only && others.length === 0)) {
      for (const one of waiting) one.reject(error)
      return
    }
    for (const one of waiting) await settle(book, [one], deps)
  }
}

/** Opens the book for writing: callers that wait for the same book share a transaction. */
export function openLedger(deps: LedgerDeps): Ledger {
  const queues = new Map<string, Waiting[]>()

  async function drain(book: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await settle(book, queue.splice(0, GROUP), deps)
    queues.delete(book)
  }

  function enqueue(book: string, task: Task): Promise<Result> {
    return new Promise((resolve, reject) => {
      const waiting = { task, resolve, reject }
      const queue = queues.get(book)
      if (queue) {
        queue.push(waiting)
        return
      }
      const fresh = [waiting]
      queues.set(book, fresh)
      // The rest of this tick's callers join before the first group leaves.
      setImmediate(() => void drain(book, fresh))
    })
  }

  return {
    async submit(book, actor, commands) {
      const answers = commands.map((raw) => {
        const parsed = parse(raw)
        return 'status' in parsed
          ? parsed
          : enqueue(book, { actor, command: parsed }).catch((error) => culprit(parsed, error))
      })
      return Promise.all(answers)
    },
  }
}

/** A bug in one command is answered as such and may be retried; an unreachable database fails the request. */
function culprit(command: Command, error: unknown): Result {
  if (isUnreachable(error)) throw error
  const { name, code, stack = '' } = error as { name?: string; code?: string; stack?: string }
  // Not the message: a database's quotes the value it did not like, and that may be what somebody wrote.
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  process.emitWarning(`a command failed: ${name} ${code ?? ''}`, { detail: frames.slice(0, 8).join('\n') })
  return { id: command.id, status: 'refused', stream: command.stream, problem: problem('server.bug') }
}
