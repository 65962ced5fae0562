import { defineComponent, type PropType, ref } from 'vue'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { PersonRow } from '../contract.ts'
import { nameOf, sayDuties, sayState } from './person-words.ts'

const PAGE = 100

/** The roster as it stands: whom, where, and whether he can sign in; ticked rows get links together. */
export const PeopleTable = defineComponent({
  name: 'PeopleTable',
  props: {
    people: { type: Array as PropType<PersonRow[]>, required: true },
    ticked: { type: Object as PropType<ReadonlySet<string>>, required: true },
    open: { type: String, default: '' },
  },
  emits: {
    tick: (ids: string[], on: boolean) => ids.length >= 0 && typeof on === 'boolean',
    open: (id: string) => id !== '',
  },
  setup(props, { emit }) {
    const pages = ref(1)
    const isOn = (event: Event) => (event.target as HTMLInputElement).checked
    const row = (person: PersonRow) => (
      <tr key={person.id} class={{ 'people-off': person.disabled, 'people-here': person.id === props.open }}>
        <td>
          {person.guards && !person.disabled ? (
            <input
              type="checkbox"
              aria-label={`选中${nameOf(person)}`}
              checked={props.ticked.has(person.id)}
              onChange={(event) => emit('tick', [person.id], isOn(event))}
            />
          ) : null}
        </td>
        <td>
          <button type="button" class="plain people-name" onClick={() => emit('open', person.id)}>
            {nameOf(person)}
          </button>
        </td>
        <td>{sayDuties(person.duties)}</td>
        <td>{person.phone ?? ''}</td>
        <td>{person.devices > 0 ? `${person.devices} 台` : ''}</td>
        <td>{person.seenAt ? sayInstant(person.seenAt, new Date()) : ''}</td>
        <td>{sayState(person)}</td>
      </tr>
    )
    return () => {
      const open = props.people.filter(({ guards, disabled }) => guards && !disabled).map(({ id }) => id)
      const all = open.length > 0 && open.every((id) => props.ticked.has(id))
      const shown = props.people.slice(0, pages.value * PAGE)
      return (
        <>
          <table class="grid-table people">
            <thead>
              <tr>
                <th scope="col">
                  <input
                    type="checkbox"
                    aria-label="全选"
                    checked={all}
                    disabled={open.length === 0}
                    onChange={(event) => emit('tick', open, isOn(event))}
                  />
                </th>
                <th scope="col">姓名</th>
                <th scope="col">职务</th>
                <th scope="col">电话</th>
                <th scope="col">设备</th>
                <th scope="col">最近登录</th>
                <th scope="col">状态</th>
              </tr>
            </thead>
            <tbody>{shown.map(row)}</tbody>
          </table>
          {shown.length < props.people.length ? (
            <p>
              <button
                type="button"
                class="plain"
                onClick={() => {
                  pages.value += 1
                }}
              >
                再显示 {Math.min(PAGE, props.people.length - shown.length)} 人（共 {props.people.length} 人）
              </button>
            </p>
          ) : null}
        </>
      )
    }
  },
})
