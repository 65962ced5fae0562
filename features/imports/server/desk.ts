import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import * as z from 'zod/mini'
import { uuidv7 } from '../../../domain/ids.ts'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { uuid } from '../../../domain/schema.ts'
import { MOST_ROWS } from '../../../domain/sheet/import-columns.ts'
import { holds } from '../../../domain/units/roles.ts'
import type { Ledger } from '../../../ledger/append.ts'
import { readNames } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { hashFile } from '../../../platform/server/blobs.ts'
import type { Clock } from '../../../platform/server/clock.ts'
import { faultOf, log } from '../../../platform/server/log.ts'
import { readSheets } from '../../../platform/server/sheets/read.ts'
import type { Counts, getImport, ImportView, listImports } from '../contract.ts'
import { previewExport } from './corrections.ts'
import { type FoundSheet, findSheet } from './find-sheet.ts'
import { type Preview, type PreviewRow, previewTemplate } from './preview.ts'
import {
  findImport,
  keepPreview,
  listStored,
  moveOn,
  readRows,
  type StoredImport,
  skipTwins,
  sweepImports,
  toRowView,
} from './store.ts'
import { type Job, readCame, runConfirm, runUndo } from './work.ts'

interface Claim {
  from: readonly string[]
  to: string
  before(): Promise<void>
  work(job: Job): Promise<void>
}

/** A few rows more than may come in, so that title, notes and sums do not count against them. */
const LIMITS = { rows: MOST_ROWS + 100, columns: 60, sheets: 12, characters: 4_000_000 }
/** Most rows of one kind that a preview tells. */
const TOLD = 1000
const SAMPLE = 10

interface Deps {
  pool: Pool
  ledger: Ledger
  clock: Clock
}

function countsOf({ rows, hidden, asides, fixed }: Preview): Counts {
  const errors = rows.filter((row) => row.errors.length > 0)
  return {
    rows: rows.length,
    ready: rows.filter(({ command }) => command).length,
    errors: errors.length,
    suspected: rows.filter(({ command, twins }) => command && twins.length > 0).length,
    same: rows.filter(({ outcome }) => outcome === 'same').length,
    fixed,
    hidden,
    asides,
  }
}

const isSaying = (row: PreviewRow): boolean =>
  row.errors.length > 0 || (row.twins.length > 0 && row.outcome !== 'same') || row.notes.length > 0

/** Errors first, then suspected duplicates, then what is merely noted. */
const weight = (row: PreviewRow): number => (row.errors.length > 0 ? 0 : row.twins.length > 0 ? 1 : 2)

function marked(rows: readonly PreviewRow[]) {
  return rows.map(({ row, cells, errors }) => ({ row, cells, reason: errors.join('\n') }))
}

/** The desk's imports: what is under way here, and what is kept. */
export function openDesk({ pool, ledger, clock }: Deps) {
  const running = new Map<string, Promise<void>>()

  /** Claims an import and works on it; whoever asks meanwhile is told that it is being worked on. */
  function begin(viewer: Viewer, one: StoredImport, claim: Claim): Promise<Problem | null> {
    const key = `${viewer.book}/${one.id}`
    if (running.has(key)) return Promise.resolve(problem('import.running'))
    return new Promise((resolve, reject) => {
      const claimed = claim.before().then(() => moveOn(pool, viewer.book, one.id, claim.from, claim.to))
      const done = claimed
        .then(async (moved) => {
          resolve(moved ? null : problem('import.not-now'))
          if (moved) await claim.work({ pool, ledger, clock, book: viewer.book, person: viewer.person, one })
        })
        .catch((error) => {
          // What breaks off here is seen as stalled, and goes on when it is confirmed again.
          log('error', 'import broke off', faultOf(error))
          reject(error)
        })
        .finally(() => running.delete(key))
      running.set(key, done)
    })
  }
  /** What runs before rows are read: a job that ends in between is over, not stalled. */
  const runningNow = (): ReadonlySet<string> => new Set(running.keys())

  async function find(viewer: Viewer, id: string): Promise<StoredImport | Problem> {
    const one = z.safeParse(uuid, id).success ? await findImport(pool, viewer.book, id) : null
    const mine = one && (one.person === viewer.person || holds(viewer.actor, 'office'))
    return mine ? one : problem('not-found')
  }

  function viewOf(
    viewer: Viewer,
    one: StoredImport,
    names: ReadonlyMap<string, string | null>,
    runs: ReadonlySet<string>,
  ): ImportView {
    const { id, name, kind, status, rows, done, counts, erased } = one
    const working = status === 'confirming' || status === 'undoing'
    return {
      ...{ id, name, kind, status, rows, done, counts, erased },
      stalled: working && !runs.has(`${viewer.book}/${id}`),
      person: names.get(one.person) ?? '',
      mine: one.person === viewer.person,
      createdAt: one.created_at.toISOString(),
      endedAt: one.ended_at?.toISOString() ?? null,
    }
  }

  const previewOf = (viewer: Viewer, found: FoundSheet) =>
    found.kind === 'template'
      ? previewTemplate(pool, viewer, found, clock())
      : previewExport(pool, viewer, found, clock())

  return {
    sweep: () => sweepImports(pool, clock()),
    settle: async () => void (await Promise.all(running.values())),

    async upload(viewer: Viewer, file: string, name: string): Promise<{ id: string } | Problem> {
      const sheets = await readSheets(file, LIMITS)
      if (isProblem(sheets)) return sheets
      const found = findSheet(sheets)
      if (isProblem(found)) return found
      if (found.sheet.tooManyRows) return problem('sheet.too-long')
      const preview = await previewOf(viewer, found)
      if (isProblem(preview)) return preview
      const now = clock()
      const id = uuidv7(now.getTime(), randomBytes(10))
      const one = {
        id,
        person: viewer.person,
        name,
        sha256: await hashFile(file),
        kind: found.kind,
        counts: countsOf(preview),
      }
      await keepPreview(pool, viewer.book, one, preview.rows, now)
      return { id }
    },

    async list(viewer: Viewer): Promise<z.infer<typeof listImports.response>> {
      const runs = runningNow()
      const stored = await listStored(pool, viewer.book, holds(viewer.actor, 'office') ? null : viewer.person)
      const names = await readNames(
        pool,
        viewer.book,
        stored.map(({ person }) => person),
      )
      return { imports: stored.map((one) => viewOf(viewer, one, names, runs)) }
    },

    async show(viewer: Viewer, id: string): Promise<z.infer<typeof getImport.response> | Problem> {
      const runs = runningNow()
      const one = await find(viewer, id)
      if (isProblem(one)) return one
      const names = await readNames(pool, viewer.book, [one.person])
      const rows = await readRows(pool, viewer.book, id)
      const telling = rows.filter(isSaying).sort((a, b) => weight(a) - weight(b) || a.row - b.row)
      const came = one.status === 'undone' ? await readCame(pool, viewer.book, id) : []
      return {
        import: viewOf(viewer, one, names, runs),
        rows: telling.slice(0, TOLD).map(toRowView),
        sample: rows
          .filter(({ command }) => command)
          .slice(0, SAMPLE)
          .map(toRowView),
        left: came.filter(({ gone }) => !gone).map(({ id: hazard, number }) => ({ id: hazard, number })),
      }
    },

    async readMarked(viewer: Viewer, id: string) {
      const one = await find(viewer, id)
      if (isProblem(one)) return one
      if (one.erased) return problem('import.expired')
      const rows = await readRows(pool, viewer.book, id)
      return {
        name: one.name,
        kind: one.kind,
        rows: marked(rows),
        write: undefined as AsyncGenerator<Buffer> | undefined,
      }
    },

    /** Brings a preview in, or goes on with one that was cut off. Only whoever uploaded it: the entries are his. */
    async confirm(viewer: Viewer, id: string, include: readonly number[]): Promise<Problem | null> {
      const one = await find(viewer, id)
      if (isProblem(one)) return one
      if (one.person !== viewer.person) return problem('step.not-yours')
      const before = async () => {
        if (one.status === 'preview') await skipTwins(pool, viewer.book, id, include)
      }
      return begin(viewer, one, { from: ['preview', 'confirming'], to: 'confirming', before, work: runConfirm })
    },

    async undo(viewer: Viewer, id: string, reason: string): Promise<Problem | null> {
      const one = await find(viewer, id)
      if (isProblem(one)) return one
      if (one.kind !== 'template') return problem('import.not-now')
      const before = async () => undefined
      const work = (job: Job) => runUndo(job, reason)
      return begin(viewer, one, { from: ['done', 'confirming', 'undoing'], to: 'undoing', before, work })
    },
  }
}
