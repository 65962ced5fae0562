import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import type * as z from 'zod/mini'
import { isProblem, type Problem, problem } from '../../../domain/problem.ts'
import { holds } from '../../../domain/units/roles.ts'
import type { ViewerOf } from '../../../ledger/viewer.ts'
import { documented, reply } from '../../../platform/server/http.ts'
import type { SheetRead } from '../../../platform/server/sheets/cells.ts'
import { readSheets } from '../../../platform/server/sheets/read.ts'
import { takeSheets, withUpload } from '../../../platform/server/sheets/receive.ts'
import { readSheetsPath, sheetsRead } from '../contract.ts'

/** Bounds of what is read for pasting: five thousand rows of sixty columns. */
const LIMITS = { rows: 5000, columns: 60, sheets: 20, characters: 4_000_000 }

/** A sheet as lines of text, blank lines and cells kept in place up to the last that says something. */
function toText({ rows }: SheetRead): string[][] {
  const lines: string[][] = []
  for (const { row, cells } of rows) {
    // Blank lines between count too: a number that only a broken file could have would otherwise fill the memory.
    if (row > LIMITS.rows * 2) break
    while (lines.length < row) lines.push([])
    const line = lines[row - 1] ?? []
    for (const { column, text } of cells) {
      while (line.length < column) line.push('')
      line[column - 1] = text
    }
  }
  return lines
}

function answerOf(sheets: readonly SheetRead[]): z.infer<typeof sheetsRead> | Problem {
  const shown = sheets.filter(({ hidden, rows }) => !hidden && rows.length > 0)
  if (shown.length === 0) return problem('sheet.empty')
  const tall = shown.find(({ tooManyRows, rows }) => tooManyRows || (rows.at(-1)?.row ?? 0) > LIMITS.rows * 2)
  if (tall) return problem('sheet.too-long', { sheet: tall.name })
  const wide = shown.find(({ tooManyColumns }) => tooManyColumns)
  if (wide) return problem('sheet.too-wide', { sheet: wide.name })
  return { sheets: shown.map((sheet) => ({ name: sheet.name, rows: toText(sheet) })) }
}

/** Reads a workbook for whoever may bring people or hazards in; nothing of it is kept. */
export function registerSheets(app: FastifyInstance, deps: { viewerOf: ViewerOf; dataDir: string }): void {
  takeSheets(app)
  const folder = path.resolve(deps.dataDir, 'sheets')
  app.post(
    readSheetsPath,
    documented('读出 .xlsx 里的文字（请求体就是文件）', undefined, sheetsRead),
    async (request, response) => {
      const viewer = await deps.viewerOf(request)
      if (isProblem(viewer)) return reply(response, viewer)
      const may = (['admin', 'office', 'community'] as const).some((role) => holds(viewer.actor, role))
      if (!may) return reply(response, problem('step.not-yours'))
      const read = await withUpload(request, folder, (file) => readSheets(file, LIMITS))
      const answer = isProblem(read) ? read : answerOf(read)
      return isProblem(answer) ? reply(response, answer) : response.send(answer)
    },
  )
}
