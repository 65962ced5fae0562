import { type Problem, problem } from '../../../domain/problem.ts'
import { SheetFault } from '../sheets/xml.ts'

/** Ends the reading of a template; carries the refusal that its caller returns. */
export class PaperFault extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
  }
}

/** The refusal an error stands for; what is no refusal is a bug and thrown on. */
export function refusalOf(error: unknown): Problem {
  if (error instanceof PaperFault) return error.problem
  if (!(error instanceof SheetFault)) throw error
  if (error.code === 'sheet.active') return problem('document.template-active')
  if (error.code === 'sheet.bomb') return problem('document.template-large')
  return problem('document.template-unreadable')
}
