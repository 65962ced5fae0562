import { type Problem, problem } from '../../../domain/problem.ts'
import { childWork } from '../child.ts'
import type { PaperContent } from './content.ts'
import type { PaperForm } from './forms.ts'

/**
 * One at a time: a paper is a second of one processor's work, and nobody's list shall wait for it. Templates are files
 * that people bring, so that no more than this is lost by one that was made to do harm.
 */
const work = childWork(import.meta.url, 'paper-child.js', {
  heap: 512,
  patience: 60_000,
  mostAnswer: 48 * 1024 * 1024,
  atOnce: 1,
})

/** What the child says: a file, or a refusal as JSON; neither a zip nor a PDF begins with a brace. */
async function ask(job: string, input: Buffer, heard?: (line: string) => void): Promise<Buffer | Problem> {
  const said = await work([job], input, heard)
  if (said === null || said.length === 0) return problem('document.failed')
  return said[0] === 0x7b ? (JSON.parse(said.toString('utf8')) as Problem) : said
}

const made = new Map<PaperForm, Buffer>()

/**
 * The house's own template of a form, a .docx for offices that bring none or want one to start from. Numbers are those of
 * GB/T 9704-2012.
 */
export async function defaultTemplate(form: PaperForm): Promise<Buffer> {
  const found = made.get(form) ?? (await ask('template', Buffer.from(form)))
  if (!Buffer.isBuffer(found)) throw new Error(found.message)
  made.set(form, found)
  return found
}

/**
 * Fills a template: a .docx whose placeholders are names in half-width braces, {标题}. A paragraph whose placeholders all
 * have no content is left out. The text and its headings look like the paragraph that held {正文}. The same template and
 * the same content give the same bytes.
 * @returns the filled .docx, or the refusal: the content is malformed (`document.content`), the template cannot be read or
 * printed (`document.template-*`), lacks a placeholder or has one that nobody knows or fills (`document.placeholder-*`,
 * `document.content-absent`), or the paper is too large (`document.failed`: 60 s, 48 MB)
 */
export const fillTemplate = (template: Buffer, content: PaperContent): Promise<Buffer | Problem> =>
  ask('fill', Buffer.from(JSON.stringify({ template: template.toString('base64'), content })))

/** Page that is drawn now, from 1, and how many there are. */
type OnPage = (page: number, of: number) => void

/**
 * Prints a filled .docx as PDF, as the .docx itself says. The same bytes in give the same bytes out. Fonts are the
 * server's own, embedded; sizes, places and weights are those of the .docx.
 * @returns the PDF, or the refusal: what cannot be printed (`document.template-part`), characters that the font lacks
 * (`document.glyph`), no .docx (`document.template-*`), or too large (`document.failed`: 60 s, 48 MB)
 */
export const printPaper = (docx: Buffer, onPage?: OnPage): Promise<Buffer | Problem> =>
  ask('print', docx, (line) => {
    const [, page, of] = /^page (\d+) (\d+)$/.exec(line) ?? []
    if (page && of) onPage?.(Number(page), Number(of))
  })
