import { buffer } from 'node:stream/consumers'
import { drawPaper } from './draw.ts'
import { refusalOf } from './paper-fault.ts'
import { readPaper } from './read-paper.ts'

/** Entry of the process that prints one paper: a .docx in, a PDF or a refusal as JSON out. */
async function main(): Promise<Buffer | string> {
  try {
    return await drawPaper(await readPaper(await buffer(process.stdin)))
  } catch (error) {
    return JSON.stringify(refusalOf(error))
  }
}

// The parent that has gone takes nothing: then there is nothing to do either.
process.stdout.on('error', () => process.exit(0))
process.stdout.write(await main())
