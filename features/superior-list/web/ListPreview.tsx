import { defineComponent, type PropType } from 'vue'
import { findItem } from '../../../domain/catalogue/catalogue.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { reference, unitName } from '../../../platform/web/reference.ts'
import { MendFaults, MendInput } from '../../../platform/web/ui/Mend.tsx'
import type { Judged } from './judge-list.ts'
import { type Field, fieldNames, fields } from './list-table.ts'

/** The judged rows, those to be mended first and open for it; what is typed is judged again at once. */
export const ListPreview = defineComponent({
  name: 'ListPreview',
  props: { judged: { type: Array as PropType<Judged[]>, required: true } },
  emits: {
    mend: (line: number, field: Field, value: string) => line > 0 && field.length > 0 && value.length >= 0,
    drop: (line: number) => line > 0,
  },
  setup(props, { emit }) {
    const input = ({ row, errors }: Judged, field: Field) => (
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
    /** What the superior calls it stays on top; the item is chosen out of the catalogue. */
    const item = ({ row, errors }: Judged) => (
      <td key="item">
        <select
          aria-label={`第 ${row.line} 行${fieldNames.item}`}
          aria-invalid={errors.some(({ field }) => field === 'item') ? 'true' : undefined}
          value={row.cells.item}
          onChange={(event) => emit('mend', row.line, 'item', (event.target as HTMLSelectElement).value)}
        >
          <option value={row.cells.item}>{row.cells.item || '请选择'}</option>
          {reference.catalogue?.categories.map(({ code, name, items }) => (
            <optgroup key={code} label={name}>
              {items.map((one) => (
                <option key={one.code} value={one.name}>
                  {one.name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
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
    const good = ({ row, finding }: Judged) => {
      const chosen = finding && reference.catalogue && findItem(reference.catalogue, finding.item)
      const words: Record<Field, string> = {
        place: finding?.place ?? '',
        description: finding?.description ?? '',
        item: chosen?.name ?? '',
        community: unitName(finding?.community ?? null),
        unit: finding?.unit ? unitLabel(finding.unit) : '由社区核实',
        due: finding?.due ?? '按清单期限',
        number: row.cells.number,
      }
      return fields.map((field) => <td key={field}>{words[field]}</td>)
    }
    const line = (one: Judged) => (
      <tr key={one.row.line} class={{ 'list-bad': !one.finding }}>
        <td>{one.row.line}</td>
        {one.finding ? good(one) : fields.map((field) => (field === 'item' ? item(one) : input(one, field)))}
        <td>
          <strong>{one.finding ? '可登记' : '要改'}</strong>
          {one.finding ? null : wrong(one)}
        </td>
      </tr>
    )
    const rank = ({ finding }: Judged) => (finding ? 1 : 0)
    return () => (
      <table class="grid-table list-preview">
        <caption class="hidden-label">清单的每一行</caption>
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
