import { defineComponent, type PropType } from 'vue'
import { allItems } from '../../../domain/catalogue/catalogue.ts'
import { searchItems } from '../../../domain/catalogue/search.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { call } from '../../../platform/web/api.ts'
import { FormField, isFormKind } from '../../../platform/web/case/FormField.tsx'
import {
  arbitrationChoices,
  obstacleChoices,
  recordedChoices,
  severityChoices,
  siteChoices,
} from '../../../platform/web/case/step-choices.ts'
import type { StepField } from '../../../platform/web/case/step-fields.ts'
import type { Photo } from '../../../platform/web/photo-prepare.ts'
import { itemName, itemNameThen, reference } from '../../../platform/web/reference.ts'
import { type Choice, ChoiceBox } from '../../../platform/web/ui/ChoiceBox.tsx'
import { DeskPhotoField } from '../../../platform/web/ui/DeskPhotoField.tsx'
import { listHazards } from '../contract.ts'
import type { FieldForm } from './desk-step.ts'

/** One field of a step in the desk's kit, by its kind. */
export const DeskField = defineComponent({
  name: 'DeskField',
  props: {
    field: { type: Object as PropType<StepField>, required: true },
    form: { type: Object as PropType<FieldForm>, required: true },
    /** The case, or what all cases of a bulk have in common. */
    hazard: { type: Object as PropType<Pick<HazardView, 'id' | 'community' | 'severity'>>, required: true },
  },
  setup(props) {
    const id = `step-${props.field.name}`
    const hintId = `${id}-hint`
    const value = () => props.form.values[props.field.name]
    const text = () => (typeof value() === 'string' ? (value() as string) : '')
    const set = (next: string | string[] | boolean) => props.form.set(props.field.name, next)
    const typed = (event: Event) => set((event.target as HTMLInputElement).value)
    const attributes = () => ({
      id,
      'aria-describedby': props.field.hint ? hintId : undefined,
      'aria-required': props.field.required,
      'aria-invalid': props.form.fault.value === props.field.name || undefined,
    })
    const findHazard = async (words: string): Promise<Choice[]> => {
      const query = { community: props.hazard.community, q: words, limit: 20 }
      const { items } = await call(listHazards, query).catch(() => ({ items: [] }))
      return items
        .filter(({ id: other, status }) => other !== props.hazard.id && status !== 'void')
        .map((row) => ({
          value: row.id,
          label: row.number,
          hint: `${itemNameThen(row.item, row.reportedAt)} ${row.place ?? ''}`,
        }))
    }
    const hazardLabel = () => text() && (props.form.values[`${props.field.name}-label`] as string)
    const chooseHazard = (choice: Choice | null) => {
      props.form.set(`${props.field.name}-label`, choice?.label ?? '')
      set(choice?.value ?? '')
    }
    const combo = (
      chosen: string,
      find: (words: string) => Choice[] | Promise<Choice[]>,
      take: (c: Choice | null) => void,
    ) => (
      <ChoiceBox
        id={id}
        chosen={chosen}
        find={find}
        invalid={attributes()['aria-invalid'] === true}
        placeholder={props.field.kind === 'hazard' ? '输入编号或地点查找' : undefined}
        describedBy={attributes()['aria-describedby']}
        onChoose={take}
      />
    )
    const shots = () => (props.field.name === 'paper.photos' ? props.form.papers : props.form.photos)
    const select = (choices: readonly [string, string][]) => (
      <select {...attributes()} value={text()} onChange={typed}>
        {choices.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    )
    const findItem = (words: string): Choice[] => {
      const { catalogue } = reference
      if (!catalogue) return []
      const items = words ? searchItems(catalogue, words) : allItems(catalogue)
      return items.map(({ code, name }) => ({ value: code, label: name, hint: code }))
    }
    const control = () => {
      switch (props.field.kind) {
        case 'hazard':
          return combo(hazardLabel(), findHazard, chooseHazard)
        case 'item':
          return combo(itemName(text()), findItem, (choice) => choice && set(choice.value))
        case 'recorded':
          return select(recordedChoices(props.field.required === true))
        case 'site':
          return select(siteChoices(props.hazard.community))
        case 'obstacle':
          return select(obstacleChoices())
        case 'arbitration':
          return select(arbitrationChoices())
        case 'severity':
          return select(severityChoices(props.hazard.severity))
        default:
          return null
      }
    }
    const hint = () =>
      props.field.hint ? (
        <span class="field-hint" id={hintId}>
          {props.field.hint}
        </span>
      ) : null
    return () => {
      if (isFormKind(props.field.kind))
        return (
          <FormField
            field={props.field}
            prefix="step"
            value={props.form.values[props.field.name]}
            invalid={props.form.fault.value === props.field.name}
            community={props.hazard.community}
            onSet={set}
          />
        )
      if (props.field.kind === 'photos')
        return (
          <DeskPhotoField
            id={id}
            label={props.field.label}
            hint={props.field.hint}
            photos={shots().value}
            onChange={(photos: Photo[]) => (shots().value = photos)}
          />
        )
      if (props.field.kind === 'tick' || props.field.kind === 'yes')
        return (
          <label class="field field-tick">
            <input
              type="checkbox"
              checked={value() === true}
              onChange={(event) => set((event.target as HTMLInputElement).checked)}
            />
            {props.field.label}
            {hint()}
          </label>
        )
      return (
        <div class="field">
          <label for={id}>
            {props.field.label}
            {props.field.required ? <span class="field-required">（必填）</span> : null}
          </label>
          {control()}
          {hint()}
        </div>
      )
    }
  },
})
