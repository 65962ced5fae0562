import { computed, defineComponent, onMounted } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { communityOptions } from '../../../platform/web/case/unit-words.ts'
import { reasonNames } from '../contract.ts'
import { StudyBar } from './StudyBar.tsx'
import { StudyTable } from './StudyTable.tsx'
import { useStudy } from './study.ts'
import {
  type Advice,
  adviceNames,
  countCases,
  isAdvice,
  narrowGroups,
  narrowObstacle,
  pickChosen,
  sayWaiting,
} from './study-page.ts'
import './room-form.css'
import './study.css'

/** 研判: what was called up, in groups of one item at one place, with what is advised and who did such work before. */
export const StudyScreen = defineComponent({
  name: 'StudyScreen',
  setup() {
    const study = useStudy()
    const route = useRoute()
    const router = useRouter()
    const now = new Date()
    const advice = computed(() => (isAdvice(route.query.advice) ? route.query.advice : ''))
    const community = computed(() => (typeof route.query.community === 'string' ? route.query.community : ''))
    const obstacle = computed(() => (typeof route.query.obstacle === 'string' ? route.query.obstacle : ''))
    const go = (change: Record<string, string>) => {
      const query = Object.entries({ ...route.query, ...change }).filter(([, value]) => value !== '')
      void router.replace({ path: '/study', query: Object.fromEntries(query) })
    }
    const here = computed(() => narrowObstacle(narrowGroups(study.groups.value, '', community.value), obstacle.value))
    const listed = (one: Advice) => narrowGroups(narrowGroups(here.value, advice.value, ''), one, '')
    const unseen = () => study.chosen.value.cases.length - pickChosen(listed(''), study.ids.value).cases.length
    onMounted(study.load)
    const option = (one: Exclude<Advice, ''>) => (
      <option key={one} value={one}>
        {adviceNames[one]}（{countCases(narrowGroups(here.value, one, ''))} 条）
      </option>
    )
    const chosenOf = (event: Event) => (event.target as HTMLSelectElement).value
    const head = () => (
      <div class="study-head">
        <h1>研判</h1>
        <p role="status">{study.data.value ? sayWaiting(here.value, now) : study.said.value ? '' : '正在打开…'}</p>
        <label for="study-advice">建议</label>
        <select id="study-advice" value={advice.value} onChange={(event) => go({ advice: chosenOf(event) })}>
          <option value="">全部</option>
          {option('direct')}
          {option('meeting')}
          {(Object.keys(reasonNames) as (keyof typeof reasonNames)[]).map(option)}
        </select>
        <label for="study-obstacle">提请原因</label>
        <select id="study-obstacle" value={obstacle.value} onChange={(event) => go({ obstacle: chosenOf(event) })}>
          <option value="">全部</option>
          {Object.entries(obstacleNames).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
        <label for="study-community">社区</label>
        <select id="study-community" value={community.value} onChange={(event) => go({ community: chosenOf(event) })}>
          <option value="">全部社区</option>
          {communityOptions().map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
    )
    const empty = () => (
      <p class="panel">
        {study.data.value?.total === 0
          ? '没有待研判的隐患。社区提请街道的隐患会出现在这里。'
          : '这里没有符合条件的隐患，请换一个建议、原因或社区再看。'}
      </p>
    )
    const table = (one: 'direct' | 'meeting', hint: string) => {
      const groups = listed(one)
      return groups.length > 0 ? (
        <StudyTable
          key={`${one}-${advice.value}-${obstacle.value}-${community.value}`}
          title={adviceNames[one]}
          hint={hint}
          study={study}
          groups={groups}
          now={now}
        />
      ) : null
    }
    return () => (
      <div class="study">
        {head()}
        {study.said.value ? (
          <p class="said" role="alert">
            {study.said.value}{' '}
            {study.code.value === 'step.not-yours' ? null : (
              <button type="button" class="plain" onClick={study.load}>
                再试一次
              </button>
            )}
          </p>
        ) : null}
        {study.data.value && listed('').length === 0 ? empty() : null}
        {table('direct', '一个单位就能办，不必上会')}
        {table('meeting', '要由工作组会议决定')}
        {study.mayAct.value ? <StudyBar study={study} unseen={unseen()} /> : null}
      </div>
    )
  },
})
