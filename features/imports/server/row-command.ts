import { createHash } from 'node:crypto'
import { allItems, type Catalogue } from '../../../domain/catalogue/catalogue.ts'
import type { JsonObject } from '../../../domain/entry.ts'
import { type Severity, type Source, severities, severityNames, sourceNames } from '../../../domain/hazard/state.ts'
import { type ImportField, importColumnOf, importColumns } from '../../../domain/sheet/import-columns.ts'
import { communityOf, type Reference } from '../../../domain/units/units.ts'
import { say, type Words } from './row-words.ts'

/** What a row says in codes: data of its 补录, apart from the batch. */
export interface RowReport {
  data: JsonObject
  community: string
  item: string
  place: string
  description: string
}

const bare = (text: string) => text.replace(/[\s\u3000]/g, '')

/** The code of a name in a list; names are compared without blanks. */
function byName<T>(list: Iterable<T>, nameOf: (one: T) => string, wanted: string): T | undefined {
  const name = bare(wanted)
  for (const one of list) if (bare(nameOf(one)) === name) return one
  return undefined
}

const keyOf = <K extends string>(names: Record<K, string>, wanted: string): K | undefined =>
  (Object.keys(names) as K[]).find((key) => names[key] === bare(wanted))

const alsoSources: Record<string, Source> = {
  巡查: 'patrol',
  群众反映: 'resident',
  上级交办: 'superior',
  坝坝会: 'meeting',
  联合检查: 'joint',
}

interface Reading {
  row: number
  text: Words['text']
  errors: string[]
  reference: Reference
  catalogue: Catalogue
  today: string
}

function fault(on: Reading, field: ImportField, what: string): undefined {
  on.errors.push(say(on.row, importColumnOf(field).title, what))
  return undefined
}

function placeOf(on: Reading) {
  const { units } = on.reference
  const { community: said, site, unit } = on.text
  const all = [...units.values()]
  const community = said
    ? (byName(
        all.filter(({ kind }) => kind === 'community'),
        ({ name }) => name,
        said,
      )?.code ?? fault(on, 'community', `“${said}”没有这个社区，请从下拉列表里选`))
    : undefined
  const inside = all.filter(({ code, kind }) => kind === 'compound' && communityOf(units, code) === community)
  const at =
    site && community
      ? (byName(inside, ({ name }) => name, site)?.code ??
        fault(on, 'site', `“${site}”不在这个社区，请从下拉列表里选或留空`))
      : undefined
  const answerable = all.filter(({ kind }) => kind !== 'area' && kind !== 'street')
  const near = answerable.filter(({ code, kind }) =>
    kind !== 'grid' && kind !== 'compound' ? true : communityOf(units, code) === community,
  )
  const responsible = unit
    ? (byName(near, ({ name }) => name, unit)?.code ?? fault(on, 'unit', `“${unit}”没有这个单位，请从下拉列表里选`))
    : undefined
  return { community, site: at, unit: responsible }
}

function itemOf(on: Reading) {
  const { category, item } = on.text
  const group = category ? byName(on.catalogue.categories, ({ name }) => name, category) : undefined
  if (category && !group) fault(on, 'category', `“${category}”不在排查清单里，请从下拉列表里选`)
  if (!item) return undefined
  const found = byName(group?.items ?? allItems(on.catalogue), ({ name }) => name, item)
  if (!found)
    return fault(
      on,
      'item',
      group ? `“${item}”不在“${group.name}”这一类里，请从下拉列表里选` : `“${item}”不在排查清单里，请从下拉列表里选`,
    )
  return found
}

function severityOf(on: Reading, least: Severity): Severity | undefined {
  const { severity } = on.text
  if (!severity) return undefined
  const given = keyOf(severityNames, severity.replace(/隐患$/, ''))
  if (!given) return fault(on, 'severity', `“${severity}”应是 一般、较大 或 重大`)
  if (severities.indexOf(given) < severities.indexOf(least))
    return fault(on, 'severity', `不能低于排查清单规定的“${severityNames[least]}”，请改高或留空`)
  return given
}

function yesNo(on: Reading, field: ImportField): boolean | undefined {
  const said = on.text[field]
  if (!said) return undefined
  if (/^(是|已|√|有|y)/i.test(said)) return true
  if (/^(否|未|×|无|n|x)/i.test(said)) return false
  return fault(on, field, `“${said}”应填 是 或 否`)
}

/** Days follow each other: found, then done; a deadline not before the finding; what has been is not in the future. */
function checkDays(on: Reading): void {
  const { found, due, done } = on.text
  const isDay = (text: string | undefined): text is string => text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text)
  if (!isDay(found)) return
  if (found > on.today) fault(on, 'found', '不能晚于今天')
  if (found < '2000-01-01') fault(on, 'found', '太早了，请核对年份')
  if (isDay(due) && due < found) fault(on, 'due', '早于排查时间，请核对')
  if (isDay(done) && done < found) fault(on, 'done', '早于排查时间，请核对')
  if (isDay(done) && done > on.today) fault(on, 'done', '不能晚于今天')
}

/** Only what was said, so that two sheets that say the same give the same. */
const filled = (given: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''))

function wordsOf({ text }: Reading): JsonObject {
  const remark = [text.finder && `排查人：${text.finder}`, text.note].filter(Boolean).join('；')
  return filled({ unit: text.unit ?? '', measures: text.measures ?? '', remark })
}

const partyOf = ({ party = '', phone = '' }: Words['text']): string =>
  party && phone ? `${party}，电话 ${phone}` : party || (phone && `电话 ${phone}`)

/** The row's 补录 in the book's own codes; null, and why in `errors`, where it cannot be one. */
export function readRow(
  row: number,
  words: Words,
  reference: Reference,
  catalogue: Catalogue,
  today: string,
): RowReport | null {
  const on: Reading = { row, text: words.text, errors: words.errors, reference, catalogue, today }
  const { text } = words
  const { community, site, unit } = placeOf(on)
  const item = itemOf(on)
  const severity = item && severityOf(on, item.severity)
  const source = text.source
    ? (keyOf(sourceNames, text.source) ??
      alsoSources[bare(text.source)] ??
      fault(on, 'source', `“${text.source}”请从下拉列表里选`))
    : undefined
  const closed = yesNo(on, 'closed')
  const rectified = yesNo(on, 'rectified') || closed
  if (closed && text.rectified && yesNo({ ...on, errors: [] }, 'rectified') === false)
    fault(on, 'rectified', '与“是否销号”矛盾，销号的应已整改')
  checkDays(on)
  if (on.errors.length > 0 || !community || !item || !unit) return null
  const due = text.due ?? ''
  const status = closed ? 'closed' : rectified ? 'rectified' : 'open'
  const facts = filled({ dueOn: due, rectifiedOn: text.done ?? '', status })
  const backfill = filled({
    found: text.found ?? '',
    reason: '导入原有台账',
    severity: severity ?? '',
    facts,
    words: wordsOf(on),
  })
  const direct: JsonObject = due >= today && status === 'open' ? { unit, due } : { unit }
  const fixed: JsonObject = rectified ? { fixed: { note: text.outcome || '原台账记为已整改', photos: [] } } : {}
  const place = text.place ?? ''
  const description = text.description ?? ''
  const said = filled({
    community,
    item: item.code,
    place,
    description,
    site: site ?? '',
    source: source ?? '',
    party: partyOf(text),
  })
  return { data: { ...said, photos: [], direct, ...fixed, backfill }, community, item: item.code, place, description }
}

/** Hash of what a row says, whatever its number, its serial and the day it is read on. */
export function hashOf(text: Words['text'], occurrence: number): string {
  const said = importColumns.filter(({ field }) => field !== 'serial').map(({ field }) => text[field] ?? '')
  return createHash('sha256')
    .update(JSON.stringify([said, occurrence]))
    .digest('hex')
}
