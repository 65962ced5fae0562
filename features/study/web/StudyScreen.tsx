import { computed, defineComponent, watch } from 'vue'
import { useRoute } from 'vue-router'
import { StudyBar } from './StudyBar.tsx'
import { StudyHead } from './StudyHead.tsx'
import { StudyTable } from './StudyTable.tsx'
import { useStudy } from './study.ts'
import { narrowAsked, readAsked } from './study-asked.ts'
import { type Advice, adviceNames, narrowGroups, pickChosen, sayWaiting } from './study-page.ts'
import '../../../platform/web/ui/room-form.css'
import './study.css'

/** 研判: what was called up, in groups, with what is advised and who did such work before. */
export const StudyScreen = defineComponent({
  name: 'StudyScreen',
  setup() {
    const route = useRoute()
    const asked = computed(() => readAsked(route.query))
    const study = useStudy(() => asked.value.by)
    const now = new Date()
    const here = computed(() => narrowAsked(study.groups.value, asked.value))
    const listed = (one: Advice) => narrowGroups(narrowGroups(here.value, asked.value.advice, ''), one, '')
    const unseen = () => study.chosen.value.cases.length - pickChosen(listed(''), study.ids.value).cases.length
    watch(
      () => asked.value.by,
      () => route.path === '/study' && void study.load(),
      { immediate: true },
    )
    const said = () => {
      if (study.data.value) return sayWaiting(here.value, now)
      return study.said.value ? '' : '正在打开…'
    }
    const empty = () => (
      <p class="panel">
        {study.data.value?.total === 0
          ? '没有待研判的隐患。社区提请街道的隐患会出现在这里。'
          : '这里没有符合条件的隐患，请换一个条件再看。'}
      </p>
    )
    const table = (one: 'direct' | 'meeting', hint: string) => {
      const groups = listed(one)
      return groups.length > 0 ? (
        <StudyTable
          key={`${one}-${Object.values(asked.value).join('-')}`}
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
        <StudyHead asked={asked.value} groups={study.groups.value} here={here.value} said={said()} />
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
