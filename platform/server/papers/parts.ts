import { openPackage } from '../sheets/package.ts'
import { readXml, SheetFault } from '../sheets/xml.ts'
import { zip } from '../sheets/zip.ts'

/** Most bytes of all parts of one paper, unpacked: one of a hundred pages has two million. */
export const MOST_PAPER = 64 * 1024 * 1024

/** Elements within elements: Word's own stay below thirty. */
const DEEPEST = 100

export type Parts = Map<string, Buffer>

/** Every part of a .docx, by its name. @param most bytes of all parts when unpacked @throws SheetFault for what is no package, too large, locked or has macros */
export async function readParts(docx: Buffer, most: number): Promise<Parts> {
  const file = await openPackage(docx, most)
  try {
    const parts: Parts = new Map()
    for (const name of file.names) {
      const chunks: Uint8Array[] = []
      for await (const chunk of file.part(name)) chunks.push(chunk)
      parts.set(name, Buffer.concat(chunks))
    }
    return parts
  } finally {
    file.close()
  }
}

/** The same parts give the same bytes: the archive holds no clock. */
export async function writeParts(parts: Parts): Promise<Buffer> {
  const names = [...parts.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  const chunks: Buffer[] = []
  for await (const chunk of zip(names.map((name) => ({ name, content: parts.get(name) as Buffer })))) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The list of types comes first, where programs that guess a file's kind by its head look for it. */
const rank = (name: string): number => (name === '[Content_Types].xml' ? 0 : 1)

/** One element of XML; names without their prefix, attributes as they stand. */
export interface Element {
  name: string
  raw: string
  children: Element[]
  text: string
}

async function* once(bytes: Buffer) {
  yield bytes
}

/** The tree of one part. @throws SheetFault for what is no XML or brings a document type */
export async function parsePart(bytes: Buffer): Promise<Element> {
  const root: Element = { name: '', raw: '', children: [], text: '' }
  const open = [root]
  await readXml(once(bytes), {
    open(name, raw) {
      const element: Element = { name, raw, children: [], text: '' }
      open.at(-1)?.children.push(element)
      open.push(element)
      if (open.length > DEEPEST) throw new SheetFault('sheet.damaged', 'depth')
      return undefined
    },
    close() {
      if (open.length > 1) open.pop()
      return undefined
    },
    text(text) {
      ;(open.at(-1) as Element).text += text
    },
  })
  return root.children[0] ?? root
}

/** The first child of this name; undefined where there is none. */
export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((one) => one.name === name)

/** Lines of an exact height stand on no grid. Word and WPS know it, LibreOffice must be told. */
export const offGrid = (xml: string): string =>
  xml.replace(/(<w:snapToGrid [^>]*>)?(<w:spacing [^>]*w:lineRule="exact"[^>]*>)/g, '<w:snapToGrid w:val="0"/>$2')
