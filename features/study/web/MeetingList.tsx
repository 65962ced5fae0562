import { defineComponent, type PropType } from 'vue'
import type { MeetingView } from '../contract.ts'

/** The meetings that were held, the latest first. */
export const MeetingList = defineComponent({
  name: 'MeetingList',
  props: { meetings: { type: Array as PropType<MeetingView[]>, required: true }, mayAct: Boolean },
  emits: { mend: (id: string) => id !== '' },
  setup(props, { emit }) {
    return () => (
      <details class="panel meetings">
        <summary>已登记的会议（{props.meetings.length} 次）</summary>
        <table class="grid-table">
          <caption class="hidden-label">已登记的会议</caption>
          <thead>
            <tr>
              <th scope="col">日期</th>
              <th scope="col">会议</th>
              <th scope="col">主持</th>
              <th scope="col">出席</th>
              <th scope="col">请假</th>
              <th scope="col">列席</th>
              {props.mayAct ? (
                <th scope="col">
                  <span class="hidden-label">更正</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {props.meetings.map(({ id, on, title, chair, present, excused, observers }) => (
              <tr key={id}>
                <th scope="row">{on}</th>
                <td>{title}</td>
                <td>{chair}</td>
                <td>{present}</td>
                <td>{excused}</td>
                <td>{observers}</td>
                {props.mayAct ? (
                  <td>
                    <button type="button" class="plain" aria-label={`更正 ${title}`} onClick={() => emit('mend', id)}>
                      更正
                    </button>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    )
  },
})
