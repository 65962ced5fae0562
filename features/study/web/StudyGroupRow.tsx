import { computed, defineComponent, type PropType } from 'vue'
import { RouterLink } from 'vue-router'
import { obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { photoUrl } from '../../../domain/photo.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { unitName } from '../../../platform/web/reference.ts'
import { reasonNames, type Studied, type StudyGroup } from '../contract.ts'
import { daysSince, oldestOf, placeOf, sayDrafts, sayGroupDrafts, tickOf, whatOf } from './study-page.ts'

const MOST_PHOTOS = 3

/** One group as a row, and under it, once unfolded, its cases: whole groups are merged, single cases split off. */
export const StudyGroupRow = defineComponent({
  name: 'StudyGroupRow',
  props: {
    group: { type: Object as PropType<StudyGroup>, required: true },
    /** Its ticked cases (tickedIn). */
    ticked: { type: String, required: true },
    titles: { type: Object as PropType<ReadonlyMap<string, string>>, required: true },
    mayAct: Boolean,
    open: Boolean,
    now: { type: Object as PropType<Date>, required: true },
  },
  emits: { tick: (ids: string[], _on: boolean) => ids.length > 0, fold: () => true },
  setup(props, { emit }) {
    const ids = computed(() => new Set(props.ticked.split(' ')))
    /** A group of one needs no unfolding: its place and its page stand in the row. */
    const only = () => (props.group.cases.length === 1 ? props.group.cases[0] : undefined)
    const where = () => {
      const one = only()
      return one?.place ? `${unitName(one.community)} ${one.place}` : placeOf(props.group)
    }
    const name = () => `${whatOf(props.group)}，${where()}`
    const listId = () => `cases-${props.group.cases[0]?.id}`
    const photos = () => props.group.cases.filter(({ photo }) => photo).slice(0, MOST_PHOTOS)
    const whole = () => (
      <input
        type="checkbox"
        aria-label={`选中 ${name()}，${props.group.cases.length} 条`}
        checked={tickOf(props.group, ids.value) === 'all'}
        indeterminate={tickOf(props.group, ids.value) === 'some'}
        onChange={(event) =>
          emit(
            'tick',
            props.group.cases.map(({ id }) => id),
            (event.target as HTMLInputElement).checked,
          )
        }
      />
    )
    const flag = (words: string) => (words ? <span class="tag tag-work">{words}</span> : null)
    const advice = () => {
      const { reason, lead } = props.group
      return (
        <>
          {reason ? <span class="tag tag-up">{reasonNames[reason]}</span> : null}
          {lead ? (
            <span class="study-lead">
              以往同类{lead.times > 1 ? '多交办' : '交办过'}
              {unitLabel(lead.unit)}（{lead.times} 次）
            </span>
          ) : (
            <span class="study-lead soft">以往没有交办过同类</span>
          )}
        </>
      )
    }
    const one = ({ id, number, place, obstacle, reportedAt, drafts }: Studied) => (
      <li key={id}>
        {props.mayAct ? (
          <input
            type="checkbox"
            aria-label={`选中 ${number}`}
            checked={ids.value.has(id)}
            onChange={(event) => emit('tick', [id], (event.target as HTMLInputElement).checked)}
          />
        ) : null}
        <RouterLink to={`/case/${id}`}>{number}</RouterLink>
        <span class="study-place">{place ?? '（文字已清除）'}</span>
        <span>{obstacle ? obstacleNames[obstacle] : ''}</span>
        <span class="soft">{daysSince(reportedAt, props.now)} 天前上报</span>
        {flag(sayDrafts(drafts, props.titles))}
      </li>
    )
    const cases = () => (
      <tr class="study-cases">
        <td colspan={props.mayAct ? 7 : 6}>
          <ul id={listId()} aria-label={`${name()}的隐患`}>
            {props.group.cases.map(one)}
          </ul>
        </td>
      </tr>
    )
    const fold = () => {
      const one = only()
      if (one) return <RouterLink to={`/case/${one.id}`}>{one.number}</RouterLink>
      return (
        <button
          type="button"
          class="plain"
          aria-expanded={props.open}
          aria-label={`${props.open ? '收起' : '展开'} ${name()}`}
          onClick={() => emit('fold')}
        >
          {props.open ? '收起' : '展开'}
        </button>
      )
    }
    return () => (
      <>
        <tr class={{ 'study-picked': tickOf(props.group, ids.value) !== 'none' }}>
          {props.mayAct ? <td>{whole()}</td> : null}
          <td>
            <strong>{whatOf(props.group)}</strong>
            <span class="study-where">{where()}</span>
            {flag(sayGroupDrafts(props.group, props.titles))}
          </td>
          <td>
            <span class="study-photos">
              {photos().map(({ id, number, photo }) => (
                <img key={id} src={photoUrl(photo ?? '', 320)} alt={`${number} 的照片`} loading="lazy" />
              ))}
            </span>
          </td>
          <td class="study-n">{props.group.cases.length} 条</td>
          <td class="study-n">{daysSince(oldestOf(props.group), props.now)} 天</td>
          <td>{advice()}</td>
          <td>{fold()}</td>
        </tr>
        {props.open ? cases() : null}
      </>
    )
  },
})
