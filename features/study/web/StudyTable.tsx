import { computed, defineComponent, type PropType, ref } from 'vue'
import type { StudyGroup } from '../contract.ts'
import { StudyGroupRow } from './StudyGroupRow.tsx'
import type { Study } from './study.ts'
import { countCases, pickChosen, tickedIn } from './study-page.ts'

/** Groups that are drawn at first, and at every further click: a street has hundreds. */
const CHUNK = 60

/** One list of groups, the oldest first; cases are drawn only where a group is unfolded. */
export const StudyTable = defineComponent({
  name: 'StudyTable',
  props: {
    title: { type: String, required: true },
    /** What the list is, in a sentence. */
    hint: { type: String, required: true },
    study: { type: Object as PropType<Study>, required: true },
    groups: { type: Array as PropType<StudyGroup[]>, required: true },
    now: { type: Object as PropType<Date>, required: true },
  },
  setup(props) {
    const shown = ref(CHUNK)
    const open = ref<ReadonlySet<string>>(new Set())
    const first = computed(() => props.groups.slice(0, shown.value))
    const fold = (key: string) => {
      const next = new Set(open.value)
      if (!next.delete(key)) next.add(key)
      open.value = next
    }
    const allTicked = () => pickChosen(props.groups, props.study.ids.value).cases.length === countCases(props.groups)
    /** All that the filters leave, drawn or not. */
    const tickAll = (on: boolean) =>
      props.study.set(
        props.groups.flatMap(({ cases }) => cases.map(({ id }) => id)),
        on,
      )
    const head = () => (
      <thead>
        <tr>
          {props.study.mayAct.value ? (
            <th scope="col">
              <input
                type="checkbox"
                aria-label={`选中全部 ${props.groups.length} 组`}
                checked={allTicked()}
                onChange={(event) => tickAll((event.target as HTMLInputElement).checked)}
              />
            </th>
          ) : null}
          <th scope="col">项目和地点</th>
          <th scope="col">照片</th>
          <th scope="col">条数</th>
          <th scope="col">上报至今</th>
          <th scope="col">办理建议</th>
          <th scope="col">
            <span class="hidden-label">看隐患</span>
          </th>
        </tr>
      </thead>
    )
    return () => (
      <section class="study-list" aria-label={props.title}>
        <h2>
          {props.title}{' '}
          <span class="study-count">
            {props.groups.length} 组，{countCases(props.groups)} 条
          </span>
          <span class="study-hint">{props.hint}</span>
        </h2>
        <table class="grid-table study-table">
          <caption class="hidden-label">{props.title}，最早上报的在前</caption>
          {head()}
          <tbody>
            {first.value.map((group) => (
              <StudyGroupRow
                key={group.key}
                group={group}
                ticked={tickedIn(group, props.study.ids.value)}
                titles={props.study.titles.value}
                mayAct={props.study.mayAct.value}
                open={open.value.has(group.key)}
                now={props.now}
                onTick={(ids: string[], on: boolean) => props.study.set(ids, on)}
                onFold={() => fold(group.key)}
              />
            ))}
          </tbody>
        </table>
        {props.groups.length > shown.value ? (
          <button type="button" class="plain study-more" onClick={() => (shown.value += CHUNK)}>
            再看 {Math.min(CHUNK, props.groups.length - shown.value)} 组（还有 {props.groups.length - shown.value} 组）
          </button>
        ) : null}
      </section>
    )
  },
})
