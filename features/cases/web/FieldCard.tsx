import type { FunctionalComponent } from 'vue'
import { RouterLink } from 'vue-router'
import type { HazardRow } from '../../../domain/hazard/views.ts'
import { photoUrl } from '../../../domain/photo.ts'
import { DueTag, PlateTag, StatusTag } from '../../../platform/web/case/tags.tsx'
import { itemNameThen, unitName } from '../../../platform/web/reference.ts'

/** One hazard of a list: what, where, how it stands, by when, and how it looks. */
export const FieldCard: FunctionalComponent<{ row: HazardRow; asked?: string }> = ({ row, asked }) => (
  <RouterLink to={`/case/${row.id}`} class="card">
    <span class={['card-photo', { 'card-none': !row.photo }]}>
      {row.photo ? (
        <img src={photoUrl(row.photo, 320)} alt="" loading="lazy" onError={hide} />
      ) : (
        <span aria-hidden="true">无照片</span>
      )}
    </span>
    <span class="card-words">
      <span class="card-top">
        <strong>{itemNameThen(row.item, row.reportedAt)}</strong>
        <StatusTag status={row.status} />
      </span>
      <span class="card-place">
        {unitName(row.community)} · {row.place ?? unitName(row.site)}
      </span>
      <span class="card-foot">
        {asked ? <span class="tag tag-work">{asked}</span> : null}
        <span class="card-number">{row.number}</span>
        <PlateTag plates={row.supervised} />
        {row.status === 'closed' || row.status === 'void' ? null : (
          <DueTag due={row.due} mode={row.mode} status={row.status} />
        )}
      </span>
    </span>
  </RouterLink>
)
FieldCard.props = ['row', 'asked']

function hide(event: Event): void {
  ;(event.target as HTMLImageElement).style.visibility = 'hidden'
}
