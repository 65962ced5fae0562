import { type Reactive, reactive, ref, shallowRef } from 'vue'
import type { Command } from '../../../domain/entry.ts'
import { Refused } from '../../../platform/web/api.ts'
import { hazardCommand, newId, sendCommand } from '../../../platform/web/commands.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import type { Photo } from '../../../platform/web/photo-prepare.ts'
import { uploadPhoto } from '../../../platform/web/photo-upload.ts'
import { recallMe, session } from '../../../platform/web/session.ts'

/** What a clerk writes down of a call, a visit or a paper. Days are yyyy-mm-dd. */
export interface DeskReport {
  community: string
  site: string
  item: string
  place: string
  description: string
  party: string
  source: string
  /** Day it was found; earlier than today makes it 补录. */
  found: string
  reason: string
  /** Day on the paper it is entered from; counts only with a photo of it. */
  paperOn: string
}

export const emptyReport = (community: string, source: string, today: string): DeskReport => ({
  community,
  site: '',
  item: '',
  place: '',
  description: '',
  party: '',
  source,
  found: today,
  reason: '',
  paperOn: today,
})

type Fault = { at: keyof DeskReport; said: string }

/** What is missing, in one sentence, with the field to go to; null when it may be sent. */
export function checkDesk(report: DeskReport, today: string): Fault | null {
  const required: [keyof DeskReport, string][] = [
    ['community', '请选择社区。'],
    ['item', '请选择检查项目。'],
    ['place', '请填写具体位置。'],
    ['description', '请写一句情况。'],
    ['found', '请填写发现日期。'],
  ]
  const missing = required.find(([at]) => report[at].trim() === '')
  if (missing) return { at: missing[0], said: missing[1] }
  if (report.found > today) return { at: 'found', said: '发现日期不能晚于今天。' }
  if (report.found < today && report.reason.trim() === '')
    return { at: 'reason', said: '发现日期早于今天，是补录，请写明原因。' }
  return null
}

/** Data of the `report` step; a day before today goes with it as a fact (补录), never as a date of the book. */
export function deskData(
  report: DeskReport,
  photos: readonly string[],
  papers: readonly string[],
  today: string,
): Command['data'] {
  const { community, item, place, description, site, party, source, found, reason, paperOn } = report
  return {
    community,
    item,
    place: place.trim(),
    description: description.trim(),
    photos: [...photos],
    source,
    ...(site ? { site } : {}),
    ...(party.trim() ? { party: party.trim() } : {}),
    ...(found < today ? { backfill: { found, reason: reason.trim() } } : {}),
    ...(papers.length > 0 ? { paper: { on: paperOn || today, photos: [...papers] } } : {}),
  }
}

const NAME = 'desk-report'
const hashes = (photos: readonly Photo[]) => photos.map(({ sha256 }) => sha256)

/** The form's life: kept in the tab, sent under one id until it is answered, emptied for the next call. */
export function useDeskReport(start: DeskReport, today: string) {
  const values: Reactive<DeskReport> = reactive({ ...start, ...findDraft<DeskReport>(NAME) })
  const photos = shallowRef<Photo[]>([])
  const papers = shallowRef<Photo[]>([])
  const said = ref('')
  const fault = ref<keyof DeskReport | ''>('')
  const busy = ref('')
  /** Stream of what was recorded last. */
  const recorded = ref('')
  let pending: Command | undefined

  const set = (change: Partial<DeskReport>) => {
    Object.assign(values, change)
    said.value = fault.value = ''
    keepDraft(NAME, values)
  }
  const clear = () => {
    const { community, source } = values
    Object.assign(values, { ...start, community, source })
    photos.value = []
    papers.value = []
    dropDraft(NAME)
  }
  const deliver = async () => {
    const shots = [...photos.value, ...papers.value]
    for (const [i, photo] of shots.entries()) {
      busy.value = `正在上传照片 ${i + 1}/${shots.length}…`
      await uploadPhoto(photo)
    }
    busy.value = '正在登记…'
    const data = deskData(values, hashes(photos.value), hashes(papers.value), today)
    if (!pending || JSON.stringify(pending.data) !== JSON.stringify(data))
      pending = hazardCommand('report', newId(), data)
    await sendCommand(pending)
    recorded.value = pending.stream
    pending = undefined
    clear()
  }
  const submit = async (): Promise<boolean> => {
    if (busy.value) return false
    const found = checkDesk(values, today)
    said.value = found?.said ?? ''
    fault.value = found?.at ?? ''
    recorded.value = ''
    if (found) return false
    busy.value = '正在登记…'
    try {
      await deliver()
      return true
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      said.value = error.message
      // The law's refusal is kept under its id for ever: the next try is a new wish. Anything else goes again as it is.
      if (error.status === 422) pending = undefined
      if (error.status === 401 && session.me) await recallMe().catch(() => undefined)
      return false
    } finally {
      busy.value = ''
    }
  }
  return { values, photos, papers, said, fault, busy, recorded, set, submit }
}
