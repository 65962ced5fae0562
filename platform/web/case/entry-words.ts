import { fireStandardName } from '../../../domain/hazard/fire-standards.ts'
import { type Lack, lackNames, type Obstacle, obstacleNames } from '../../../domain/hazard/obstacles.ts'
import {
  type Arbitration,
  type Receipt,
  type Severity,
  type Status,
  severityNames,
} from '../../../domain/hazard/state.ts'
import { type Verdict, verdictNames } from '../../../domain/hazard/steps-decide.ts'
import type { EntryView, HazardView } from '../../../domain/hazard/views.ts'
import { itemName, reference, unitName } from '../reference.ts'
import { sayDay } from '../text/time.ts'
import { unitLabel } from './unit-words.ts'

interface EntryData {
  set?: {
    status?: Status
    severity?: Severity
    before?: string[]
    after?: string[]
    parts?: Record<string, unknown>
    proposedVoid?: string | null
    backfill?: HazardView['backfill']
    fixer?: string | null
    item?: string
    site?: string | null
    obstacle?: Obstacle | null
    extension?: { due: string; works: boolean } | null
    determined?: { result: 'major' | 'not'; standard: string } | null
  }
  paper?: { on: string; photos: string[] }
  undoes?: { seq: number }
  leg?: { holder: string; due: string | null; mode: string; provisional: boolean }
  moved?: Record<string, string>
  cause?: string
  triedOn?: string
  lack?: Lack
  decidedBy?: { kind: Verdict['kind'] }
  received?: Receipt
  extended?: { due: string }
  arbitration?: Arbitration
  supervision?: { what: 'hang' | 'plan' | 'note' | 'lift'; number: string }
}

/** One entry as a person tells it: what was done, into whose hands it went, the words and the photos. */
export interface Told {
  title: string
  handed: string
  words: { label: string; text: string }[]
  photos: string[]
}

const textLabels: Record<string, string> = {
  place: '位置',
  description: '情况',
  party: '整改责任主体',
  reason: '理由',
  tried: '社区已做的工作',
  suggestedLead: '建议牵头',
  note: '说明',
  noPhotoReason: '照片灭失原因',
  text: '补充',
  measures: '措施',
  unhelped: '不等协办单位的原因',
  basis: '判定依据',
  interim: '缓办期间的安全措施',
  means: '给社区的支持',
}

/** Days as the sheet said them: they stand beside the book's own and nothing counts from them. */
export function sayBackfill({ found, rectifiedOn, closedOn, dueOn }: NonNullable<HazardView['backfill']>): string {
  const said = { 发现: found, 期限: dueOn, 整改: rectifiedOn, 销号: closedOn }
  return Object.entries(said)
    .filter(([, date]) => date !== null)
    .map(([what, date]) => `${date} ${what}`)
    .join('，')
}

const plateWords = { hang: '挂牌督办', plan: '报治理方案', note: '报每月进展', lift: '摘牌' } as const

/** What the fire agency determined, and by which standard. */
export const sayDetermined = ({ result, standard }: NonNullable<HazardView['determined']>): string =>
  `${result === 'major' ? '是' : '不是'}重大火灾隐患（${fireStandardName(standard)}）`

function reportTitle(status: Status | undefined): string {
  if (status === 'handling') return '补录并交办'
  return status === 'rectified' ? '补录，台账记为已整改' : '补录'
}

function titleOf(entry: EntryView, data: EntryData, titles: ReadonlyMap<number, string>): string {
  const status = data.set?.status
  if (entry.step === 'undo') return `撤销“${titles.get(data.undoes?.seq ?? 0) ?? '上一步'}”`
  if (entry.step === 'rectify' && data.set?.fixer === null) return `代录${entry.label}`
  if (entry.step === 'report' && data.set?.backfill) return reportTitle(status)
  if (entry.step === 'report')
    return status === 'handling' ? '发现并直接交办' : status === 'rectified' ? '即查即改' : '发现并上报'
  if (data.received === 'silence') return '视为已签收'
  if (data.supervision) return `${plateWords[data.supervision.what]} ${data.supervision.number}`
  if (entry.step === 'determine')
    return data.set?.determined?.result === 'major' ? '判定为重大火灾隐患' : '判定不是重大火灾隐患'
  if (data.decidedBy) return `工作组议决：${verdictNames[data.decidedBy.kind]}`
  if (entry.step === 'void') return status === 'void' ? '确定不列入' : '提出不列入'
  return entry.label
}

const task: Partial<Record<Status, string>> = {
  reported: '核实',
  handling: '整改',
  rectified: '复查',
  called: '研判',
}

const sayDeadline = ({ due, provisional }: NonNullable<EntryData['leg']>): string =>
  due ? `，期限 ${sayDay(due)}${provisional ? '（节假日安排未公布，暂定）' : ''}` : ''

/** What moved a case that followed its units: 因华新街社区拆分，…转到…；状态和期限不变。 */
function movedBy({ moved = {}, cause = '' }: EntryData): string {
  const pairs = Object.entries(moved).map(([old, now]) => `${unitLabel(old)}转到${unitLabel(now)}`)
  const unit = reference.units.get(cause)
  const how = unit?.splits ? '拆分' : unit?.into ? '合并' : '调整'
  return `因${unitLabel(cause)}${how}，${pairs.join('，')}；状态和期限不变`
}

/** Into whose hands and for what. A step that says no status leaves the case in 整改. */
function handedTo(step: string, data: EntryData): string {
  const { leg } = data
  if (data.moved) return movedBy(data)
  if (data.extended) return `期限改为 ${sayDay(data.extended.due)}`
  if (!leg) return ''
  if (data.set?.status === 'parked') return `缓办，${sayDay(leg.due ?? '')}复议`
  if (data.set?.status === 'tabled') return `由${unitLabel(leg.holder)}工作组议决`
  if (data.set?.status === 'referred') return `报${unitLabel(leg.holder)}`
  if (step === 'refuse') return `退回${unitLabel(leg.holder)}，请重新交办${sayDeadline(leg)}`
  const asked = leg.mode === 'request' ? '商请' : '由'
  return `${asked}${unitLabel(leg.holder)}${task[data.set?.status ?? 'handling'] ?? '办理'}${sayDeadline(leg)}`
}

/** What the case said before an entry: a correction shows it beside the new. */
interface Before {
  severity: Severity
  said: Map<string, string>
}

const sheetLabels = { number: '原编号', unit: '责任单位', checker: '复查人', measures: '整改措施', remark: '备注' }

function sheetWords(entry: EntryView, { set }: EntryData): Told['words'] {
  if (!set?.backfill) return []
  const sheet = (entry.text?.sheet ?? {}) as Record<string, unknown>
  const more = Object.entries(sheetLabels)
    .filter(([key]) => typeof sheet[key] === 'string')
    .map(([key, label]) => `${label}：${sheet[key]}`)
  return [
    { label: '台账所记', text: sayBackfill(set.backfill) },
    ...(more.length > 0 ? [{ label: '台账原文', text: more.join('；') }] : []),
  ]
}

/** Item and compound are codes: what a correction changed of them, in words. */
function correctedWords({ step }: EntryView, { set }: EntryData, { said }: Before): Told['words'] {
  if (step !== 'correct') return []
  const before = (key: string) => (said.get(key) ? `（原为：${said.get(key)}）` : '')
  return [
    ...(set?.item === undefined ? [] : [{ label: '检查项目', text: `${itemName(set.item)}${before('item')}` }]),
    ...(set?.site === undefined ? [] : [{ label: '点位', text: `${unitName(set.site) || '无'}${before('site')}` }]),
  ]
}

const sayAsked = ({ due, works }: { due: string; works: boolean }): string =>
  `${sayDay(due)}${works ? '（工程类）' : ''}`

function wordsOf(entry: EntryView, data: EntryData, before: Before): Told['words'] {
  const was = (key: string) =>
    entry.step === 'correct' && before.said.get(key) ? `（原为：${before.said.get(key)}）` : ''
  const said = Object.entries(textLabels)
    .map(([key, label]) => ({ key, label, text: entry.text?.[key] }))
    .filter(
      (one): one is { key: string; label: string; text: string } => typeof one.text === 'string' && one.text !== '',
    )
    .map(({ key, label, text }) => ({ label, text: `${text}${was(key)}` }))
  const helpers = data.set?.status === 'handling' ? Object.keys(data.set?.parts ?? {}) : []
  const { severity = before.severity } = data.set ?? {}
  const raised = (entry.step === 'verify' || entry.step === 'correct') && severity !== before.severity
  return [
    ...said,
    ...correctedWords(entry, data, before),
    ...sheetWords(entry, data),
    ...(data.set?.obstacle ? [{ label: '提请原因', text: obstacleNames[data.set.obstacle] }] : []),
    ...(data.set?.extension ? [{ label: '申请延到', text: sayAsked(data.set.extension) }] : []),
    ...(data.arbitration ? [{ label: '退单', text: data.arbitration === 'right' ? '成立' : '不成立' }] : []),
    ...(data.set?.determined ? [{ label: '判定标准', text: fireStandardName(data.set.determined.standard) }] : []),
    ...(data.lack ? [{ label: '退回原因', text: lackNames[data.lack] }] : []),
    ...(data.triedOn ? [{ label: '做工作的日期', text: data.triedOn }] : []),
    ...(data.paper ? [{ label: '书面材料', text: `${data.paper.on}（纸上日期）` }] : []),
    ...(helpers.length > 0 ? [{ label: '协助', text: helpers.map(unitLabel).join('、') }] : []),
    ...(raised ? [{ label: '等级', text: severityNames[severity] }] : []),
  ]
}

function remember(said: Map<string, string>, entry: EntryView, { set }: EntryData): void {
  for (const key of ['place', 'description', 'party']) {
    const text = entry.text?.[key]
    if (typeof text === 'string') said.set(key, text)
  }
  if (set?.item) said.set('item', itemName(set.item))
  if (set?.site !== undefined) said.set('site', unitName(set.site))
}

/** Photos this entry added; `before` are those the case had until then. */
function photosOf(data: EntryData, before: ReadonlySet<string>): string[] {
  const named = [...(data.set?.before ?? []), ...(data.set?.after ?? []), ...(data.paper?.photos ?? [])]
  return named.filter((hash) => !before.has(hash))
}

/** The timeline, oldest first. An entry whose words were erased keeps its line; one that was taken back says so. */
export function tellEntries(entries: readonly EntryView[]): Told[] {
  const known = new Set<string>()
  const before: Before = { severity: 'ordinary', said: new Map() }
  const titles = new Map<number, string>()
  const undone = new Set(entries.map(({ data }) => (data as EntryData).undoes?.seq))
  return entries.map((entry) => {
    const data = entry.data as EntryData
    const photos = photosOf(data, known)
    for (const hash of photos) known.add(hash)
    const words = wordsOf(entry, data, before)
    before.severity = data.set?.severity ?? before.severity
    remember(before.said, entry, data)
    const title = titleOf(entry, data, titles)
    titles.set(entry.seq, title)
    return {
      title: undone.has(entry.seq) ? `${title}（已撤销）` : title,
      handed: handedTo(entry.step, data),
      words,
      photos,
    }
  })
}
