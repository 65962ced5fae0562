import { zip } from './zip.ts'

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

export interface Handmade {
  /** XML inside `<sheetData>` of the only sheet, and what follows it. */
  rows: string | AsyncIterable<Buffer>
  after?: string
  before?: string
  strings?: string[]
  date1904?: boolean
  /** Further parts, by name. */
  more?: Record<string, string | Buffer>
  state?: string
  formats?: string
}

/** Parts of a workbook written by hand, so that tests can say what no library would write. */
function handmadeParts(made: Handmade): Record<string, string | Buffer | AsyncIterable<Buffer>> {
  const cells = `<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="20"/>`
  const body = `${made.before ?? ''}<sheetData>${typeof made.rows === 'string' ? made.rows : ''}</sheetData>${made.after ?? ''}`
  return {
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    'xl/workbook.xml': `<?xml version="1.0"?><workbook ${main} xmlns:r="${relations}"><workbookPr${made.date1904 ? ' date1904="1"' : ''}/><sheets><sheet name="表一" sheetId="1"${made.state ? ` state="${made.state}"` : ''} r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships ${packageRelations}><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${relations}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet ${main}><numFmts><numFmt numFmtId="176" formatCode="${made.formats ?? 'yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@'}"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${cells}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst ${main}>${(made.strings ?? []).map((text) => `<si>${text.startsWith('<') ? text : `<t>${text}</t>`}</si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': typeof made.rows === 'string' ? `<worksheet ${main}>${body}</worksheet>` : made.rows,
    ...made.more,
  }
}

export async function handmade(made: Handmade): Promise<Buffer> {
  const parts = Object.entries(handmadeParts(made)).map(([name, content]) => ({ name, content }))
  const chunks: Buffer[] = []
  for await (const chunk of zip(parts)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Rows in which every cell is inline text. */
export const textRows = (rows: readonly (readonly string[])[], from = 1): string =>
  rows
    .map(
      (cells, i) =>
        `<row r="${from + i}">${cells.map((text) => (text === '' ? '<c/>' : `<c t="inlineStr"><is><t>${text}</t></is></c>`)).join('')}</row>`,
    )
    .join('')

/** A sheet of so many rows of twenty numbers and texts, as it comes. */
export async function* longSheet(rows: number, columns = 20): AsyncGenerator<Buffer> {
  yield Buffer.from(`<worksheet ${main}><sheetData>`)
  for (let row = 1; row <= rows; row += 500) {
    const block = Array.from({ length: Math.min(500, rows - row + 1) }, (_, i) => {
      const cells = Array.from(
        { length: columns },
        (_cell, c) => `<c t="inlineStr"><is><t>第${row + i}行${c}</t></is></c>`,
      )
      return `<row r="${row + i}">${cells.join('')}</row>`
    })
    yield Buffer.from(block.join(''))
  }
  yield Buffer.from('</sheetData></worksheet>')
}

/** A sheet whose XML is so many megabytes of one repeated row. */
export async function* hugeSheet(megabytes: number): AsyncGenerator<Buffer> {
  yield Buffer.from(`<worksheet ${main}><sheetData>`)
  const block = Buffer.alloc(1024 * 1024, '<row><c/></row>     ')
  for (let i = 0; i < megabytes; i++) yield block
  yield Buffer.from('</sheetData></worksheet>')
}
