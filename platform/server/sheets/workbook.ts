import type { Package } from './package.ts'
import { showsDay } from './serial.ts'
import { attribute, readXml, SheetFault } from './xml.ts'

/** One sheet of a workbook: its name, the part that holds it, and whether it is hidden. */
export interface SheetPart {
  name: string
  part: string
  hidden: boolean
}

export interface WorkbookParts {
  sheets: SheetPart[]
  date1904: boolean
  strings: string | null
  /** By index of a cell's style: does it show a day? */
  days: boolean[]
}

/** A target is given from the part's folder or from the root of the package. */
const resolve = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`)

async function readRelations(file: Package) {
  const targets = new Map<string, string>()
  const kinds = new Map<string, string>()
  await readXml(file.part('xl/_rels/workbook.xml.rels'), {
    open(name, raw) {
      if (name !== 'Relationship') return undefined
      const target = resolve(attribute(raw, 'Target') ?? '')
      targets.set(attribute(raw, 'Id') ?? '', target)
      kinds.set(attribute(raw, 'Type')?.split('/').at(-1) ?? '', target)
      return undefined
    },
  })
  return { targets, kinds }
}

async function readDays(file: Package, part: string | undefined): Promise<boolean[]> {
  if (!part || !file.has(part)) return []
  const codes = new Map<number, string>()
  const days: boolean[] = []
  let inCells = false
  await readXml(file.part(part), {
    open(name, raw) {
      if (name === 'numFmt') codes.set(Number(attribute(raw, 'numFmtId')), attribute(raw, 'formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells) return undefined
      const id = Number(attribute(raw, 'numFmtId') ?? 0)
      days.push(showsDay(id, codes.get(id)))
      return undefined
    },
    close(name) {
      return name === 'cellXfs'
    },
  })
  return days
}

/** Names, parts and formats: all that must be known before a sheet is read. */
export async function readWorkbook(file: Package): Promise<WorkbookParts> {
  if (!file.has('xl/workbook.xml') || !file.has('xl/_rels/workbook.xml.rels')) throw new SheetFault('sheet.not-xlsx')
  const { targets, kinds } = await readRelations(file)
  const sheets: SheetPart[] = []
  let date1904 = false
  await readXml(file.part('xl/workbook.xml'), {
    open(name, raw) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attribute(raw, 'date1904') ?? '')
      if (name !== 'sheet') return undefined
      const hidden = (attribute(raw, 'state') ?? 'visible') !== 'visible'
      const part = targets.get(attribute(raw, 'id') ?? '') ?? ''
      if (/^xl\/worksheets\//i.test(part) && file.has(part))
        sheets.push({ name: attribute(raw, 'name') ?? '', part, hidden })
      return undefined
    },
  })
  const strings = kinds.get('sharedStrings')
  return {
    sheets,
    date1904,
    strings: strings && file.has(strings) ? strings : null,
    days: await readDays(file, kinds.get('styles')),
  }
}
