import { computed, defineComponent, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { call } from '../../../platform/web/api.ts'
import { AsOfBanner, AsOfChooser } from '../../../platform/web/case/AsOf.tsx'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { holdsRole, session } from '../../../platform/web/session.ts'
import { sayAsOf } from '../../../platform/web/text/as-of.ts'
import { getResolutions } from '../contract.ts'
import { ResolutionRow } from './ResolutionRow.tsx'
import { isShown, narrowTasks, type Shown, sayTasks, shownNames, unitsOf } from './resolution-words.ts'
import './resolutions.css'

const columns = ['决议', '承办和协办', '期限', '隐患', '已销号', '整改中', '待复查', '待定', '超期', '没办完的卡在哪里']

/** 决议督办: each decision of a meeting as a task, who is late with it and why, until its last case is struck off. */
export const ResolutionsScreen = defineComponent({
  name: 'ResolutionsScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const given = (name: string) => (typeof route.query[name] === 'string' ? route.query[name] : '')
    const shown = computed<Shown>(() => (isShown(route.query.show) ? route.query.show : 'open'))
    const unit = computed(() => given('unit'))
    const list = useLoad(() => call(getResolutions, { asOf: given('asOf') || undefined }))
    const tasks = computed(() => list.data.value?.resolutions ?? [])
    const wanted = computed(() => narrowTasks(tasks.value, shown.value, unit.value))
    const go = (change: Record<string, string>) => {
      const query = Object.entries({ ...route.query, ...change }).filter(([, value]) => value !== '')
      void router.replace({ path: '/resolutions', query: Object.fromEntries(query) })
    }
    const now = () => (given('asOf') ? go({ asOf: '' }) : void list.load())
    watch(
      () => route.query.asOf,
      () => route.path === '/resolutions' && void list.load(),
      { immediate: true },
    )
    const chosenOf = (event: Event) => (event.target as HTMLSelectElement).value
    const tools = () => (
      <div class="tasks-tools no-print">
        <label for="tasks-show">看哪些</label>
        <select id="tasks-show" value={shown.value} onChange={(event) => go({ show: chosenOf(event) })}>
          {(Object.keys(shownNames) as Shown[]).map((one) => (
            <option key={one} value={one}>
              {shownNames[one]}（{narrowTasks(tasks.value, one, unit.value).length} 项）
            </option>
          ))}
        </select>
        <label for="tasks-unit">单位</label>
        <select id="tasks-unit" value={unit.value} onChange={(event) => go({ unit: chosenOf(event) })}>
          <option value="">全部</option>
          {unitsOf(tasks.value).map((code) => (
            <option key={code} value={code}>
              {unitLabel(code)}
            </option>
          ))}
        </select>
        {list.data.value ? <AsOfChooser asOf={list.data.value.asOf} onNow={now} /> : null}
        <button type="button" class="plain" onClick={() => window.print()}>
          打印
        </button>
      </div>
    )
    const table = (asOf: string) => (
      <table class="grid-table tasks-table">
        <caption class="hidden-label">决议，超期的在前</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {wanted.value.map((task) => (
            <ResolutionRow key={task.id} task={task} asOf={asOf} />
          ))}
        </tbody>
      </table>
    )
    const empty = () => (
      <p class="panel">
        {tasks.value.length === 0
          ? holdsRole('office')
            ? '还没有决议。会后在“议题”页录入议决，每项决定就会出现在这里，直到全部销号。'
            : '还没有要看的决议。工作组议决以后，每项决定就会出现在这里，直到全部销号。'
          : '这里没有符合条件的决议，请换一个条件再看。'}
      </p>
    )
    return () => (
      <div class="tasks">
        <div class="no-print">
          <AsOfBanner />
        </div>
        <p class="print-only">{session.me?.books[0]?.name}</p>
        <div class="tasks-head">
          <h1>决议</h1>
          <p role="status">{list.data.value ? sayTasks(tasks.value) : list.said.value ? '' : '正在打开…'}</p>
          {list.data.value ? <p class="soft">截至 {sayAsOf(list.data.value.asOf)}</p> : null}
        </div>
        {tools()}
        {list.said.value ? (
          <p class="said" role="alert">
            {list.said.value}{' '}
            {list.code.value === 'step.not-yours' ? null : (
              <button type="button" class="plain" onClick={now}>
                再试一次
              </button>
            )}
          </p>
        ) : null}
        {list.data.value ? (wanted.value.length > 0 ? table(list.data.value.asOf) : empty()) : null}
        <p class="soft no-print">
          “待定”是待研判、又上会、缓办和已报上级的。数字点开就是那几条隐患；各单位只看得到本单位承办或协办的。
        </p>
      </div>
    )
  },
})
