import { type Component, defineComponent, h, type PropType, ref, watch } from 'vue'
import { OFFICE, type Unit, unitKindNames } from '../../../domain/units/units.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import { sayStretch } from './pending-words.ts'
import { SplitForm } from './SplitForm.tsx'
import { AgencyForm, CloseForm, FoundForm, MergeForm, mayHoldUnits, RenameForm } from './UnitForms.tsx'
import type { Use } from './UnitTree.tsx'

const forms: Record<string, Component> = {
  agency: AgencyForm,
  rename: RenameForm,
  split: SplitForm,
  merge: MergeForm,
  close: CloseForm,
  found: FoundForm,
}

/** Which changes may be asked of a unit as it stands; the law has the last word. */
function waysOf(unit: Unit): [way: string, label: string][] {
  const fixed = unit.kind === 'street' || unit.kind === 'area'
  if (unit.off === 'ended' || unit.to) return []
  return [
    ...(mayHoldUnits(unit) ? ([['found', '新增下级']] as [string, string][]) : []),
    ['rename', '改名'],
    ...(unit.kind === 'organ'
      ? ([['agency', unit.agency ? '不再作为消防救援机构' : '设为消防救援机构']] as [string, string][])
      : []),
    ...(fixed ? [] : ([['split', '拆分']] as [string, string][])),
    ...(fixed || unit.code === OFFICE
      ? []
      : ([['merge', '并入其他单位'], ...(unit.kind === 'community' ? [] : [['close', '撤销']])] as [string, string][])),
  ]
}

/** One unit: what is known of it, and for who keeps the units what may be changed. */
export const UnitPanel = defineComponent({
  name: 'UnitPanel',
  props: {
    unit: { type: Object as PropType<Unit>, required: true },
    use: { type: Object as PropType<Use> },
    keeps: Boolean,
  },
  emits: { changed: (_said: string) => true },
  setup(props, { emit }) {
    const way = ref('')
    watch(
      () => props.unit.code,
      () => {
        way.value = ''
      },
    )
    const line = (label: string, value: string) =>
      value ? (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ) : null
    const names = () =>
      (props.unit.names ?? [])
        .map(({ name, from }) => (from ? `${from.slice(0, 4)}年${sayDay(from)}起 ${name}` : `原名 ${name}`))
        .join('；')
    const heirs = () => (props.unit.into ?? []).map(unitLabel).join('、')
    const done = (said: string) => {
      way.value = ''
      emit('changed', said)
    }
    return () => {
      const { unit, use } = props
      const form = forms[way.value]
      return (
        <section class="panel units-panel" aria-labelledby="unit-heading">
          <h2 id="unit-heading">{unitLabel(unit.code)}</h2>
          <dl class="units-facts">
            {line('类别', unitKindNames[unit.kind])}
            {line('判定', unit.agency ? '消防救援机构，判定重大火灾隐患' : '')}
            {line('上级', unit.parent ? unitLabel(unit.parent) : '')}
            {line('起止', sayStretch(unit))}
            {line('曾用名和将用名', names())}
            {line(unit.into?.length === 1 ? '并入' : '分设为', heirs())}
            {line('未销号隐患', use ? `${use.open} 条` : '')}
            {line('人员', use?.people === null || !use ? '' : `${use.people} 人`)}
            {line('编码', unit.code)}
          </dl>
          {props.keeps && !form ? (
            <p class="units-buttons">
              {waysOf(unit).map(([key, label]) => (
                <button
                  key={key}
                  type="button"
                  class="plain"
                  onClick={() => {
                    way.value = key
                  }}
                >
                  {label}
                </button>
              ))}
            </p>
          ) : null}
          {form
            ? h(form, {
                key: `${way.value} ${unit.code}`,
                unit,
                onDone: done,
                onCancel: () => {
                  way.value = ''
                },
              })
            : null}
        </section>
      )
    }
  },
})
