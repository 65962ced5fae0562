import { defineComponent, type PropType, ref, useId } from 'vue'
import { keepsDuties } from '../../../domain/units/keeping.ts'
import { type Role, roleNames } from '../../../domain/units/roles.ts'
import { sayDuty } from '../../../domain/units/units.ts'
import { narrow, unitChoices } from '../../../platform/web/case/unit-words.ts'
import { reference, unitName } from '../../../platform/web/reference.ts'
import { session } from '../../../platform/web/session.ts'
import { ChoiceBox } from '../../../platform/web/ui/ChoiceBox.tsx'
import type { PersonRow } from '../contract.ts'
import { fits } from './roster-units.ts'

type Duties = PersonRow['duties']

/** Duties of one person: taken away one by one, added by duty and unit, saved together. */
export const DutyForm = defineComponent({
  name: 'DutyForm',
  props: {
    duties: { type: Array as PropType<Duties>, required: true },
    gives: { type: Array as PropType<Role[]>, required: true },
    busy: Boolean,
  },
  emits: { save: (duties: Duties) => duties.length >= 0 },
  setup(props, { emit }) {
    const id = useId()
    const wanted = ref<Duties>([...props.duties])
    const role = ref<Role>(props.gives[0] ?? 'grid')
    const unit = ref('')
    const actor = () => ({ person: '', memberships: (session.me?.roles ?? []) as Duties })
    const units = () =>
      unitChoices(
        [...reference.units.values()].filter(
          ({ code }) =>
            fits(reference.units, { role: role.value, unit: code }) &&
            keepsDuties(actor(), [{ role: role.value, unit: code }], reference.units),
        ),
      )
    const changed = () => JSON.stringify(wanted.value) !== JSON.stringify(props.duties)
    const isHeld = () => wanted.value.some((duty) => duty.role === role.value && duty.unit === unit.value)
    const add = () => {
      if (!isHeld()) wanted.value = [...wanted.value, { role: role.value, unit: unit.value }]
      unit.value = ''
    }
    return () => (
      <div class="people-duties">
        <ul class="people-list">
          {wanted.value.map((duty) => (
            <li key={`${duty.role}@${duty.unit}`}>
              <span>{sayDuty(reference.units, duty)}</span>
              <button
                type="button"
                class="plain"
                aria-label={`去掉${sayDuty(reference.units, duty)}`}
                onClick={() => {
                  wanted.value = wanted.value.filter((one) => one !== duty)
                }}
              >
                去掉
              </button>
            </li>
          ))}
        </ul>
        <div class="people-row">
          <label for={`${id}-role`}>职务</label>
          <select
            id={`${id}-role`}
            value={role.value}
            onChange={(event) => {
              role.value = (event.target as HTMLSelectElement).value as Role
              unit.value = ''
            }}
          >
            {props.gives.map((one) => (
              <option key={one} value={one}>
                {roleNames[one]}
              </option>
            ))}
          </select>
          <label for={`${id}-unit`}>单位</label>
          <ChoiceBox
            id={`${id}-unit`}
            chosen={unitName(unit.value)}
            find={(typed) => narrow(units(), typed)}
            onChoose={(choice) => {
              unit.value = choice?.value ?? ''
            }}
          />
          <button type="button" class="plain" disabled={!unit.value} onClick={add}>
            加上
          </button>
        </div>
        <button type="button" disabled={!changed() || props.busy} onClick={() => emit('save', wanted.value)}>
          保存职务
        </button>
      </div>
    )
  },
})
