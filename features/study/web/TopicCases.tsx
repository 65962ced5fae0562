import { defineComponent, type PropType } from 'vue'
import { RouterLink } from 'vue-router'
import { DueTag, StatusTag } from '../../../platform/web/case/tags.tsx'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { itemName, unitName } from '../../../platform/web/reference.ts'
import type { TopicCase } from '../contract.ts'
import { sayDrafts } from './study-page.ts'
import { lateDays } from './topic-words.ts'

/** The cases of a topic as they stand today; who is late stands first. */
export const TopicCases = defineComponent({
  name: 'TopicCases',
  props: {
    cases: { type: Array as PropType<TopicCase[]>, required: true },
    titles: { type: Object as PropType<ReadonlyMap<string, string>>, required: true },
    today: { type: String, required: true },
    title: { type: String, required: true },
  },
  setup(props) {
    const sorted = () => [...props.cases].sort((a, b) => lateDays(b, props.today) - lateDays(a, props.today))
    const ended = ({ status }: TopicCase) => status === 'closed' || status === 'void'
    return () => (
      <table class="grid-table topic-cases">
        <caption class="hidden-label">{props.title}的隐患</caption>
        <thead>
          <tr>
            <th scope="col">编号</th>
            <th scope="col">检查项目</th>
            <th scope="col">地点</th>
            <th scope="col">状态</th>
            <th scope="col">责任单位</th>
            <th scope="col">期限</th>
          </tr>
        </thead>
        <tbody>
          {sorted().map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <RouterLink to={`/case/${one.id}`}>{one.number}</RouterLink>
              </th>
              <td>{itemName(one.item)}</td>
              <td>
                {unitName(one.community)} {one.place ?? '（文字已清除）'}
                {one.clashes.length > 0 ? (
                  <span class="tag tag-work topic-clash">
                    {one.clashes.length === 1
                      ? sayDrafts(one.clashes, props.titles).replace('已在', '也在')
                      : `还在另外 ${one.clashes.length} 个议题里`}
                  </span>
                ) : null}
              </td>
              <td>
                <StatusTag status={one.status} />
              </td>
              <td>{unitLabel(one.unit)}</td>
              <td>{ended(one) ? '' : <DueTag due={one.due} mode={one.mode} status={one.status} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )
  },
})
