import { defineComponent, type PropType } from 'vue'
import { RouterLink } from 'vue-router'
import { listOf } from '../../../platform/web/case/filters.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import type { TaskView } from '../contract.ts'
import { sayUnits, sayWhy } from './resolution-words.ts'
import { sayPart } from './topic-words.ts'

/** Where the cases stand that are neither struck off, nor with a fixer, nor to be looked at again. */
const WAITING = 'reported,called,tabled,parked,referred'

/** One resolution: what was decided, how far it is in numbers that open their lists, and what holds it up. */
export const ResolutionRow = defineComponent({
  name: 'ResolutionRow',
  props: {
    task: { type: Object as PropType<TaskView>, required: true },
    asOf: { type: String, required: true },
  },
  setup(props) {
    const number = (n: number, more: Parameters<typeof listOf>[0] = {}, late = false) => (
      <td class="task-number">
        {n === 0 ? (
          <span class="soft">0</span>
        ) : (
          <RouterLink
            class={{ 'task-late': late }}
            to={listOf({ resolution: props.task.id, asOf: props.asOf, ...more })}
          >
            {n}
          </RouterLink>
        )}
      </td>
    )
    const what = () => {
      const { topic, meeting, state } = props.task
      const said = sayPart(props.task)
      return (
        <th scope="row" class="task-what">
          <div>
            {topic.number} {topic.title ?? '（文字已清除）'}
          </div>
          <div class="soft">
            {sayDay(meeting.on)} {meeting.title ?? '会议'}
          </div>
          {state === 'overturned' ? <del>{said}</del> : <div>{said}</div>}
          {props.task.overturned.map((later) => (
            <div key={later.by} class="task-later">
              {sayDay(later.on)}会议把 {later.cases} 条改为：{sayPart(later)}
            </div>
          ))}
        </th>
      )
    }
    const whys = () => (
      <td class="task-whys">
        {props.task.state === 'done' ? <span class="tag tag-done">全部办结</span> : null}
        {props.task.whys.map((why) => (
          <details key={sayWhy(why)}>
            <summary class={{ 'task-late': why.late > 0 && !why.asked }}>{sayWhy(why)}</summary>
            {why.cases.map(({ id, number: name }) => (
              <RouterLink key={id} to={`/case/${id}`}>
                {name}
              </RouterLink>
            ))}
          </details>
        ))}
      </td>
    )
    return () => {
      const { units, helpers, day, counts, state } = props.task
      return (
        <tr class={{ 'task-overturned': state === 'overturned' }}>
          {what()}
          <td>
            {sayUnits(units)}
            {helpers.length > 0 ? <div class="soft">协办 {helpers.map(unitLabel).join('、')}</div> : null}
          </td>
          <td class="task-day">{day ? sayDay(day) : '—'}</td>
          {number(counts.cases)}
          {number(counts.closed, { status: 'closed' })}
          {number(counts.handling, { status: 'handling' })}
          {number(counts.rectified, { status: 'rectified' })}
          {number(counts.waiting, { status: WAITING })}
          {number(counts.late, { overdue: '1' }, true)}
          {whys()}
        </tr>
      )
    }
  },
})
