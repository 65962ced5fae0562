import { defineComponent, type PropType, ref } from 'vue'
import { type Unit, type UnitKind, unitKindNames } from '../../../domain/units/units.ts'
import { narrow, unitChoices, unitLabel } from '../../../platform/web/case/unit-words.ts'
import { newId } from '../../../platform/web/commands.ts'
import { reference } from '../../../platform/web/reference.ts'
import { dayFromNow } from '../../../platform/web/text/time.ts'
import { ChoiceBox } from '../../../platform/web/ui/ChoiceBox.tsx'
import { ChangeBox, DayField } from './ChangeBox.tsx'
import { freeCode } from './unit-tree.ts'

const props = { unit: { type: Object as PropType<Unit>, required: true } } as const
const emits = { done: (_said: string) => true, cancel: () => true }
const tomorrow = () => dayFromNow(1, new Date())
const today = () => dayFromNow(0, new Date())

const nameField = (id: string, label: string, value: string, set: (name: string) => void) => (
  <div class="field">
    <label for={id}>{label}</label>
    <input
      id={id}
      required
      maxlength={100}
      value={value}
      autocomplete="off"
      onInput={(event) => set((event.target as HTMLInputElement).value)}
    />
  </div>
)

/** 改名: the old name stays in every account of the days before. */
export const RenameForm = defineComponent({
  name: 'RenameForm',
  props,
  emits,
  setup({ unit }, { emit }) {
    const from = ref(tomorrow())
    const name = ref(unit.name)
    const wish = () =>
      name.value.trim() === '' || name.value.trim() === unit.name
        ? '请写出新的名称。'
        : { stream: unit.id ?? '', step: 'rename', data: { name: name.value.trim(), from: from.value } }
    return () => (
      <ChangeBox
        title={`${unit.name}改名`}
        confirm="确认：改名"
        wish={wish()}
        onDone={(said: string) => emit('done', said)}
        onCancel={() => emit('cancel')}
      >
        {nameField('unit-name', '新名称', name.value, (typed) => {
          name.value = typed
        })}
        <DayField value={from.value} min={today()} onChange={(day: string) => (from.value = day)} />
      </ChangeBox>
    )
  },
})

/** 并入: everything open and everybody goes to another unit of the same kind. */
export const MergeForm = defineComponent({
  name: 'MergeForm',
  props,
  emits,
  setup({ unit }, { emit }) {
    const from = ref(tomorrow())
    const into = ref('')
    const others = unitChoices(
      [...reference.units.values()].filter(
        (one) => one.kind === unit.kind && one.code !== unit.code && !one.off && !one.to,
      ),
    )
    const wish = () =>
      into.value
        ? { stream: unit.id ?? '', step: 'merge', data: { into: into.value, from: from.value } }
        : '请选择并入哪个单位。'
    return () => (
      <ChangeBox
        title={`${unit.name}并入其他单位`}
        confirm={`确认：并入${unitLabel(into.value)}`}
        wish={wish()}
        onDone={(said: string) => emit('done', said)}
        onCancel={() => emit('cancel')}
      >
        <div class="field">
          <label for="unit-into">并入</label>
          <ChoiceBox
            id="unit-into"
            chosen={into.value && unitLabel(into.value)}
            find={(typed: string) => narrow(others, typed)}
            onChoose={(choice) => {
              into.value = choice?.value ?? ''
            }}
          />
        </div>
        <DayField value={from.value} min={today()} onChange={(day: string) => (from.value = day)} />
      </ChangeBox>
    )
  },
})

/** 撤销: only what has nobody and nothing open. */
export const CloseForm = defineComponent({
  name: 'CloseForm',
  props,
  emits,
  setup({ unit }, { emit }) {
    const from = ref(tomorrow())
    return () => (
      <ChangeBox
        title={`撤销${unit.name}`}
        confirm={`确认：撤销${unit.name}`}
        wish={{ stream: unit.id ?? '', step: 'close', data: { from: from.value } }}
        onDone={(said: string) => emit('done', said)}
        onCancel={() => emit('cancel')}
      >
        <p class="soft">没有人员、没有未销号隐患、下面没有网格和小区时才能撤销；否则请用“并入”。</p>
        <DayField value={from.value} min={today()} onChange={(day: string) => (from.value = day)} />
      </ChangeBox>
    )
  },
})

/** 消防救援机构 or no longer: who alone determines a major fire hazard. */
export const AgencyForm = defineComponent({
  name: 'AgencyForm',
  props,
  emits,
  setup({ unit }, { emit }) {
    const agency = unit.agency ? null : 'fire'
    const title = `${unit.name}${agency ? '设为' : '不再作为'}消防救援机构`
    return () => (
      <ChangeBox
        title={title}
        confirm={`确认：${title}`}
        wish={{ stream: unit.id ?? '', step: 'agency', data: { agency } }}
        notes={[`其经办人从现在起${agency ? '可以' : '不能再'}判定重大火灾隐患；以前的判定不变。`]}
        onDone={(said: string) => emit('done', said)}
        onCancel={() => emit('cancel')}
      />
    )
  },
})

const kindsUnder: Partial<Record<UnitKind, UnitKind[]>> = {
  street: ['community', 'office', 'organ', 'enterprise'],
  community: ['grid', 'compound'],
  grid: ['compound'],
}
export const mayHoldUnits = ({ kind }: Unit): boolean => kindsUnder[kind] !== undefined

/** 新增 under the unit: a community, office, organ or enterprise of the street, a grid or compound of a community. */
export const FoundForm = defineComponent({
  name: 'FoundForm',
  props,
  emits,
  setup({ unit }, { emit }) {
    const kinds = kindsUnder[unit.kind] ?? []
    const from = ref(today())
    const kind = ref(kinds[0] as UnitKind)
    const name = ref('')
    const stream = newId()
    const code = () => freeCode(kind.value, unit.code, new Set(reference.units.keys()))
    const wish = () =>
      name.value.trim() === ''
        ? '请写出名称。'
        : {
            stream,
            step: 'found',
            data: { code: code(), name: name.value.trim(), kind: kind.value, parent: unit.code, from: from.value },
          }
    return () => (
      <ChangeBox
        title={`在${unit.name}下新增`}
        confirm={`确认：新增${name.value.trim()}`}
        wish={wish()}
        onDone={(said: string) => emit('done', said)}
        onCancel={() => emit('cancel')}
      >
        <div class="field">
          <label for="unit-kind">类别</label>
          <select
            id="unit-kind"
            value={kind.value}
            onChange={(event) => {
              kind.value = (event.target as HTMLSelectElement).value as UnitKind
            }}
          >
            {kinds.map((one) => (
              <option key={one} value={one}>
                {unitKindNames[one]}
              </option>
            ))}
          </select>
        </div>
        {nameField('unit-name', '名称', name.value, (typed) => {
          name.value = typed
        })}
        <DayField value={from.value} min={today()} onChange={(day: string) => (from.value = day)} />
      </ChangeBox>
    )
  },
})
