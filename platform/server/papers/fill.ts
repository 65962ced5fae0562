import { type IPatch, PatchType, patchDocument, TextRun } from 'docx'
import { problem } from '../../../domain/problem.ts'
import { attachmentsOf, bodyOf, type Look, longSignature, lookOf } from './body.ts'
import { BRACE, type PaperContent, paperContent } from './content.ts'
import type { Block, Paper, Paragraph } from './model.ts'
import { PaperFault } from './paper-fault.ts'
import { MOST_PAPER, offGrid, type Parts, readParts, writeParts } from './parts.ts'
import { ATTACHMENTS, BODY, namesSaid, placeholdersIn, SIGNATURE, wordsFor } from './placeholders.ts'
import { readPaper } from './read-paper.ts'

/** Most bytes of a template's parts, unpacked. */
const MOST_TEMPLATE = 8 * 1024 * 1024

const CORE = 'docProps/core.xml'

function paragraphsIn(blocks: readonly Block[]): Paragraph[] {
  return blocks.flatMap((block) =>
    block.kind === 'paragraph'
      ? [block]
      : [...block.head, ...block.rows].flatMap((row) => row.flatMap(({ paragraphs }) => paragraphs)),
  )
}

const wordsIn = ({ inlines }: Paragraph): string => inlines.map((one) => (one.kind === 'text' ? one.text : '')).join('')

const quoted = (names: readonly string[]): string => names.map((name) => `{${name}}`).join('、')

/** A place in the template: a paragraph with the names of its placeholders. */
interface Place {
  paragraph: Paragraph
  words: string
  names: string[]
}

function placesIn({ blocks, headers, footers }: Paper): Place[] {
  const edges = [headers, footers].flatMap(({ first, odd, even }) => [...(first ?? []), ...odd, ...(even ?? [])])
  return paragraphsIn([...blocks, ...edges]).flatMap((paragraph) => {
    const words = wordsIn(paragraph)
    const { names, unknown } = placeholdersIn(words)
    if (unknown.length > 0) {
      const say = `模板里的“${unknown.join('”“')}”不是系统认识的占位词，请检查花括号和里面的名称。`
      throw new PaperFault(problem('document.placeholder-unknown', { placeholders: unknown }, say))
    }
    return names.length > 0 ? [{ paragraph, words, names }] : []
  })
}

/** Whole paragraphs take the place of these, so that nothing else may stand there. */
function checkAlone(places: readonly Place[]): void {
  for (const { words, names } of places)
    for (const name of [BODY, ATTACHMENTS])
      if (names.includes(name) && words.trim() !== `{${name}}`) {
        const say = `模板里的{${name}}要单独成段，同一段里不能有别的字。`
        throw new PaperFault(problem('document.placeholder-alone', { placeholder: name }, say))
      }
}

function checkAbsent(places: readonly Place[], content: PaperContent): void {
  const asked = new Set(places.flatMap(({ names }) => names))
  const absent = namesSaid(content).filter((name) => !asked.has(name))
  if (absent.length === 0) return
  const say = `模板里缺少占位词${quoted(absent)}，这份公文的这项内容没有地方填。`
  throw new PaperFault(problem('document.placeholder-absent', { placeholders: absent }, say))
}

const braced = (text: string): string => text.replaceAll('{', BRACE)

/** The words of a placeholder in the look that it has in the template; a line break of a title stays one. */
const inLine = (words: string): IPatch => ({
  type: PatchType.PARAGRAPH,
  children: braced(words)
    .split('\n')
    .map((text, i) => new TextRun(i === 0 ? { text } : { text, break: 1 })),
})

/** A paragraph that asks only for what this paper does not say is left out, its fixed words with it. */
function leaveOut(places: readonly Place[], name: string, said: ReadonlySet<string>): IPatch {
  const crowded = places.find(({ names }) => names.includes(name) && names.some((one) => said.has(one)))
  if (crowded) {
    const say = `模板要填${quoted([name])}，这份公文没有这项内容，请补上或换一个模板。`
    throw new PaperFault(problem('document.content-absent', { placeholder: name }, say))
  }
  return { type: PatchType.DOCUMENT, children: [] }
}

/** A long signature is given room where it stands alone, and once. */
function roomFor(signature: string, places: readonly Place[], width: number) {
  const [place, ...others] = places.filter(({ names }) => names.includes(SIGNATURE))
  if (!place || others.length > 0 || place.words !== `{${SIGNATURE}}`) return null
  return longSignature(braced(signature), place.paragraph, lookOf(place.paragraph, width))
}

function patchesFor(places: readonly Place[], content: PaperContent, width: number): Record<string, IPatch> {
  const words = wordsFor(content)
  const all = new Set(namesSaid(content))
  const look = (name: string): Look => {
    const place = places.find(({ names }) => names.includes(name)) as Place
    return lookOf(place.paragraph, width)
  }
  const patch = (name: string): IPatch => {
    if (name === BODY) return { type: PatchType.DOCUMENT, children: bodyOf(bracedBlocks(content.body), look(name)) }
    if (name === ATTACHMENTS && content.attachments)
      return { type: PatchType.DOCUMENT, children: attachmentsOf(content.attachments.map(braced), look(name)) }
    const said = words.get(name)
    if (said === undefined) return leaveOut(places, name, all)
    const long = name === SIGNATURE ? roomFor(said, places, width) : null
    return long ? { type: PatchType.DOCUMENT, children: [long] } : inLine(said)
  }
  const asked = new Set(places.flatMap(({ names }) => names))
  // The text comes last: each placeholder is looked for in all paragraphs that are there by then.
  asked.delete(BODY)
  return Object.fromEntries([...asked, BODY].map((name) => [name, patch(name)]))
}

const bracedBlocks = (blocks: PaperContent['body']): PaperContent['body'] =>
  blocks.map((block) =>
    block.kind === 'table'
      ? { ...block, head: block.head.map(braced), rows: block.rows.map((row) => row.map(braced)) }
      : { ...block, text: braced(block.text) },
  )

const escaped = (text: string): string => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)

/** Properties of the file follow from the paper alone; its day is the paper's. */
function coreOf({ title, organ, date }: PaperContent): Buffer {
  const day = `<dcterms:created xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:created>`
  return Buffer.from(
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties ' +
      'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ' +
      'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      `<dc:title>${escaped(title.replaceAll('\n', ''))}</dc:title><dc:creator>${escaped(organ)}</dc:creator>` +
      `${day}${day.replaceAll('created', 'modified')}</cp:coreProperties>`,
  )
}

/** Braces of the paper's own words come back; the same parts in the same order make the same bytes. */
async function finish(patched: Parts, content: PaperContent): Promise<Buffer> {
  for (const [name, bytes] of patched)
    if (/^word\/.*\.xml$/.test(name))
      patched.set(name, Buffer.from(offGrid(bytes.toString('utf8')).replaceAll(BRACE, '{')))
  patched.set(CORE, coreOf(content))
  return writeParts(patched)
}

/** An XML that our reader takes and the library does not is the template's fault. */
const unreadable = (): never => {
  throw new PaperFault(problem('document.template-unreadable'))
}

/** The work of `fillTemplate`. @throws PaperFault or SheetFault with the refusal */
export async function fillDocx(template: Buffer, content: PaperContent): Promise<Buffer> {
  const parsed = paperContent.safeParse(content)
  if (!parsed.success)
    throw new PaperFault(problem('document.content', { field: parsed.error.issues[0]?.path.join('.') }))
  const parts = await readParts(template, MOST_TEMPLATE)
  const paper = await readPaper(parts)
  const places = placesIn(paper)
  checkAlone(places)
  checkAbsent(places, parsed.data)
  const { width, left, right } = paper.format
  const patched = await patchDocument({
    outputType: 'nodebuffer',
    data: await writeParts(parts),
    patches: patchesFor(places, parsed.data, width - left - right),
    placeholderDelimiters: { start: '{', end: '}' },
    properties: { title: 'paper' },
  }).catch(unreadable)
  return finish(await readParts(patched, MOST_PAPER), parsed.data)
}
