import { attribute, SheetFault } from '../sheets/xml.ts'
import type { Edges, PageFormat, Paper } from './model.ts'
import { child, type Element, MOST_PAPER, type Parts, parsePart, readParts } from './parts.ts'
import { readBlocks } from './read-blocks.ts'
import { isOn, numberOf, readStyles } from './read-styles.ts'
import { type Reading, refuse } from './reading.ts'

const DOCUMENT = 'word/document.xml'

/** The day in the properties of a file that names none. */
const NO_DAY = '2000-01-01T00:00:00Z'

async function parse(parts: Parts, name: string): Promise<Element | undefined> {
  const bytes = parts.get(name)
  return bytes && (await parsePart(bytes))
}

function formatOf(section: Element | undefined): PageFormat & { pull: number } {
  const size = child(section, 'pgSz')
  const margin = child(section, 'pgMar')
  const grid = child(section, 'docGrid')
  if ((numberOf(child(section, 'cols'), 'num', 1) ?? 1) > 1) refuse('分栏')
  const type = grid && attribute(grid.raw, 'type')
  const snaps = type === 'lines' || type === 'linesAndChars' || type === 'snapToChars'
  const points = (element: Element | undefined, name: string, other: number) => numberOf(element, name) ?? other
  return {
    width: points(size, 'w', 595.3),
    height: points(size, 'h', 841.9),
    top: Math.abs(points(margin, 'top', 72)),
    right: points(margin, 'right', 90),
    bottom: Math.abs(points(margin, 'bottom', 72)),
    left: points(margin, 'left', 90) + points(margin, 'gutter', 0),
    header: points(margin, 'header', 42.5),
    footer: points(margin, 'footer', 49.6),
    pitch: snaps ? points(grid, 'linePitch', 0) : 0,
    pull: type === 'linesAndChars' ? (numberOf(grid, 'charSpace', 4096) ?? 0) : 0,
  }
}

/** Whatever but a link leads out of the file is refused: a template elsewhere, a picture, an object. */
async function checkOutside(parts: Parts): Promise<void> {
  for (const name of parts.keys())
    for (const one of name.endsWith('.rels') ? ((await parse(parts, name))?.children ?? []) : [])
      if (attribute(one.raw, 'TargetMode') === 'External' && !attribute(one.raw, 'Type')?.endsWith('/hyperlink'))
        throw new SheetFault('sheet.active')
}

/** Targets of a part's relationships, by their id. */
function relations(root: Element | undefined): Map<string, string> {
  const found = new Map<string, string>()
  for (const one of root?.children ?? []) {
    found.set(attribute(one.raw, 'Id') ?? '', (attribute(one.raw, 'Target') ?? '').replace(/^\/?(word\/)?/, 'word/'))
  }
  return found
}

async function edgesOf(
  name: 'headerReference' | 'footerReference',
  section: Element | undefined,
  both: boolean,
  targets: ReadonlyMap<string, string>,
  parts: Parts,
  reading: Reading,
): Promise<Edges> {
  const references = section?.children.filter((one) => one.name === name) ?? []
  const read = async (type: string, side: 'odd' | 'even') => {
    const found = references.find((one) => (attribute(one.raw, 'type') ?? 'default') === type)
    const root = found && (await parse(parts, targets.get(attribute(found.raw, 'id') ?? '') ?? ''))
    const blocks = root ? readBlocks(root, { ...reading, side }) : []
    return blocks.map((block) => (block.kind === 'table' ? refuse('页眉、页脚里的表格') : block))
  }
  return {
    first: isOn(child(section, 'titlePg')) ? await read('first', 'odd') : null,
    odd: await read('default', 'odd'),
    even: await read(both ? 'even' : 'default', 'even'),
  }
}

/**
 * Reads the part of WordprocessingML that official papers are made of: paragraphs, tables, one section's page, headers
 * and footers with page numbers. What the PDF could not show is refused by name, never left out.
 * @throws PaperFault with the refusal, SheetFault for what is no readable package
 */
export async function readPaper(docx: Buffer | Parts): Promise<Paper> {
  const parts = docx instanceof Map ? docx : await readParts(docx, MOST_PAPER)
  await checkOutside(parts)
  const body = child(await parse(parts, DOCUMENT), 'body')
  if (!body) throw new SheetFault('sheet.damaged', DOCUMENT)
  const section = child(body, 'sectPr')
  const { pull, ...format } = formatOf(section)
  const styles = readStyles(await parse(parts, 'word/styles.xml'), format.pitch)
  const width = format.width - format.left - format.right
  const reading: Reading = { styles, pitch: format.pitch, pull, width }
  const targets = relations(await parse(parts, 'word/_rels/document.xml.rels'))
  const settings = await parse(parts, 'word/settings.xml')
  const both = isOn(child(settings, 'evenAndOddHeaders'))
  const core = await parse(parts, 'docProps/core.xml')
  return {
    format,
    blocks: readBlocks(body, reading),
    headers: await edgesOf('headerReference', section, both, targets, parts, reading),
    footers: await edgesOf('footerReference', section, both, targets, parts, reading),
    title: child(core, 'title')?.text ?? '',
    author: child(core, 'creator')?.text ?? '',
    created: child(core, 'created')?.text || NO_DAY,
  }
}
