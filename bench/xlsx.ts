import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { crc32, createDeflateRaw } from 'node:zlib'
import pg from 'pg'

/** The least that writes rows as a workbook: inline strings, deflate 1, a thousand rows in memory. */
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const OFFICE = 'http://schemas.openxmlformats.org'
const RELS = `${OFFICE}/officeDocument/2006/relationships`
const MAIN = `${OFFICE}/spreadsheetml/2006/main`
const ML = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const PACKAGE = 'application/vnd.openxmlformats-package.relationships+xml'
const rel = (type: string, target: string) =>
  `${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="r" Type="${RELS}/${type}" Target="${target}"/></Relationships>`
const types = `${XML}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="${PACKAGE}"/><Override PartName="/xl/workbook.xml" ContentType="${ML}.sheet.main+xml"/><Override PartName="/xl/sheet.xml" ContentType="${ML}.worksheet+xml"/></Types>`
const workbook = `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELS}"><sheets><sheet name="1" sheetId="1" r:id="r"/></sheets></workbook>`

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escaped = (value: unknown): string => String(value ?? '').replace(/[&<>]/g, (c) => escapes[c] as string)
const rowOf = (row: unknown[]): string =>
  `<row>${row.map((value) => `<c t="inlineStr"><is><t>${escaped(value)}</t></is></c>`).join('')}</row>`

async function* sheet(client: pg.Client, sql: string, values: unknown[], count: (n: number) => void) {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetData>`
  await client.query('begin; set local cursor_tuple_fraction = 1')
  await client.query(`declare least no scroll cursor for ${sql}`, values)
  for (;;) {
    const { rows } = await client.query<unknown[]>({ text: 'fetch 1000 from least', rowMode: 'array' })
    if (rows.length === 0) break
    count(rows.length)
    yield rows.map(rowOf).join('')
  }
  yield '</sheetData></worksheet>'
}

/** Little-endian numbers, each with its count of bytes. */
function le(...parts: [number, number][]): Buffer {
  const out = Buffer.alloc(parts.reduce((sum, [, bytes]) => sum + bytes, 0))
  parts.reduce((at, [value, bytes]) => out.writeUIntLE(value, at, bytes), 0)
  return out
}

/** Writes the rows of a select to a file. @returns how many */
export async function writeLeast(url: string, sql: string, values: unknown[], file: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=view,ledger' })
  await client.connect()
  const out = createWriteStream(file)
  const directory: Buffer[] = []
  let at = 0
  let count = 0
  const put = async (bytes: Buffer) => {
    at += bytes.length
    if (!out.write(bytes)) await once(out, 'drain')
  }
  const part = async (name: string, chunks: AsyncIterable<string> | string[]) => {
    const [start, deflate, length] = [at, createDeflateRaw({ level: 1 }), le([name.length, 2], [0, 2])]
    let [crc, size] = [0, 0]
    const head = le([20, 2], [8, 2], [8, 2], [0, 2], [33, 2])
    await put(Buffer.concat([le([0x04034b50, 4]), head, Buffer.alloc(12), length, Buffer.from(name)]))
    const from = at
    const packed = (async () => {
      for await (const bytes of deflate) await put(bytes)
    })()
    for await (const chunk of chunks) {
      const bytes = Buffer.from(chunk)
      ;[crc, size] = [crc32(bytes, crc), size + bytes.length]
      if (!deflate.write(bytes)) await once(deflate, 'drain')
    }
    deflate.end()
    await packed
    const numbers = le([crc, 4], [at - from, 4], [size, 4])
    await put(Buffer.concat([le([0x08074b50, 4]), numbers]))
    const tail = le([0, 2], [0, 2], [0, 2], [0, 4], [start, 4])
    directory.push(Buffer.concat([le([0x02014b50, 4], [20, 2]), head, numbers, length, tail, Buffer.from(name)]))
  }
  await part('[Content_Types].xml', [types])
  await part('_rels/.rels', [rel('officeDocument', 'xl/workbook.xml')])
  await part('xl/_rels/workbook.xml.rels', [rel('worksheet', 'sheet.xml')])
  await part('xl/workbook.xml', [workbook])
  await part(
    'xl/sheet.xml',
    sheet(client, sql, values, (n) => (count += n)),
  )
  const [start, central] = [at, Buffer.concat(directory)]
  await put(
    Buffer.concat([central, le([0x06054b50, 4], [0, 4], [5, 2], [5, 2], [central.length, 4], [start, 4], [0, 2])]),
  )
  await Promise.all([once(out.end(), 'close'), client.end()])
  return count
}
