import { computed, defineComponent, type PropType, reactive, ref } from 'vue'
import { isWithin, type Unit, unitKindNames } from '../../../domain/units/units.ts'
import { reference } from '../../../platform/web/reference.ts'
import { dayFromNow } from '../../../platform/web/text/time.ts'
import { ChangeBox, DayField } from './ChangeBox.tsx'
import { freeCode } from './unit-tree.ts'

interface PartForm {
  code: string
  name: string
}

/** 拆分: new parts, or one cut out of a unit that goes on, and which grid and compound goes with which. */
export const SplitForm = defineComponent({
  name: 'SplitForm',
  props: { unit: { type: Object as PropType<Unit>, required: true } },
  emits: { done: (_said: string) => true, cancel: () => true },
  setup(props, { emit }) {
    const { code, name, kind, parent } = props.unit
    const from = ref(dayFromNow(1, new Date()))
    const goesOn = ref(false)
    const below = [...reference.units.values()]
      .filter((unit) => !unit.off && unit.code !== code && isWithin(reference.units, unit.code, code))
      .sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }))
    const taken = new Set(reference.units.keys())
    const fresh = (): PartForm => {
      const free = freeCode(kind, parent ?? '', taken, code.replace(/^[a-z]-/, ''))
      taken.add(free)
      return { code: free, name: '' }
    }
    const parts = reactive<PartForm[]>([fresh(), fresh()])
    const choice = reactive<Record<string, string>>({})
    const shown = computed(() => (goesOn.value ? [{ code, name }, ...parts.slice(0, parts.length - 1)] : parts))
    const into = (unit: string) => {
      const chosen = choice[unit]
      return shown.value.some((part) => part.code === chosen) ? chosen : shown.value[0]?.code
    }
    const wish = () => {
      const nameless = shown.value.some((part) => part.name.trim() === '')
      if (nameless) return '请写出每个新单位的名称。'
      const list = shown.value.map((part) => ({
        code: part.code,
        name: part.name.trim(),
        takes: below.filter((unit) => into(unit.code) === part.code).map((unit) => unit.code),
      }))
      return { stream: props.unit.id ?? '', step: 'split', data: { into: list, from: from.value } }
    }
    const notes = () =>
      shown.value
        .filter((part) => part.code !== code && (goesOn.value || part !== shown.value[0]))
        .map((part) => `${part.name}还没有自己的工作人员，请在生效前后到“人员”里安排。`)
    const partRow = (part: PartForm, i: number) => (
      <div class="field" key={part.code}>
        <label for={`part-${part.code}`}>
          {part.code === code ? '保留的单位' : `新${unitKindNames[kind]}${goesOn.value ? '' : `（${i + 1}）`}`}
        </label>
        <input
          id={`part-${part.code}`}
          maxlength={100}
          value={part.name}
          readonly={part.code === code}
          onInput={(event) => {
            part.name = (event.target as HTMLInputElement).value
          }}
        />
      </div>
    )
    const takeRow = (unit: Unit) => (
      <tr key={unit.code}>
        <th scope="row">
          {unit.name} <span class="soft">{unitKindNames[unit.kind]}</span>
        </th>
        <td>
          <select
            aria-label={`${unit.name}划归`}
            value={into(unit.code)}
            onChange={(event) => {
              choice[unit.code] = (event.target as HTMLSelectElement).value
            }}
          >
            {shown.value.map((part, i) => (
              <option key={part.code} value={part.code}>
                {part.name || `新单位（${i + 1}）`}
              </option>
            ))}
          </select>
        </td>
      </tr>
    )
    const way = (value: boolean, words: string) => (
      <label class="units-check">
        <input
          type="radio"
          name="split-way"
          checked={goesOn.value === value}
          onChange={() => {
            goesOn.value = value
          }}
        />
        {words}
      </label>
    )
    return () => (
      <ChangeBox
        title={`拆分${name}`}
        confirm={`确认：拆分${name}`}
        wish={wish()}
        notes={notes()}
        names={Object.fromEntries(shown.value.map((part) => [part.code, part.name]))}
        onDone={(said: string) => emit('done', said)}
        onCancel={() => emit('cancel')}
      >
        <fieldset class="units-ways">
          <legend>怎样拆</legend>
          {way(false, '分成几个新单位，原单位撤销')}
          {way(true, '原单位保留，划出一部分')}
        </fieldset>
        <DayField value={from.value} min={dayFromNow(0, new Date())} onChange={(day: string) => (from.value = day)} />
        {shown.value.map(partRow)}
        <button type="button" class="plain" onClick={() => parts.push(fresh())}>
          再加一个新单位
        </button>
        {below.length > 0 ? (
          <table class="grid-table units-takes">
            <caption>网格和小区各归哪一边（没有点位的隐患，看网格；看不出的归第一个）</caption>
            <tbody>{below.map(takeRow)}</tbody>
          </table>
        ) : null}
      </ChangeBox>
    )
  },
})
