import type { FunctionalComponent } from 'vue'
import { RouterLink } from 'vue-router'
import { severityNames } from '../../../domain/hazard/state.ts'
import { DueTag, StatusTag } from '../../../platform/web/case/tags.tsx'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { itemName, unitName } from '../../../platform/web/reference.ts'
import type { SupervisedCase } from '../contract.ts'

/** The cases of a plate as they stand; those struck off stand last. */
export const PlateCases: FunctionalComponent<{
  cases: readonly SupervisedCase[]
  title: string
  onDrop?: (id: string) => void
}> = ({ cases, title, onDrop }) => {
  const isOver = ({ status }: SupervisedCase) => status === 'closed' || status === 'void'
  const sorted = [...cases].sort((a, b) => Number(isOver(a)) - Number(isOver(b)))
  return (
    <table class="grid-table plate-cases">
      <caption class="hidden-label">{title}</caption>
      <thead>
        <tr>
          {['编号', '检查项目', '地点', '等级', '状态', '责任单位', '期限'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          {onDrop ? (
            <th scope="col">
              <span class="hidden-label">拿掉</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {sorted.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <RouterLink to={`/case/${one.id}`}>{one.number}</RouterLink>
            </th>
            <td>{itemName(one.item)}</td>
            <td>
              {unitName(one.community)} {one.place ?? '（文字已清除）'}
            </td>
            <td>{severityNames[one.severity]}</td>
            <td>
              <StatusTag status={one.status} />
            </td>
            <td>{unitLabel(one.unit)}</td>
            <td>{isOver(one) ? '' : <DueTag due={one.due} mode={one.mode} />}</td>
            {onDrop ? (
              <td>
                <button type="button" class="plain" aria-label={`去掉 ${one.number}`} onClick={() => onDrop(one.id)}>
                  ×
                </button>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
PlateCases.props = ['cases', 'title', 'onDrop']
PlateCases.displayName = 'PlateCases'
