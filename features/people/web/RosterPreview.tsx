import { defineComponent, type PropType } from 'vue'
import { sayDuty } from '../../../domain/units/units.ts'
import { reference } from '../../../platform/web/reference.ts'
import { MendFaults, MendInput } from '../../../platform/web/ui/Mend.tsx'
import type { Judged } from './roster.ts'
import { type Field, fieldNames, fields } from './roster-table.ts'

const stateNames: Record<Judged['state'], string> = { ready: '可登记', error: '要改', known: '不登记' }

/** The judged rows, those to be mended first and open for it; what is typed is judged again at once. */
export const RosterPreview = defineComponent({
  name: 'RosterPreview',
  props: { judged: { type: Array as PropType<Judged[]>, required: true } },
  emits: {
    mend: (line: number, field: Field, value: string) => line > 0 && field.length > 0 && value.length >= 0,
    drop: (line: number) => line > 0,
  },
  setup(props, { emit }) {
    const cell = ({ row, errors }: Judged, field: Field) => (
      <td key={field}>
        <MendInput
          line={row.line}
          name={fieldNames[field]}
          wrong={errors.some((error) => error.field === field)}
          value={row.cells[field]}
          onMend={(value) => emit('mend', row.line, field, value)}
        />
      </td>
    )
    const wrong = ({ row: { line }, errors }: Judged) => (
      <MendFaults
        line={line}
        faults={errors}
        onMend={(field, value) => emit('mend', line, field as Field, value)}
        onDrop={() => emit('drop', line)}
      />
    )
    const line = (one: Judged) => (
      <tr key={one.row.line} class={`roster-${one.state}`}>
        <td>{one.row.line}</td>
        {one.state === 'error'
          ? fields.map((field) => cell(one, field))
          : [
              <td key="name">{one.name}</td>,
              <td key="duty" colspan={2}>
                {one.duty ? sayDuty(reference.units, one.duty) : ''}
              </td>,
              <td key="phone">{one.phone}</td>,
            ]}
        <td>
          <strong>{stateNames[one.state]}</strong>
          {one.note ? <p class="soft">{one.note}</p> : null}
          {one.state === 'error' ? wrong(one) : null}
        </td>
      </tr>
    )
    const rank = ({ state }: Judged) => (state === 'error' ? 0 : 1)
    return () => (
      <table class="grid-table roster">
        <thead>
          <tr>
            <th scope="col">行</th>
            {fields.map((field) => (
              <th key={field} scope="col">
                {fieldNames[field]}
              </th>
            ))}
            <th scope="col">结果</th>
          </tr>
        </thead>
        <tbody>{[...props.judged].sort((a, b) => rank(a) - rank(b) || a.row.line - b.row.line).map(line)}</tbody>
      </table>
    )
  },
})
