import type { Status } from '../../../domain/hazard/state.ts'
import { type Severity, severityNames } from '../../../domain/hazard/state.ts'
import type { EntryView } from '../../../domain/hazard/views.ts'
import { reference } from '../reference.ts'
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
  }
  leg?: { holder: string; due: string | null; mode: string; provisional: boolean }
  moved?: Record<string, string>
  cause?: string
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
}

function titleOf(entry: EntryView, data: EntryData): string {
  const status = data.set?.status
  if (entry.step === 'report')
    return status === 'handling' ? '发现并直接交办' : status === 'rectified' ? '即查即改' : '发现并上报'
  if (entry.step === 'void') return status === 'void' ? '确定不列入' : '提出不列入'
  return entry.label
}

const task: Partial<Record<Status, string>> = { reported: '核实', handling: '整改', rectified: '复查', called: '研判' }

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
  if (!leg) return ''
  if (step === 'refuse') return `退回${unitLabel(leg.holder)}，请重新交办${sayDeadline(leg)}`
  const asked = leg.mode === 'request' ? '商请' : '由'
  return `${asked}${unitLabel(leg.holder)}${task[data.set?.status ?? 'handling'] ?? '办理'}${sayDeadline(leg)}`
}

function wordsOf(entry: EntryView, data: EntryData, severityBefore: Severity): Told['words'] {
  const said = Object.entries(textLabels)
    .map(([key, label]) => ({ label, text: entry.text?.[key] }))
    .filter((one): one is { label: string; text: string } => typeof one.text === 'string' && one.text !== '')
  const helpers = entry.step === 'assign' ? Object.keys(data.set?.parts ?? {}) : []
  const { severity = severityBefore } = data.set ?? {}
  const raised = entry.step === 'verify' && severity !== severityBefore
  return [
    ...said,
    ...(helpers.length > 0 ? [{ label: '协助', text: helpers.map(unitLabel).join('、') }] : []),
    ...(raised ? [{ label: '等级', text: severityNames[severity] }] : []),
  ]
}

/** Photos this entry added; `before` are those the case had until then. */
function photosOf(data: EntryData, before: ReadonlySet<string>): string[] {
  return [...(data.set?.before ?? []), ...(data.set?.after ?? [])].filter((hash) => !before.has(hash))
}

/** The timeline, oldest first. An entry whose words were erased keeps its line. */
export function tellEntries(entries: readonly EntryView[]): Told[] {
  const known = new Set<string>()
  let severity: Severity = 'ordinary'
  return entries.map((entry) => {
    const data = entry.data as EntryData
    const photos = photosOf(data, known)
    for (const hash of photos) known.add(hash)
    const words = wordsOf(entry, data, severity)
    severity = data.set?.severity ?? severity
    return { title: titleOf(entry, data), handed: handedTo(entry.step, data), words, photos }
  })
}
