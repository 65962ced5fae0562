import { type FunctionalComponent, h } from 'vue'
import { type Status, statusNames } from '../../../domain/hazard/state.ts'
import { statusTones } from '../text/names.ts'
import { sayDue, type Urgency } from '../text/time.ts'

/** The status in its word, tinted by family. */
export const StatusTag: FunctionalComponent<{ status: Status }> = ({ status }) =>
  h('span', { class: `tag tag-${statusTones[status]}` }, statusNames[status])

/** 挂牌督办 with the numbers of its plates. */
export const PlateTag: FunctionalComponent<{ plates: string | null | undefined }> = ({ plates }) =>
  plates ? h('span', { class: 'tag tag-plate' }, `挂牌督办 ${plates.replaceAll(' ', '、')}`) : null
PlateTag.props = ['plates']

const shapes: Record<Urgency, string> = {
  overdue: 'M8 1 15 14H1Z M8 6v4 M8 12v.5',
  today: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Z M8 4v4l3 2',
  soon: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Z M8 4v4l3 2',
  later: 'M2 3h12v11H2Z M2 7h12 M5 1v3 M11 1v3',
  none: 'M2 8h12',
}

/** Deadline as colour, icon and word, seen from `now` (default: this moment). */
export const DueTag: FunctionalComponent<{
  due: string | null
  mode: 'order' | 'request' | null
  /** A case that was put off has a review day, no deadline. */
  status?: Status
  now?: Date
}> = ({ due, mode, status, now }) => {
  const { urgency, words } = sayDue(due, now ?? new Date(), mode, status === 'parked')
  return (
    <span class={`due due-${urgency}`}>
      <svg
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        aria-hidden="true"
      >
        <path d={shapes[urgency]} />
      </svg>
      {words}
    </span>
  )
}
