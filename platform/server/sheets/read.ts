import { type Problem, type ProblemCode, problem } from '../../../domain/problem.ts'
import { childWork } from '../child.ts'
import type { SheetLimits, SheetRead } from './cells.ts'

const work = childWork(import.meta.url, 'read-child.js', {
  heap: 256,
  patience: 60_000,
  mostAnswer: 24 * 1024 * 1024,
  atOnce: 2,
})

/**
 * Reads an uploaded workbook in a process of its own, whose memory and time are bounded: whatever the file is, this
 * process answers with its cells or with one sentence.
 */
export async function readSheets(path: string, limits: SheetLimits): Promise<SheetRead[] | Problem> {
  const said = await work([path, JSON.stringify(limits)])
  if (said === null) return problem('sheet.bomb')
  const answer = JSON.parse(said.toString('utf8')) as { sheets?: SheetRead[]; code?: ProblemCode }
  return answer.sheets ?? problem(answer.code ?? 'sheet.damaged')
}
