import { defineComponent, type PropType } from 'vue'
import { RouterLink } from 'vue-router'
import type * as z from 'zod/mini'
import type { ChasedUnit, getChase } from '../contract.ts'
import { CopyBox } from './CopyBox.tsx'

type Answer = z.infer<typeof getChase.response>

/** Who owes how much, each number opening its list; beside it the text in parts a group takes. */
export const ChaseList = defineComponent({
  name: 'ChaseList',
  props: { answer: { type: Object as PropType<Answer>, required: true }, community: String },
  setup(props) {
    const link = (row: ChasedUnit, key: 'late' | 'unanswered') => {
      const { n, oldest } = row[key]
      if (n === 0) return <span class="soft">0</span>
      const filter = key === 'late' ? { overdue: '1' } : { unanswered: '1' }
      const query = { ...filter, holder: row.holders.join(','), asOf: props.answer.asOf }
      const whole = props.community ? { ...query, community: props.community } : query
      return (
        <>
          <RouterLink to={{ path: '/', query: whole }}>{n}</RouterLink> <span class="soft">最久 {oldest} 天</span>
        </>
      )
    }
    const table = () => (
      <table class="grid-table">
        <caption class="hidden-label">超期未办和商请未反馈，久的在前</caption>
        <thead>
          <tr>
            <th scope="col">单位</th>
            <th scope="col">超期未办</th>
            <th scope="col">商请未反馈</th>
          </tr>
        </thead>
        <tbody>
          {props.answer.rows.map((row) => (
            <tr key={row.unit}>
              <th scope="row">{row.name}</th>
              <td>{link(row, 'late')}</td>
              <td>{link(row, 'unanswered')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )
    const parts = () => {
      const { parts: texts } = props.answer
      return texts.map((text, i) => (
        <CopyBox
          key={`${i}/${texts.length}`}
          text={text}
          label={texts.length > 1 ? `第 ${i + 1} 段，共 ${texts.length} 段` : '发到群里的文字'}
          button={texts.length > 1 ? `复制催办第 ${i + 1} 段` : '复制催办'}
        />
      ))
    }
    return () => (
      <div class="chase">
        <div class="chase-texts">{parts()}</div>
        {props.answer.rows.length > 0 ? table() : null}
      </div>
    )
  },
})
