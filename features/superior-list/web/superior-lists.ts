import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import type { CommandResult } from '../../../domain/entry.ts'
import { call, Refused } from '../../../platform/web/api.ts'
import { hazardCommand, keeperCommand, sendCommand, sendCommands } from '../../../platform/web/commands.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import { useLoad } from '../../../platform/web/load.ts'
import type { Photo } from '../../../platform/web/photo-prepare.ts'
import { uploadPhoto } from '../../../platform/web/photo-upload.ts'
import { reference } from '../../../platform/web/reference.ts'
import { session } from '../../../platform/web/session.ts'
import { sha256Plain } from '../../../platform/web/sha256-plain.ts'
import { splitPaste } from '../../../platform/web/text/split-paste.ts'
import { getSuperiorLists, type SuperiorList } from '../contract.ts'
import { judgeList } from './judge-list.ts'
import { listCommands } from './list-commands.ts'
import { type Field, type ListRow, readList } from './list-table.ts'

const KEPT = 'superior-list'
/** Rows of one list: with its opening they go in one sending. */
const MOST_ROWS = 150

interface Kept {
  name: string
  on: string
  pasted: string
  rows: ListRow[] | null
}

const sheetOf = (text: string): string =>
  Array.from(sha256Plain(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** 已登记 n 条, and what came of the others. */
function sayResults(results: readonly CommandResult[]): { done: string; said: string } {
  const fresh = results.filter(({ status }) => status === 'accepted').length
  const known = results.filter(
    ({ status, problem }) => status === 'duplicate' || problem?.code === 'case.exists',
  ).length
  const [refused] = results.filter(({ status, problem }) => status === 'refused' && problem?.code !== 'case.exists')
  const others = results.length - fresh - known
  return {
    done: `已登记 ${fresh} 条${known > 0 ? `，另有 ${known} 条早已登记，没有改动` : ''}。`,
    said: refused ? `有 ${others} 条没有登记：${refused.problem?.message}` : '',
  }
}

/** The paste, its judged rows, and the lists that came in before. */
export function useSuperiorLists() {
  const today = shanghaiDate(new Date().toISOString())
  const list = useLoad(() => call(getSuperiorLists, {}))
  const form = reactive<Kept>({ name: '', on: today, pasted: '', rows: null, ...findDraft<Kept>(KEPT) })
  const photos = shallowRef<Photo[]>([])
  const said = ref('')
  const done = ref('')
  const busy = ref('')
  watch(form, () => keepDraft(KEPT, { ...form }), { deep: true })
  const judged = computed(() => {
    const { units, catalogue } = reference
    return form.rows && catalogue ? judgeList(form.rows, { units, catalogue, today }) : []
  })
  const ready = computed(() => judged.value.filter(({ finding }) => finding !== null))

  const look = () => {
    said.value = done.value = ''
    const rows = readList(splitPaste(form.pasted))
    if (!form.name.trim()) said.value = '请先写出清单名称，例如来函的标题或文号。'
    else if (!rows) said.value = '没有找到表头。请连同表头一起复制，至少要有“地点”和“问题”两列。'
    else if (rows.length === 0) said.value = '表头下面没有问题。请把有内容的行一起复制。'
    else if (rows.length > MOST_ROWS) said.value = `一次最多 ${MOST_ROWS} 行，请分成几张清单，名称写明“之一”“之二”。`
    else form.rows = rows
  }
  const mend = (line: number, field: Field, value: string) => {
    const row = form.rows?.find((one) => one.line === line)
    if (row) row.cells[field] = value
  }
  const drop = (line: number) => {
    form.rows = form.rows?.filter((row) => row.line !== line) ?? null
  }
  const clear = () => {
    Object.assign(form, { name: '', on: today, pasted: '', rows: null })
    photos.value = []
    dropDraft(KEPT)
  }
  const work = async (what: string, run: () => Promise<void>) => {
    if (busy.value) return
    said.value = done.value = ''
    busy.value = what
    try {
      await run()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      said.value = error.message
    } finally {
      busy.value = ''
    }
  }
  const send = () =>
    work('正在登记…', async () => {
      if (photos.value.length === 0) {
        said.value = '请附来函或清单原件的照片，再登记。'
        return
      }
      for (const photo of photos.value) await uploadPhoto(photo)
      const letter = { name: form.name.trim(), on: form.on, photos: photos.value.map(({ sha256 }) => sha256) }
      const commands = listCommands(ready.value, letter, {
        ...{ book: session.me?.books[0]?.id ?? '', sender: session.me?.person ?? '' },
        ...{ lists: list.data.value?.lists ?? [], takenAt: new Date().toISOString() },
        sheet: sheetOf(form.pasted),
      })
      const results = await sendCommands(commands)
      const told = sayResults(results.slice(1))
      await list.load()
      done.value = told.done
      said.value = told.said
      if (!told.said) clear()
    })
  const undo = (one: SuperiorList, reason: string) =>
    work('正在撤销…', async () => {
      // An undoing that was cut short goes on with what is left.
      if (!one.undone) await sendCommand(keeperCommand('batch', 'undo', { reason }, one.id))
      const results = await sendCommands(one.untouched.map((id) => hazardCommand('retract', id, { reason })))
      const back = results.filter(({ status }) => status !== 'refused').length
      await list.load()
      const kept = one.cases - back
      done.value = `已撤销 ${back} 条${kept > 0 ? `，${kept} 条已有人办理，留在台账里` : ''}。`
    })
  return { list, form, photos, said, done, busy, judged, ready, look, mend, drop, clear, send, undo, today }
}
