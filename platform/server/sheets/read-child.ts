import type { SheetLimits } from './cells.ts'
import { readBook } from './read-book.ts'
import { SheetFault } from './xml.ts'

/** Entry of the process that reads one uploaded file: its path and the bounds in, cells or a code out, as JSON. */
async function main(): Promise<string> {
  const [file = '', limits = '{}'] = process.argv.slice(2)
  try {
    return JSON.stringify({ sheets: await readBook(file, JSON.parse(limits) as SheetLimits) })
  } catch (error) {
    return JSON.stringify({ code: error instanceof SheetFault ? error.code : 'sheet.damaged' })
  }
}

// The parent that has gone takes nothing: then there is nothing to do either.
process.stdout.on('error', () => process.exit(0))
process.stdout.write(await main())
