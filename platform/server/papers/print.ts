import { type Problem, problem } from '../../../domain/problem.ts'
import { childWork } from '../child.ts'

/** One at a time: a paper is a second of one processor's work, and nobody's list shall wait for it. */
const work = childWork(import.meta.url, 'print-child.js', {
  heap: 512,
  patience: 60_000,
  mostAnswer: 32 * 1024 * 1024,
  atOnce: 1,
})

/**
 * Prints a filled .docx as PDF, as the .docx itself says, in a process of its own. The same bytes in give the same bytes
 * out. Fonts are the server's own, embedded; sizes, places and weights are those of the .docx.
 * @returns the PDF, or the refusal: what cannot be printed (`paper.template-part`), characters that no font has
 * (`paper.glyph`), too large or too slow (`paper.print`: 60 s, 32 MB)
 */
export async function printPaper(docx: Buffer): Promise<Buffer | Problem> {
  const said = await work([], docx)
  if (said === null) return problem('paper.print')
  return said.subarray(0, 5).toString('latin1') === '%PDF-' ? said : (JSON.parse(said.toString('utf8')) as Problem)
}
