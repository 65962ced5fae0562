import { defineComponent, type PropType, ref } from 'vue'
import { RouterLink } from 'vue-router'
import type * as z from 'zod/mini'
import type { getImport, RowView } from '../contract.ts'
import { sayCounts, sayResult } from './import-words.ts'
import { TwinTable } from './TwinTable.tsx'
import { UndoForm } from './UndoForm.tsx'
import { isWorking } from './use-import.ts'

type Shown = z.infer<typeof getImport.response>

/** Rows of errors that are shown; the marked sheet has them all. */
const MOST = 15

/** One import: what would come in and what cannot, then how far it is, then what came of it. */
export const ImportView = defineComponent({
  name: 'ImportView',
  props: {
    shown: { type: Object as PropType<Shown>, required: true },
    busy: { type: Boolean, required: true },
  },
  emits: {
    confirm: (include: number[]) => Array.isArray(include),
    undo: (reason: string) => typeof reason === 'string',
  },
  setup(props, { emit }) {
    const include = ref<ReadonlySet<number>>(new Set())
    const one = () => props.shown.import
    const failed = () => props.shown.rows.filter(({ errors }) => errors.length > 0)
    const twins = () =>
      props.shown.rows.filter((row) => row.twins.length > 0 && row.errors.length === 0 && row.outcome !== 'same')
    const notes = () => props.shown.rows.filter((row) => row.notes.length > 0).flatMap((row) => row.notes)
    const coming = () => one().counts.ready - one().counts.suspected + include.value.size
    const errorTable = (rows: RowView[]) => (
      <section class="panel" aria-labelledby="import-errors">
        <div class="import-head">
          <h2 id="import-errors">
            {one().status === 'preview' ? `${one().counts.errors} 行有错，不会导入` : `${rows.length} 行没有导入`}
          </h2>
          {one().erased ? null : (
            <a class="import-link" href={`/api/imports/${one().id}/marked.xlsx`} download>
              下载标出错误原因的表
            </a>
          )}
        </div>
        <p class="soft">改好后再上传这份表即可，已经导入的行不会重复。</p>
        <table class="grid-table">
          <thead>
            <tr>
              <th scope="col">行</th>
              <th scope="col">具体部位</th>
              <th scope="col">错在哪里</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST).map(({ row, place, errors }) => (
              <tr key={row}>
                <td>{row}</td>
                <td>{place}</td>
                <td>
                  {errors.map((error) => (
                    <div key={error}>{error}</div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length > MOST ? <p class="soft">只显示前 {MOST} 行，全部见标出错误原因的表。</p> : null}
      </section>
    )
    const confirming = () => (
      <section class="panel import-confirm" aria-labelledby="import-go">
        <h2 id="import-go">确认导入</h2>
        {one().counts.fixed > 0 ? (
          <p class="import-warn">
            其中 {one().counts.fixed} 行表里写着已整改或已销号：导入后是“已整改待复查”，要由他人复查后再销号。
          </p>
        ) : null}
        <p class="soft">表里的日期作为事实保留；办理期限从今天算起。</p>
        <button
          type="button"
          disabled={props.busy || coming() === 0 || !one().mine}
          onClick={() => emit('confirm', [...include.value])}
        >
          {one().kind === 'export' ? `更正 ${coming()} 条` : `导入 ${coming()} 条`}
        </button>
        {coming() === 0 ? <p class="soft">没有可以导入的行。</p> : null}
      </section>
    )
    const working = () => (
      <section class="panel" aria-label="进度">
        <p role="status">
          {one().status === 'undoing'
            ? `正在撤销，已撤销 ${one().done} 条`
            : `正在导入 ${one().done} / ${one().counts.ready} 条`}
        </p>
        <progress max={Math.max(1, one().counts.ready)} value={one().done} aria-label="进度" />
      </section>
    )
    const stalled = () => (
      <section class="panel import-confirm">
        <p class="import-warn">上次没有做完（服务中断过）。已经完成的不会重复。</p>
        <button
          type="button"
          disabled={props.busy || !one().mine}
          onClick={() => (one().status === 'undoing' ? emit('undo', '导入有误') : emit('confirm', []))}
        >
          {one().status === 'undoing' ? '接着撤销' : '接着导入'}
        </button>
      </section>
    )
    const result = () => (
      <section class="panel" aria-label="结果">
        <p class="done" role="status">
          {sayResult(one())}
        </p>
        {props.shown.left.length > 0 ? (
          <p>
            已有人办理、没有撤销的：
            {props.shown.left.slice(0, 50).map(({ id, number }) => (
              <RouterLink key={id} class="import-left" to={`/case/${id}`}>
                {number}
              </RouterLink>
            ))}
          </p>
        ) : null}
        <p>
          <RouterLink to="/">去看台账</RouterLink>
        </p>
        {one().status === 'done' && one().kind === 'template' && (one().counts.imported ?? 0) > 0 ? (
          <UndoForm busy={props.busy} onUndo={(reason: string) => emit('undo', reason)} />
        ) : null}
      </section>
    )
    const stage = () => {
      if (isWorking(one())) return working()
      if (one().stalled) return stalled()
      return one().status === 'preview' ? null : result()
    }
    return () => (
      <div>
        <p class="import-file">
          <strong>{one().name}</strong> <span class="soft">{sayCounts(one())}</span>
        </p>
        {stage()}
        {failed().length > 0 ? errorTable(failed()) : null}
        {one().status === 'preview' && twins().length > 0 ? (
          <TwinTable
            rows={twins()}
            include={include.value}
            onChoose={(rows: ReadonlySet<number>) => {
              include.value = rows
            }}
          />
        ) : null}
        {one().status === 'preview' && notes().length > 0 ? (
          <section class="panel" aria-label="提示">
            {notes()
              .slice(0, 20)
              .map((note) => (
                <p key={note} class="soft">
                  {note}
                </p>
              ))}
          </section>
        ) : null}
        {one().status === 'preview' ? confirming() : null}
      </div>
    )
  },
})
