import { computed, defineComponent, onMounted } from 'vue'
import { RouterLink } from 'vue-router'
import { statusNames } from '../../../domain/hazard/state.ts'
import { call } from '../../../platform/web/api.ts'
import { type Account, countHazards, readAccount } from '../../../platform/web/case/count.ts'
import { type Filters, FOUND, foundStatuses, toQuery } from '../../../platform/web/case/filters.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { sayAsOf } from '../../../platform/web/text/as-of.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import { getResolutions, type TaskView } from '../contract.ts'
import { narrowTasks, sayTasks, sayWhy } from './resolution-words.ts'
import { sayPart } from './topic-words.ts'
import './field-today.css'

/** 今日: the account in one sentence that sums, and what was decided and is not done, the late first. */
export const FieldTodayScreen = defineComponent({
  name: 'FieldTodayScreen',
  setup() {
    /** Resolutions are the street's own; a superior sees its account. */
    const hasTasks = holdsRole('leader', 'auditor')
    const today = useLoad(async () => {
      const account = await readAccount()
      const tasks = hasTasks ? (await call(getResolutions, { asOf: account.asOf })).resolutions : []
      const asked = holdsRole('leader') ? await countHazards({ extension: 'leader' }) : 0
      return { account, tasks, asked }
    })
    const open = computed(() => narrowTasks(today.data.value?.tasks ?? [], 'open', ''))
    onMounted(today.load)
    const list = (of: string, filters: Filters) => ({ path: '/list', query: { ...toQuery(filters), of } })
    const figure = (n: number, of: string, filters: Filters, asOf: string) => (
      <RouterLink class="today-figure" to={list(of, { ...filters, asOf })}>
        <strong>{n}</strong>
        <span>{of}</span>
      </RouterLink>
    )
    const headline = ({ asOf, found, levels, classes, overdue }: Account) => (
      <section class="box" aria-labelledby="today-account">
        <h2 id="today-account">总账</h2>
        <p class="hint">截至 {sayAsOf(asOf)}；排查 = 已销号 + 社区层面 + 街道及以上</p>
        <div class="today-sum">
          {figure(found, '排查', { status: FOUND }, asOf)}
          {figure(levels.closed, '已销号', { status: 'closed' }, asOf)}
          {figure(levels.community, '社区层面未销号', { level: 'community', open: '1' }, asOf)}
          {figure(levels.above, '街道及以上未销号', { level: 'street,above', open: '1' }, asOf)}
        </div>
        <ul class="today-classes">
          {foundStatuses.map((status) => (
            <li key={status}>
              <RouterLink to={list(statusNames[status], { status, asOf })}>
                {statusNames[status]} <strong>{classes[status] ?? 0}</strong>
              </RouterLink>
            </li>
          ))}
          <li>
            <RouterLink class="today-late" to={list('已超期', { overdue: '1', asOf })}>
              已超期 <strong>{overdue}</strong>
            </RouterLink>
          </li>
        </ul>
      </section>
    )
    const task = (one: TaskView, asOf: string) => (
      <li key={one.id} class="box">
        <h3>{one.topic.title ?? '（文字已清除）'}</h3>
        <p class="hint">
          {one.topic.number} · {sayDay(one.meeting.on)} {one.meeting.title}
        </p>
        <p>{sayPart(one)}</p>
        <p class="today-counts">
          <RouterLink to={list('这项决议的隐患', { resolution: one.id, asOf })}>共 {one.counts.cases} 条</RouterLink>
          <RouterLink to={list('已销号', { resolution: one.id, status: 'closed', asOf })}>
            已销号 {one.counts.closed}
          </RouterLink>
          {one.counts.late > 0 ? (
            <RouterLink class="today-late" to={list('超期', { resolution: one.id, overdue: '1', asOf })}>
              超期 {one.counts.late}
            </RouterLink>
          ) : null}
        </p>
        {one.whys.map((why) => (
          <details key={sayWhy(why)}>
            <summary class={{ 'today-late': why.late > 0 && !why.asked }}>{sayWhy(why)}</summary>
            {why.cases.map(({ id, number }) => (
              <RouterLink key={id} to={`/case/${id}`}>
                {number}
              </RouterLink>
            ))}
          </details>
        ))}
      </li>
    )
    const tasks = (asOf: string) => (
      <section aria-labelledby="today-tasks">
        <div class="box">
          <h2 id="today-tasks">未办结的决议</h2>
          <p>{sayTasks(today.data.value?.tasks ?? [])}</p>
        </div>
        <ul class="plain">{open.value.map((one) => task(one, asOf))}</ul>
      </section>
    )
    return () => (
      <main class="screen">
        <header class="bar">
          <h1>今日</h1>
          <button type="button" class="bar-button" disabled={today.busy.value} onClick={today.load}>
            {today.busy.value ? '正在刷新…' : '刷新'}
          </button>
        </header>
        {today.said.value ? (
          <div class="notice" role="alert">
            <p>{today.said.value}</p>
            <button type="button" class="button" disabled={today.busy.value} onClick={today.load}>
              再试一次
            </button>
          </div>
        ) : null}
        {today.data.value?.asked ? (
          <p class="notice">
            <RouterLink class="today-asked" to={list('等您答复的延期', { extension: 'leader' })}>
              有 {today.data.value.asked} 条延期申请等您答复
            </RouterLink>
          </p>
        ) : null}
        {today.data.value ? headline(today.data.value.account) : null}
        {today.data.value && hasTasks ? tasks(today.data.value.account.asOf) : null}
      </main>
    )
  },
})
