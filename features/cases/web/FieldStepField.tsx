import { defineComponent, type PropType } from 'vue'
import type { HazardView } from '../../../domain/hazard/views.ts'
import {
  arbitrationChoices,
  obstacleChoices,
  recordedChoices,
  severityChoices,
  siteChoices,
} from '../../../platform/web/case/step-choices.ts'
import type { StepValues } from '../../../platform/web/case/step-data.ts'
import { handToUnits, type StepField } from '../../../platform/web/case/step-fields.ts'
import { PhotoPicker } from '../../../platform/web/phone/PhotoPicker.tsx'
import { UnitSelect } from '../../../platform/web/phone/UnitSelect.tsx'
import { reference } from '../../../platform/web/reference.ts'
import { dayFromNow } from '../../../platform/web/text/time.ts'
import { FieldOriginal } from './FieldOriginal.tsx'

type Value = StepValues[string]

/** One thing a step asks for, as a thumb answers it. */
export const FieldStepField = defineComponent({
  name: 'FieldStepField',
  props: {
    field: { type: Object as PropType<StepField>, required: true },
    value: { type: [String, Array, Boolean] as PropType<Value>, default: undefined },
    hazard: { type: Object as PropType<HazardView>, required: true },
    fault: { type: Boolean, default: false },
  },
  emits: { change: (_value: Value) => true },
  setup(props, { emit }) {
    const id = `step-${props.field.name}`
    const set = (value: Value) => emit('change', value)
    const typed = (event: Event) => set((event.target as HTMLInputElement).value)
    const text = () => (typeof props.value === 'string' ? props.value : '')
    const list = () => (Array.isArray(props.value) ? props.value : [])
    const described = () => (props.field.hint ? `${id}-hint` : undefined)

    const select = (choices: readonly (readonly [string, string])[]) => (
      <select id={id} value={text()} aria-describedby={described()} onChange={typed}>
        {choices.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    )
    const items = () => (
      <select id={id} value={text()} aria-describedby={described()} onChange={typed}>
        {reference.catalogue?.categories.map(({ code: group, name: category, items: inside }) => (
          <optgroup key={group} label={category}>
            {inside.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    )
    const units = () => (
      <div>
        <UnitSelect
          id={id}
          units={handToUnits(props.hazard.community).filter(({ code }) => !list().includes(code))}
          value=""
          onChange={(code: string) => code && set([...list(), code])}
        />
        <div class="chips">
          {handToUnits(props.hazard.community)
            .filter(({ code }) => list().includes(code))
            .map(({ code, name }) => (
              <button
                key={code}
                type="button"
                class="chip"
                aria-label={`去掉${name}`}
                onClick={() => set(list().filter((one) => one !== code))}
              >
                {name} ×
              </button>
            ))}
        </div>
      </div>
    )
    const controls: Record<StepField['kind'], () => unknown> = {
      text: () =>
        (props.field.max ?? 0) > 300 ? (
          <textarea
            id={id}
            rows={3}
            value={text()}
            aria-describedby={described()}
            aria-invalid={props.fault}
            onInput={typed}
          />
        ) : (
          <input id={id} value={text()} aria-describedby={described()} aria-invalid={props.fault} onInput={typed} />
        ),
      photos: () => <PhotoPicker label={props.field.label} photos={list()} onChange={set} />,
      unit: () => <UnitSelect id={id} units={handToUnits(props.hazard.community)} value={text()} onChange={set} />,
      units,
      day: () => <input id={id} type="date" min={dayFromNow(0, new Date())} value={text()} onInput={typed} />,
      past: () => <input id={id} type="date" max={dayFromNow(0, new Date())} value={text()} onInput={typed} />,
      choice: () => select(props.field.choices ?? []),
      obstacle: () => select(obstacleChoices()),
      arbitration: () => select(arbitrationChoices()),
      severity: () => select(severityChoices(props.hazard.severity)),
      recorded: () => select(recordedChoices(props.field.required === true)),
      site: () => select(siteChoices(props.hazard.community)),
      item: items,
      tick: () => null,
      yes: () => null,
      hazard: () => <FieldOriginal id={id} hazard={props.hazard} value={text()} onChange={set} />,
    }
    return () => {
      const { kind, label, required, hint } = props.field
      if (kind === 'tick' || kind === 'yes')
        return (
          <label class="tick">
            <input
              type="checkbox"
              checked={props.value === true}
              onChange={(event) => set((event.target as HTMLInputElement).checked)}
            />
            <span>
              {label}
              {hint ? <span class="hint">（{hint}）</span> : null}
            </span>
          </label>
        )
      return (
        <div>
          {kind === 'photos' ? (
            <p class="label">
              {label}
              {required || hint ? '' : '（选填）'}
            </p>
          ) : (
            <label class="label" for={id}>
              {label}
              {required ? '' : '（选填）'}
            </label>
          )}
          {controls[kind]()}
          {hint ? (
            <p class="hint" id={`${id}-hint`}>
              {hint}
            </p>
          ) : null}
        </div>
      )
    }
  },
})
