import type { SheetLimits, SheetRead } from './cells.ts'
import { openPackage, type Package } from './package.ts'
import { readWorkbook } from './workbook.ts'
import { decodeEscapes, type RawCell, readWorksheet } from './worksheet.ts'
import { readXml, SheetFault } from './xml.ts'

/** The shared strings that are asked for, by index: a book of a million strings costs only those that are used. */
async function readStrings(file: Package, part: string, wanted: ReadonlySet<number>): Promise<Map<number, string>> {
  const found = new Map<number, string>()
  const last = Math.max(...wanted)
  let index = -1
  let text = ''
  let words = false
  let phonetic = false
  await readXml(file.part(part), {
    open(name) {
      if (name === 'si') {
        index += 1
        text = ''
      } else if (name === 't') words = true
      else if (name === 'rPh') phonetic = true
      return undefined
    },
    close(name) {
      if (name === 't') words = false
      else if (name === 'rPh') phonetic = false
      if (name !== 'si') return undefined
      if (wanted.has(index)) found.set(index, decodeEscapes(text))
      return index >= last
    },
    text(said) {
      if (words && !phonetic && wanted.has(index)) text += said
    },
  })
  return found
}

const sharedOf = (cells: readonly RawCell[]) => cells.flatMap(({ shared }) => (shared === undefined ? [] : [shared]))

/** Puts the shared strings into their cells and counts what all cells say. */
function finish(sheets: readonly SheetRead[], strings: ReadonlyMap<number, string>, characters: number): SheetRead[] {
  let said = 0
  const put = ({ shared, ...cell }: RawCell) => {
    const text = shared === undefined ? cell.text : (strings.get(shared) ?? '')
    said += text.length
    if (said > characters) throw new SheetFault('sheet.bomb')
    return { ...cell, text }
  }
  return sheets.map((sheet) => ({
    ...sheet,
    rows: sheet.rows
      .map((row) => ({
        ...row,
        cells: row.cells.map(put).filter(({ text, kind }) => text !== '' || kind === 'formula'),
      }))
      .filter(({ cells }) => cells.length > 0),
  }))
}

/** Reads a workbook on disk into plain cells. Runs in a process of its own: see the parent of it, `read.ts`. */
export async function readBook(path: string, limits: SheetLimits): Promise<SheetRead[]> {
  const file = await openPackage(path)
  try {
    const book = await readWorkbook(file)
    const sheets = []
    for (const sheet of book.sheets.slice(0, limits.sheets)) sheets.push(await readWorksheet(file, book, sheet, limits))
    const wanted = new Set(sheets.flatMap((sheet) => sheet.rows.flatMap((row) => sharedOf(row.cells))))
    const none = wanted.size === 0 || !book.strings
    const strings = none ? new Map<number, string>() : await readStrings(file, book.strings as string, wanted)
    return finish(sheets, strings, limits.characters)
  } finally {
    file.close()
  }
}
