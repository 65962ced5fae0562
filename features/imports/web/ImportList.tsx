import { defineComponent, type PropType } from 'vue'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { ImportView } from '../contract.ts'
import { sayCounts, sayResult, statusWords } from './import-words.ts'

/** Earlier imports; opening one shows its result and its undo. */
export const ImportList = defineComponent({
  name: 'ImportList',
  props: {
    list: { type: Array as PropType<ImportView[] | null>, default: null },
    current: { type: String, default: undefined },
  },
  emits: { open: (id: string) => typeof id === 'string' },
  setup(props, { emit }) {
    const line = (one: ImportView) => (
      <tr key={one.id} class={{ here: one.id === props.current }}>
        <td>{sayInstant(one.createdAt, new Date())}</td>
        <td>{one.name}</td>
        <td>{one.person}</td>
        <td>{one.stalled ? '没有做完' : statusWords[one.status]}</td>
        <td>{one.status === 'done' || one.status === 'undone' ? sayResult(one) : sayCounts(one)}</td>
        <td>
          <button type="button" class="plain" aria-label={`打开 ${one.name}`} onClick={() => emit('open', one.id)}>
            打开
          </button>
        </td>
      </tr>
    )
    return () => (
      <section class="panel" aria-labelledby="import-earlier">
        <h2 id="import-earlier">导入记录</h2>
        {props.list && props.list.length > 0 ? (
          <table class="grid-table">
            <thead>
              <tr>
                <th scope="col">时间</th>
                <th scope="col">文件</th>
                <th scope="col">谁上传的</th>
                <th scope="col">状态</th>
                <th scope="col">结果</th>
                <th scope="col">
                  <span class="hidden-label">打开</span>
                </th>
              </tr>
            </thead>
            <tbody>{props.list.map(line)}</tbody>
          </table>
        ) : (
          <p class="soft">
            {props.list ? '还没有导入过。上传一份填好的模板，结果会记在这里，可以整批撤销。' : '正在打开…'}
          </p>
        )}
      </section>
    )
  },
})
