import { defineComponent, type PropType, ref, useId } from 'vue'
import { dayFromNow, sayDay } from '../../../platform/web/text/time.ts'
import { ChoiceBox } from '../../../platform/web/ui/ChoiceBox.tsx'
import type { PersonRow } from '../contract.ts'
import { NO_NAME, nameOf, sayDuties } from './person-words.ts'

/** AB岗: who stands in for this person, from which day to which; both days count. */
export const DeputyForm = defineComponent({
  name: 'DeputyForm',
  props: {
    person: { type: Object as PropType<PersonRow>, required: true },
    people: { type: Array as PropType<PersonRow[]>, required: true },
    busy: Boolean,
  },
  emits: {
    lend: (data: { deputy: string; from: string; to: string }) => data.deputy !== '',
    end: (deputy: string) => deputy !== '',
  },
  setup(props, { emit }) {
    const id = useId()
    const now = new Date()
    const deputy = ref('')
    const from = ref(dayFromNow(0, now))
    const to = ref(dayFromNow(6, now))
    const able = () => props.people.filter((one) => one.keeps && !one.disabled && one.id !== props.person.id)
    const find = (typed: string) =>
      able()
        .map((one) => ({ value: one.id, label: nameOf(one), hint: sayDuties(one.duties) }))
        .filter(({ label, hint }) => `${label}${hint}`.includes(typed))
        .slice(0, 60)
    const chosen = () => props.people.find((one) => one.id === deputy.value)
    return () => (
      <div>
        <ul class="people-list">
          {props.person.deputies.map((one) => (
            <li key={one.person}>
              <span>
                {one.name ?? NO_NAME} 代理，{sayDay(one.from)}到{sayDay(one.to)}
                {one.to < dayFromNow(0, now) ? '（已过期）' : ''}
              </span>
              <button
                type="button"
                class="plain"
                aria-label={`取消${one.name ?? ''}的代理`}
                onClick={() => emit('end', one.person)}
              >
                取消
              </button>
            </li>
          ))}
        </ul>
        <div class="people-row">
          <label for={`${id}-who`}>代理人</label>
          <ChoiceBox
            id={`${id}-who`}
            chosen={chosen() ? nameOf(chosen() as PersonRow) : ''}
            find={find}
            placeholder="输入姓名查找"
            onChoose={(choice) => {
              deputy.value = choice?.value ?? ''
            }}
          />
          <label for={`${id}-from`}>从</label>
          <input id={`${id}-from`} type="date" v-model={from.value} />
          <label for={`${id}-to`}>到</label>
          <input id={`${id}-to`} type="date" v-model={to.value} />
          <button
            type="button"
            disabled={!deputy.value || props.busy}
            onClick={() => emit('lend', { deputy: deputy.value, from: from.value, to: to.value })}
          >
            设为代理
          </button>
        </div>
      </div>
    )
  },
})
