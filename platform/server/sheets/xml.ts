/** What a file is refused for while it is read. The code is one of the domain's problems. */
export class SheetFault extends Error {
  constructor(
    readonly code: 'sheet.damaged' | 'sheet.bomb' | 'sheet.active' | 'sheet.not-xlsx' | 'sheet.encrypted',
    message: string = code,
  ) {
    super(message)
  }
}

/** Names come without their prefix; `raw` are the attributes as they stand. Returning true ends the reading. */
export interface XmlListener {
  open?(name: string, raw: string): boolean | undefined
  close?(name: string): boolean | undefined
  text?(text: string): void
}

/** Longest tag or run of text between two tags. Characters. */
const LONGEST = 4_000_000

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Only the five names of XML and numbers are resolved: a file cannot define entities of its own. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,6});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name] ?? whole
    const point = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
    return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : ''
  })
}

/** An attribute by its name without prefix; undefined where it is absent. */
export function attribute(raw: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(raw)
  return found ? decodeEntities(found[1] ?? found[2] ?? '') : undefined
}

/** Where the tag that begins at `from` ends; a `>` inside quotes does not end it. -1 where it is not all there yet. */
function endOfTag(text: string, from: number): number {
  let quote = ''
  for (let i = from + 1; i < text.length; i++) {
    const c = text[i] as string
    if (quote) {
      if (c === quote) quote = ''
    } else if (c === '"' || c === "'") quote = c
    else if (c === '>') return i
  }
  return -1
}

const special: [string, string][] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
]

const local = (name: string) => name.slice(name.indexOf(':') + 1)

/** Tells one tag; true ends the reading. */
function tell(tag: string, to: XmlListener): boolean {
  if (tag[1] === '/') return to.close?.(local(tag.slice(2, -1).trim())) === true
  const empty = tag.endsWith('/>')
  const body = tag.slice(1, empty ? -2 : -1)
  const blank = body.search(/\s/)
  const name = local(blank < 0 ? body : body.slice(0, blank))
  if (to.open?.(name, blank < 0 ? '' : body.slice(blank)) === true) return true
  return empty && to.close?.(name) === true
}

/** Reads what is complete of `text`; gives where the rest begins, or -1 when the listener has had enough. */
function consume(text: string, to: XmlListener): number {
  let at = 0
  for (;;) {
    const tag = text.indexOf('<', at)
    if (tag < 0) return at
    if (tag > at && to.text) to.text(decodeEntities(text.slice(at, tag)))
    at = tag
    const kind = text[tag + 1] === '!' || text[tag + 1] === '?' ? text.slice(tag, tag + 9) : ''
    if (kind) {
      if (/^<!DOCTYPE/i.test(text.slice(tag, tag + 9))) throw new SheetFault('sheet.damaged', 'doctype')
      const known = special.find(([begin]) => kind.startsWith(begin))
      const end = known ? text.indexOf(known[1], tag + known[0].length) : -1
      if (end < 0) return at
      if (known?.[0] === '<![CDATA[') to.text?.(text.slice(tag + 9, end))
      at = end + (known?.[1].length ?? 0)
      continue
    }
    const end = endOfTag(text, tag)
    if (end < 0) return at
    if (tell(text.slice(tag, end + 1), to)) return -1
    at = end + 1
  }
}

/** Reads XML as it comes. Document types, and with them entities of the file's own, are refused. */
export async function readXml(chunks: AsyncIterable<Uint8Array>, to: XmlListener): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  try {
    for await (const chunk of chunks) {
      rest += decoder.decode(chunk, { stream: true })
      const at = consume(rest, to)
      if (at < 0) return
      rest = rest.slice(at)
      if (rest.length > LONGEST) throw new SheetFault('sheet.bomb')
    }
    if (rest.trimStart().startsWith('<')) throw new SheetFault('sheet.damaged')
  } catch (error) {
    if (error instanceof SheetFault) throw error
    throw new SheetFault('sheet.damaged', String((error as Error).message))
  }
}
