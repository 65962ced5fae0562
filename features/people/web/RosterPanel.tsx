import { computed, defineComponent, type PropType, ref, watch } from 'vue'
import type { CommandResult } from '../../../domain/entry.ts'
import { dropDraft, findDraft, keepDraft } from '../../../platform/web/draft.ts'
import { sendFile } from '../../../platform/web/file-transfer.ts'
import { reference } from '../../../platform/web/reference.ts'
import { session } from '../../../platform/web/session.ts'
import { splitPaste } from '../../../platform/web/text/split-paste.ts'
import type { PersonRow } from '../contract.ts'
import { retractions, sayRefusal, sendMany } from './person-steps.ts'
import { RosterPreview } from './RosterPreview.tsx'
import { type Judged, judgeRoster, openDesk } from './roster.ts'
import { enrolment } from './roster-commands.ts'
import { type Field, type RosterRow, readTable } from './roster-table.ts'

interface Kept {
  pasted: string
  rows: RosterRow[] | null
  /** Enrolled in this sitting, so that it can be taken back. */
  made: string[]
}

const KEPT = 'roster'
const inOneLine = (cell: string) => cell.replace(/[\t\r\n]+/g, ' ')
const example = '姓名\t单位\t职务\t电话\n张三\t华新街社区第一网格\t网格员\t13800138000'

/** 登记人员: the office's own sheet pasted, judged row by row, mended in place, sent, and taken back if it was wrong. */
export const RosterPanel = defineComponent({
  name: 'RosterPanel',
  props: {
    people: { type: Array as PropType<PersonRow[]>, required: true },
    salt: { type: String, required: true },
  },
  emits: { changed: () => true, close: () => true },
  setup(props, { emit }) {
    const kept = findDraft<Kept>(KEPT)
    const pasted = ref(kept?.pasted ?? '')
    const rows = ref<RosterRow[] | null>(kept?.rows ?? null)
    const made = ref<string[]>(kept?.made ?? [])
    const said = ref('')
    const done = ref('')
    const sent = ref<{ of: number; n: number } | null>(null)
    const reading = ref(false)
    watch([pasted, rows, made], () => keepDraft(KEPT, { pasted: pasted.value, rows: rows.value, made: made.value }), {
      deep: true,
    })
    const actor = () => {
      const me = session.me
      const lent = (me?.deputizes ?? []).flatMap(({ roles }) => roles)
      return { person: me?.person ?? '', memberships: [...(me?.roles ?? []), ...lent] as PersonRow['duties'] }
    }
    const desk = computed(() => openDesk(reference.units, actor(), props.people))
    const judged = computed<Judged[]>(() => (rows.value ? judgeRoster(rows.value, desk.value) : []))
    const ready = computed(() => judged.value.filter(({ state }) => state === 'ready'))
    const bad = computed(() => judged.value.filter(({ state }) => state === 'error').length)

    const look = () => {
      said.value = done.value = ''
      const read = readTable(splitPaste(pasted.value))
      if (!read) said.value = '没有找到表头。请连同表头一起复制，至少有“姓名”和“单位”“职务”“电话”中的一列。'
      else if (read.length === 0) said.value = '表头下面没有人。请把有姓名的行一起复制。'
      else rows.value = read
    }
    /** A workbook is read into text by the server and then goes the way of a paste. */
    const upload = async (event: Event) => {
      const input = event.target as HTMLInputElement
      const file = input.files?.[0]
      if (!file) return
      said.value = done.value = ''
      reading.value = true
      try {
        const { sheets } = (await sendFile('/api/sheets/read', file)) as { sheets: { rows: string[][] }[] }
        const roster = sheets.find(({ rows: lines }) => readTable(lines) !== null) ?? sheets[0]
        pasted.value = (roster?.rows ?? []).map((cells) => cells.map(inOneLine).join('\t')).join('\n')
        look()
      } catch (error) {
        said.value = sayRefusal(error)
      }
      reading.value = false
      input.value = ''
    }
    const mend = (line: number, field: Field, value: string) => {
      rows.value =
        rows.value?.map((row) => (row.line === line ? { ...row, cells: { ...row.cells, [field]: value } } : row)) ??
        null
    }
    const drop = (line: number) => {
      rows.value = rows.value?.filter((row) => row.line !== line) ?? null
    }
    const settle = (results: readonly CommandResult[]) => {
      const stands = results.filter(({ status, problem }) => status !== 'refused' || problem?.code === 'person.exists')
      const fresh = results.filter(({ status }) => status === 'accepted').map(({ stream }) => stream ?? '')
      made.value = [...made.value, ...fresh]
      return { stands: stands.length, fresh: fresh.length, refused: results.filter((one) => !stands.includes(one)) }
    }
    const send = async () => {
      const chosen = ready.value
      const how = { salt: props.salt, sender: session.me?.person ?? '', gone: props.people }
      const commands = chosen.map((one) => enrolment(one, { ...how, takenAt: new Date().toISOString() }))
      said.value = done.value = ''
      sent.value = { of: commands.length, n: 0 }
      const told: CommandResult[] = []
      try {
        await sendMany(commands, (results) => {
          sent.value = { of: commands.length, n: results.length }
          told.splice(0, told.length, ...results)
        })
      } catch (error) {
        said.value = `${sayRefusal(error)}已登记的不会重复，请再按一次。`
      }
      const { fresh, stands, refused } = settle(told)
      done.value = `已登记 ${fresh} 人${stands > fresh ? `，另有 ${stands - fresh} 人早已登记` : ''}。`
      if (refused[0]) said.value = `有 ${refused.length} 人没有登记：${refused[0].problem?.message}`
      sent.value = null
      emit('changed')
    }
    const undo = async () => {
      said.value = done.value = ''
      const streams = made.value
      sent.value = { of: streams.length, n: 0 }
      try {
        const results = await sendMany(retractions(streams), (so) => {
          sent.value = { of: streams.length, n: so.length }
        })
        const gone = results.filter(({ status }) => status !== 'refused').map(({ stream }) => stream)
        made.value = streams.filter((stream) => !gone.includes(stream))
        done.value = `已撤销 ${gone.length} 人的登记。`
        const refused = results.find(({ status }) => status === 'refused')
        if (refused) said.value = refused.problem?.message ?? ''
      } catch (error) {
        said.value = sayRefusal(error)
      }
      sent.value = null
      emit('changed')
    }
    const clear = () => {
      pasted.value = ''
      rows.value = null
      said.value = done.value = ''
      if (made.value.length === 0) dropDraft(KEPT)
    }
    const close = () => {
      made.value = []
      clear()
      emit('close')
    }
    const paste = () => (
      <>
        <label for="roster">从您的花名册（Excel 或 WPS）里连同表头一起复制，粘贴到这里：</label>
        <textarea id="roster" rows={8} v-model={pasted.value} placeholder={example} />
        <p>
          <label for="roster-file">或者直接选 .xlsx 文件：</label>{' '}
          <input id="roster-file" type="file" accept=".xlsx" disabled={reading.value} onChange={upload} />
          {reading.value ? <span role="status"> 正在读表…</span> : null}
        </p>
        <p class="people-buttons">
          <button type="button" disabled={!pasted.value.trim()} onClick={look}>
            看一遍再登记
          </button>
          <button type="button" class="plain" onClick={close}>
            关闭
          </button>
        </p>
      </>
    )
    const preview = () => (
      <>
        <p role="status">
          共 {judged.value.length} 行：可登记 {ready.value.length} 人，要改 {bad.value} 行，已登记{' '}
          {judged.value.length - ready.value.length - bad.value} 人。
        </p>
        <p class="people-buttons">
          <button type="button" disabled={ready.value.length === 0 || sent.value !== null} onClick={send}>
            {sent.value ? `正在登记 ${sent.value.n}/${sent.value.of}…` : `登记这 ${ready.value.length} 人`}
          </button>
          <button type="button" class="plain" disabled={sent.value !== null} onClick={clear}>
            重新粘贴
          </button>
          <button type="button" class="plain" disabled={sent.value !== null} onClick={close}>
            完成
          </button>
        </p>
        <RosterPreview judged={judged.value} onMend={mend} onDrop={drop} />
      </>
    )
    return () => (
      <section class="panel" aria-labelledby="roster-heading">
        <h2 id="roster-heading">登记人员</h2>
        {rows.value ? preview() : paste()}
        {said.value ? (
          <p class="said" role="alert">
            {said.value}
          </p>
        ) : null}
        {done.value || made.value.length > 0 ? (
          <p class="done people-done" role="status">
            {done.value || `这次已登记 ${made.value.length} 人。`}
            {made.value.length > 0 ? (
              <button type="button" class="plain" disabled={sent.value !== null} onClick={undo}>
                撤销这次登记的 {made.value.length} 人
              </button>
            ) : null}
          </p>
        ) : null}
      </section>
    )
  },
})
