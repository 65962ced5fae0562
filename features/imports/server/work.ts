import type { Pool } from 'pg'
import type { Ledger } from '../../../ledger/append.ts'
import { namedId } from '../../../ledger/found.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import type { PreviewRow } from './preview.ts'
import { endWork, keepOutcomes, readRows, type StoredImport } from './store.ts'

interface Works {
  pool: Pool
  ledger: Ledger
  clock: Clock
}

export interface Job extends Works {
  book: string
  /** Who does it: its commands are his. */
  person: string
  one: StoredImport
}

/** Commands sent at a time: as many as the book takes in one transaction. */
const CHUNK = 64

async function send(job: Job, kind: string, step: string, stream: string, data: object): Promise<string | undefined> {
  const { book, person, clock } = job
  const id = namedId(book, kind, step, stream)
  const command = { id, stream, kind, step, data, takenAt: clock().toISOString() }
  const [result] = await job.ledger.submit(book, person, [command])
  return result?.status === 'refused' ? (result.problem?.message ?? '没有办成。') : undefined
}

const chunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, i) => list.slice(i * CHUNK, (i + 1) * CHUNK))

interface Outcome {
  row: number
  outcome: 'imported' | 'same' | 'refused'
  error?: string
}

/** The same row sent again, by anybody and at any time, is the same hazard. */
const known = new Set(['case.exists', 'command.reused'])

async function commandOf(job: Job, row: PreviewRow) {
  const { step, data, seen, stream } = row.command as NonNullable<PreviewRow['command']>
  const takenAt = job.clock().toISOString()
  if (step === 'correct')
    return { id: namedId(job.one.id, 'correct', String(row.row)), stream, kind: 'hazard', step, data, seen, takenAt }
  const backfill = {
    ...(data.backfill as object),
    batch: job.one.id,
    facts: { ...(data.backfill as { facts?: object }).facts, row: row.row },
  }
  return { id: namedId(String(stream), 'report'), stream, kind: 'hazard', step, data: { ...data, backfill }, takenAt }
}

async function takeChunk(job: Job, rows: readonly PreviewRow[]): Promise<Outcome[]> {
  const commands = await Promise.all(rows.map((row) => commandOf(job, row)))
  const results = await job.ledger.submit(job.book, job.person, commands)
  return rows.map(({ row }, i) => {
    const { status, problem } = results[i] as (typeof results)[number]
    if (status !== 'refused') return { row, outcome: 'imported' }
    if (problem && known.has(problem.code)) return { row, outcome: 'same' }
    return { row, outcome: 'refused', error: `第 ${row} 行：${problem?.message ?? '没有办成。'}` }
  })
}

const counted = (rows: readonly { outcome: string | null }[], outcome: string) =>
  rows.filter((row) => row.outcome === outcome).length

/**
 * Brings the confirmed rows in, one batch. Cut off anywhere and begun again it goes on: the ids follow from what the rows
 * say, so that what has come in already is answered as such.
 */
export async function runConfirm(job: Job): Promise<void> {
  const { pool, book, one, clock } = job
  const rows = await readRows(pool, book, one.id)
  const ready = rows.filter(({ command, outcome }) => command && outcome === null)
  const before = counted(rows, 'imported')
  const sheet = { sheet: one.sha256, rows: rows.length }
  const refused = one.kind === 'template' ? await send(job, 'batch', 'open', one.id, sheet) : undefined
  if (refused && !(await isOpen(job))) return endWork(pool, book, one.id, 'done', { refused: ready.length }, clock())
  const outcomes: Outcome[] = []
  for (const chunk of chunks(ready)) {
    const taken = await takeChunk(job, chunk)
    outcomes.push(...taken)
    await keepOutcomes(pool, book, one.id, taken, before + outcomes.length)
  }
  const counts = {
    imported: before + counted(outcomes, 'imported'),
    refused: counted(rows, 'refused') + counted(outcomes, 'refused'),
    skipped: counted(rows, 'skipped'),
  }
  await endWork(pool, book, one.id, 'done', counts, clock())
}

/** Is the batch in the book, though its opening was answered differently this time? */
async function isOpen({ pool, book, one }: Job): Promise<boolean> {
  const { rows } = await pool.query('select 1 from stream where book_id = $1 and stream = $2', [book, one.id])
  return rows.length > 0
}

interface Came {
  id: string
  number: string
  untouched: boolean
  gone: boolean
}

/** What came with a batch, and whether somebody has dealt with it since. */
export async function readCame(pool: Pool, book: string, batch: string): Promise<Came[]> {
  const { rows } = await pool.query<Came>(
    `select s.stream as id, s.state ->> 'number' as number, s.version = 1 as untouched,
       s.state #>> '{turned,step}' = 'retract' as gone
     from stream s where s.book_id = $1 and s.state #>> '{backfill,batch}' = $2 order by s.seq`,
    [book, batch],
  )
  return rows
}

/** Takes a batch back: what nobody has touched gets a counter-entry each, the rest stays and is told. */
export async function runUndo(job: Job, reason: string): Promise<void> {
  const { pool, book, one, ledger, person, clock } = job
  await send(job, 'batch', 'undo', one.id, { reason })
  const came = await readCame(pool, book, one.id)
  const untouched = came.filter((hazard) => hazard.untouched && !hazard.gone)
  let retracted = came.filter(({ gone }) => gone).length
  for (const chunk of chunks(untouched)) {
    const commands = chunk.map(({ id: stream }) => ({
      id: namedId(stream, 'retract'),
      stream,
      kind: 'hazard',
      step: 'retract',
      data: { reason: `撤销导入：${reason}` },
      takenAt: clock().toISOString(),
    }))
    const results = await ledger.submit(book, person, commands)
    retracted += results.filter(({ status }) => status !== 'refused').length
    await pool.query('update desk.import set done = $3 where book_id = $1 and id = $2', [book, one.id, retracted])
  }
  await endWork(pool, book, one.id, 'undone', { retracted, kept: came.length - retracted }, clock())
}
