import { defineComponent, type PropType } from 'vue'
import { RouterLink, useRouter } from 'vue-router'
import { obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { severityNames } from '../../../domain/hazard/state.ts'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { photoUrl } from '../../../domain/photo.ts'
import { DueTag, PlateTag, StatusTag } from '../../../platform/web/case/tags.tsx'
import { unitLabelThen } from '../../../platform/web/case/unit-words.ts'
import { itemNameThen, unitName, unitNameThen } from '../../../platform/web/reference.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { Bulk } from './bulk.ts'

const columns = [
  ['照片', 'ledger-photo'],
  ['编号', 'ledger-number'],
  ['状态', 'ledger-status'],
  ['隐患', 'ledger-what'],
  ['地点', 'ledger-where'],
  ['责任单位', 'ledger-unit'],
  ['期限', 'ledger-due'],
  ['等级', 'ledger-grade'],
  ['上报时间', 'ledger-time'],
] as const

/** The list as a table; the whole row opens the hazard, the number is its link. */
export const DeskLedgerTable = defineComponent({
  name: 'DeskLedgerTable',
  props: {
    rows: { type: Array as PropType<HazardRow[]>, required: true },
    asOf: String,
    /** Where rows can be chosen to be dealt with together. */
    bulk: { type: Object as PropType<Bulk | null>, default: null },
  },
  setup(props) {
    const router = useRouter()
    const pageOf = (row: HazardRow) => ({
      path: `/case/${row.id}`,
      query: props.asOf ? { asOf: props.asOf } : {},
    })
    const open = (event: MouseEvent, row: HazardRow) => {
      const onLink = (event.target as HTMLElement).closest('a, .ledger-pick') !== null
      if (onLink || window.getSelection()?.toString()) return
      void router.push(pageOf(row))
    }
    const isChosen = (row: HazardRow) => props.bulk?.chosen.value.has(row.id) ?? false
    const pick = (row: HazardRow) => (
      <td class="ledger-pick">
        <label>
          <input
            type="checkbox"
            aria-label={`选中 ${row.number}`}
            checked={isChosen(row)}
            onClick={(event) => props.bulk?.toggle(row, event.shiftKey)}
          />
        </label>
      </td>
    )
    const pickPage = () => {
      const all = props.rows.length > 0 && props.rows.every(isChosen)
      return (
        <td class="ledger-pick">
          <label>
            <input
              type="checkbox"
              aria-label="选中本页"
              checked={all}
              onChange={() => props.bulk?.set(props.rows, !all)}
            />
          </label>
        </td>
      )
    }
    const line = (row: HazardRow) => {
      const settled = row.status === 'closed' || row.status === 'void'
      return (
        <tr key={row.id} class={{ 'ledger-chosen': isChosen(row) }} onClick={(event) => open(event, row)}>
          {props.bulk ? pick(row) : null}
          <td class="ledger-photo">
            {row.photo ? <img src={photoUrl(row.photo, 320)} alt="" loading="lazy" width="56" height="42" /> : null}
          </td>
          <th scope="row" class="ledger-number">
            <RouterLink to={pageOf(row)} data-row={row.id}>
              {row.number}
            </RouterLink>
          </th>
          <td class="ledger-status">
            <StatusTag status={row.status} />
            {row.obstacle && !settled ? <div class="ledger-why">{obstacleNames[row.obstacle]}</div> : null}
          </td>
          <td class="ledger-what">
            <div class="ledger-item">
              {itemNameThen(row.item, row.reportedAt)} <PlateTag plates={row.supervised} />
            </div>
            <div class="ledger-words" title={row.description ?? undefined}>
              {row.description ?? '（文字已清除）'}
            </div>
          </td>
          <td class="ledger-where">
            <div>{unitNameThen(row.community, props.asOf)}</div>
            <div class="ledger-words" title={row.place ?? undefined}>
              {row.place ?? unitName(row.site)}
            </div>
          </td>
          <td class="ledger-unit">{unitLabelThen(row.unit, props.asOf)}</td>
          <td>
            {settled ? (
              <span class="soft">—</span>
            ) : (
              <DueTag
                due={row.due}
                mode={row.mode}
                status={row.status}
                now={props.asOf ? new Date(props.asOf) : undefined}
              />
            )}
          </td>
          <td class={`ledger-${row.severity}`}>
            {severityNames[row.severity]}
            {row.suspectedMajor ? <div class="ledger-major">疑似重大</div> : null}
          </td>
          <td class="ledger-time">{sayInstant(row.reportedAt, new Date())}</td>
        </tr>
      )
    }
    return () => (
      <table class="grid-table ledger-table">
        <caption class="hidden-label">隐患台账，每行一条，点编号看详情</caption>
        <thead>
          <tr>
            {props.bulk ? pickPage() : null}
            {columns.map(([name, kind]) => (
              <th key={name} scope="col" class={kind}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.rows.map(line)}</tbody>
      </table>
    )
  },
})
