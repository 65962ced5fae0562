import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { code } from '../../../domain/schema.ts'
import type { Ledger, Result } from '../../../ledger/append.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import { secretOf } from '../../../platform/server/auth.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { documented, reply, serve } from '../../../platform/server/http.ts'
import { keepTurnedAway } from '../../../platform/server/turned-away.ts'
import { commandsAnswer, commandsBody, getChanges, getReceipts, MAX_BATCH } from '../contract.ts'
import { readChanges } from './reads.ts'
import { readReceipts } from './receipts.ts'

interface Deps {
  pool: Pool
  ledger: Ledger
  viewerOf: ViewerOf
  clock: Clock
  secure: boolean
}

const naming = z.object({ book: code })

/** The book a command names; one that is no code leaves it to the sender's own, where the command is refused. */
const bookOf = (raw: unknown): string | undefined => z.safeParse(naming, raw).data?.book

/** Runs of commands that name the same book go to it together, in the device's order. */
function byBook(commands: readonly unknown[]): { book: string | undefined; commands: unknown[] }[] {
  const runs: { book: string | undefined; commands: unknown[] }[] = []
  for (const command of commands) {
    const book = bookOf(command)
    const last = runs.at(-1)
    if (last && last.book === book) last.commands.push(command)
    else runs.push({ book, commands: [command] })
  }
  return runs
}

const refusedAll = (commands: readonly unknown[], refusal: Result['problem']): Result[] =>
  commands.map((raw) => {
    const { id, stream } = (raw ?? {}) as { id?: unknown; stream?: unknown }
    const said = (value: unknown) => (typeof value === 'string' ? value.slice(0, 64) : null)
    return { id: said(id), status: 'refused', stream: said(stream), problem: refusal }
  })

/** The one door for change (POST /api/commands) what it led to (GET /api/changes), and what stands (GET /api/receipts). */
export function registerSync(app: FastifyInstance, { pool, ledger, viewerOf, clock, secure }: Deps): void {
  /** What somebody disabled still sends is refused, and told to those who keep him; `kept` says how many of it. */
  const turnAway = async (request: FastifyRequest, refusal: Problem): Promise<Problem> => {
    const secret = secretOf(request, secure)
    if (refusal.code !== 'session.disabled' || !secret) return refusal
    return { ...refusal, detail: { kept: await keepTurnedAway(pool, secret, request.body, clock()) } }
  }

  app.post(
    '/api/commands',
    documented('提交一批操作，逐条答复', commandsBody, commandsAnswer),
    async (request, response) => {
      const own = await viewerOf(request)
      if (isProblem(own)) return reply(response, await turnAway(request, own))
      const body = z.safeParse(commandsBody, request.body)
      if (!body.success) {
        const sent = (request.body as { commands?: unknown } | null)?.commands
        const tooMany = Array.isArray(sent) && sent.length > MAX_BATCH
        return reply(response, problem(tooMany ? 'request.too-large' : 'request.malformed'))
      }
      const results: Result[] = []
      for (const run of byBook(body.data.commands)) {
        const viewer = run.book === undefined ? own : await viewerOf(request, run.book)
        if (isProblem(viewer)) results.push(...refusedAll(run.commands, viewer))
        else results.push(...(await ledger.submit(viewer.book, viewer.person, run.commands)))
      }
      return response.send({ results })
    },
  )

  serve(app, getChanges, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readChanges(pool, viewer, query, clock().toISOString())
  })

  serve(app, getReceipts, async ({ query, request }) => {
    const viewer = await viewerOf(request, query.book)
    return isProblem(viewer) ? viewer : readReceipts(pool, viewer, query.ids.split(','))
  })
}
