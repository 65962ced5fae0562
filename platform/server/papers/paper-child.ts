import { buffer } from 'node:stream/consumers'
import type { PaperContent } from './content.ts'
import type { PaperForm } from './forms.ts'
import { refusalOf } from './paper-fault.ts'
import { readPaper } from './read-paper.ts'

/** Each job loads only its own library: that of .docx is large, and so is that of fonts. */
const jobs: Record<string, (input: Buffer) => Promise<Buffer>> = {
  async template(input) {
    const { templateOf } = await import('./templates.ts')
    return templateOf(input.toString('utf8') as PaperForm)
  },
  async fill(input) {
    const { fillDocx } = await import('./fill.ts')
    const { template, content } = JSON.parse(input.toString('utf8')) as { template: string; content: PaperContent }
    return fillDocx(Buffer.from(template, 'base64'), content)
  },
  async print(input) {
    const { drawPaper } = await import('./draw.ts')
    return drawPaper(await readPaper(input), (page, of) => process.stderr.write(`page ${page} ${of}\n`))
  },
}

/** Entry of the process that does one piece of work on one paper: a file or a refusal as JSON out. */
async function main(): Promise<Buffer | string> {
  const job = jobs[process.argv[2] ?? ''] as (input: Buffer) => Promise<Buffer>
  return job(await buffer(process.stdin)).catch((error) => JSON.stringify(refusalOf(error)))
}

// The parent that has gone takes nothing: then there is nothing to do either.
process.stdout.on('error', () => process.exit(0))
process.stdout.write(await main())
