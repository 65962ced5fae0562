import { defineComponent, type PropType } from 'vue'
import { useRouter } from 'vue-router'
import { obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { communityOptions, unitLabel } from '../../../platform/web/case/unit-words.ts'
import { groupingNames, reasonNames, type StudyGroup } from '../contract.ts'
import type { Asked } from './study-asked.ts'
import { type Advice, adviceNames, countCases, leadsOf, NO_LEAD, narrowGroups } from './study-page.ts'

/** The heading of the study, and by what its groups are made and narrowed; each change goes into the address. */
export const StudyHead = defineComponent({
  name: 'StudyHead',
  props: {
    asked: { type: Object as PropType<Asked>, required: true },
    /** All groups, and those that every filter but the advice leaves. */
    groups: { type: Array as PropType<readonly StudyGroup[]>, required: true },
    here: { type: Array as PropType<readonly StudyGroup[]>, required: true },
    said: { type: String, required: true },
  },
  setup(props) {
    const router = useRouter()
    const select = (
      name: keyof Asked,
      label: string,
      options: readonly (readonly [string, string])[],
      all = '全部',
    ) => (
      <span class="study-filter">
        <label for={`narrow-${name}`}>{label}</label>
        <select
          id={`narrow-${name}`}
          value={props.asked[name]}
          onChange={(event) => {
            const query = { ...props.asked, [name]: (event.target as HTMLSelectElement).value }
            const filled = Object.entries(query).filter(
              ([key, value]) => value !== '' && !(key === 'by' && value === 'site'),
            )
            void router.replace({ path: '/study', query: Object.fromEntries(filled) })
          }}
        >
          {all ? <option value="">{all}</option> : null}
          {options.map(([code, word]) => (
            <option key={code} value={code}>
              {word}
            </option>
          ))}
        </select>
      </span>
    )
    const counted = (one: Exclude<Advice, ''>): [string, string] => [
      one,
      `${adviceNames[one]}（${countCases(narrowGroups(props.here, one, ''))} 条）`,
    ]
    const advices = ['direct', 'meeting', ...Object.keys(reasonNames)] as Exclude<Advice, ''>[]
    const leads = () =>
      leadsOf(props.groups).map((code) => [code, code === NO_LEAD ? '以往没有交办过' : unitLabel(code)] as const)
    return () => (
      <>
        <div class="study-head">
          <h1>研判</h1>
          <p role="status">{props.said}</p>
        </div>
        <div class="study-filters no-print">
          {select('by', '归并', Object.entries(groupingNames), '')}
          {select('advice', '建议', advices.map(counted))}
          {select('lead', '牵头单位', leads())}
          {select('obstacle', '提请原因', Object.entries(obstacleNames))}
          {select('community', '社区', communityOptions(), '全部社区')}
        </div>
      </>
    )
  },
})
