import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import type { Pool } from 'pg'
import type * as z from 'zod/mini'
import { type Status, statuses, statusNames } from '../../../domain/hazard/state.ts'
import { type Problem, problem } from '../../../domain/problem.ts'
import { exportCells, namesOf } from '../../../domain/sheet/export-columns.ts'
import { communityOf, lineage } from '../../../domain/units/units.ts'
import { type Instant, readAt } from '../../../ledger/as-of.ts'
import { type ExportDbRow, exportDbColumns, factsReader } from '../../../ledger/export-facts.ts'
import { presentFrom, standingFrom, standingWhere, type Where } from '../../../ledger/standing.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import type { Tx } from '../../../platform/server/db.ts'
import { exportPlan, rowHeight } from '../../../platform/server/sheets/export-layout.ts'
import { type OutRow, writeBook } from '../../../platform/server/sheets/write.ts'
import type { exportQuery } from '../contract.ts'
import { asThen, orderOf } from './reads.ts'

type Query = z.infer<typeof exportQuery>

/** Rows fetched at a time: so many, and no more, are in memory at once. */
const BATCH = 100
/** Exports at the same time: each keeps a connection until its last byte is taken. */
const AT_ONCE = 3

/** How far an export is; told to whoever asked for it under the ticket he chose. */
export interface Progress {
  done: number
  of: number | null
}

/** The community for its people, the street for those of its offices, else the own unit. */
function filedBy({ actor, reference }: Viewer): string {
  const unit = actor.memberships[0]?.unit ?? ''
  const street = lineage(reference.units, unit).find(({ kind }) => kind === 'street')
  const office = reference.units.get(unit)?.kind === 'office'
  const named = communityOf(reference.units, unit) ?? (office ? street?.code : unit)
  return reference.units.get(named ?? unit)?.name ?? ''
}

const two = (n: number) => String(n).padStart(2, '0')

/** An instant as Shanghai's clocks say it, to the minute. */
function sayInstant(iso: string): string {
  const at = new Date(Date.parse(iso) + 8 * 3_600_000)
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
}

const fromAt = (instant: Instant): string => (instant.present ? presentFrom : standingFrom)

async function countByStatus(tx: Tx, w: Where, instant: Instant): Promise<{ total: number; said: string }> {
  const { rows } = await tx.query<{ status: Status; n: number }>(
    `select s.status, count(*)::int as n from ${fromAt(instant)} where ${w.clauses.join(' and ')} group by s.status`,
    w.values,
  )
  const by = new Map(rows.map(({ status, n }) => [status, n]))
  const parts = statuses.filter((status) => by.has(status)).map((status) => `${statusNames[status]} ${by.get(status)}`)
  const total = rows.reduce((sum, { n }) => sum + n, 0)
  return { total, said: parts.length > 0 ? `共 ${total} 条：${parts.join('、')}` : '共 0 条' }
}

async function* rowsOf(
  tx: Tx,
  viewer: Viewer,
  w: Where,
  query: Query,
  instant: Instant,
  progress: Progress,
): AsyncGenerator<OutRow> {
  const names = namesOf(viewer.reference)
  const { key, way } = orderOf(query.order, instant.present)
  // Whatever is asked first must not be planned as if only the first page were wanted.
  await tx.query('set local cursor_tuple_fraction = 1')
  await tx.query(
    `declare exported no scroll cursor for select ${exportDbColumns}
     from ${fromAt(instant)} join stream st on (st.book_id, st.stream) = (h.book_id, h.id)
     where ${w.clauses.join(' and ')} order by ${key} ${way}, h.id ${way}`,
    w.values,
  )
  const readFacts = factsReader(tx, viewer, instant)
  const fetchFacts = async () => {
    const { rows } = await tx.query<ExportDbRow>(`fetch ${BATCH} from exported`)
    if (rows.length === 0) return []
    return readFacts(instant.present ? rows : await asThen(tx, viewer.book, rows, instant))
  }
  let next = fetchFacts()
  for (;;) {
    const batch = await next
    if (batch.length === 0) return
    // PostgreSQL looks for these while those are written.
    next = fetchFacts()
    next.catch(() => undefined)
    for (const facts of batch) {
      progress.done += 1
      const cells = exportCells(progress.done, facts, names)
      yield { cells, height: rowHeight(cells) }
    }
  }
}

async function* workbook(
  tx: Tx,
  viewer: Viewer,
  query: Query,
  instant: Instant,
  progress: Progress,
): AsyncGenerator<Buffer> {
  const where = () => standingWhere(query, viewer, instant)
  const { total, said } = await countByStatus(tx, where(), instant)
  progress.of = total
  const head = { unit: filedBy(viewer), asOf: sayInstant(instant.asOf), summary: said, rows: total }
  yield* writeBook(exportPlan(head), rowsOf(tx, viewer, where(), query, instant, progress))
}

let running = 0

/**
 * V8 lets garbage pile up to several times what is in use, which a long export would do; while one runs it collects when
 * half as much again has come. 0 is V8's own measure.
 */
const frugal = (on: boolean): void => setFlagsFromString(`--heap-growing-percent=${on ? 50 : 0}`)

/**
 * The list of the same query as a workbook, made from one snapshot while it is taken: a slow taker slows the reading, one
 * that goes away ends it, and either way no more than a batch of rows is in memory.
 */
export function openExport(
  pool: Pool,
  viewer: Viewer,
  query: Query,
  now: Date,
  progress: Progress,
): Promise<PassThrough | Problem> {
  if (running >= AT_ONCE) return Promise.resolve(problem('export.busy'))
  running += 1
  frugal(true)
  return new Promise((resolve, reject) => {
    const out = new PassThrough()
    // Whoever goes away before the first byte ends it too.
    out.on('error', () => undefined)
    readAt(pool, viewer.book, query.asOf, now, async (tx, instant) => {
      resolve(out)
      await pipeline(workbook(tx, viewer, query, instant, progress), out)
      return null
    })
      .then((refused) => refused && resolve(refused))
      .catch((error) => {
        out.destroy(error)
        reject(error)
      })
      .finally(() => {
        running -= 1
        frugal(running > 0)
      })
  })
}
