import { computed, defineComponent, onMounted, ref } from 'vue'
import { RouterLink, useRoute } from 'vue-router'
import { type LegFigure, legFigureNames, legFigures } from '../../../domain/account/on-time.ts'
import { call, Refused } from '../../../platform/web/api.ts'
import { sayHeld } from '../../../platform/web/case/legs.ts'
import { unitLabelThen } from '../../../platform/web/case/unit-words.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { itemNameThen, unitNameThen } from '../../../platform/web/reference.ts'
import { sayAsOf } from '../../../platform/web/text/as-of.ts'
import { levelNames } from '../../../platform/web/text/names.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import { type LegRow, listLegs } from '../contract.ts'
import { legQuery, stageNames } from './leg-query.ts'
import { sayOutcome } from './leg-words.ts'
import './legs.css'

/** The legs behind one figure of 时限, the earliest day first; each leads to its case. */
export const LegListScreen = defineComponent({
  name: 'LegListScreen',
  setup() {
    const route = useRoute()
    const filters = legQuery(route.query)
    const figure: LegFigure = legFigureNames.find((name) => name === route.query.figure) ?? 'counted'
    const adding = ref(false)
    const list = useLoad(() => call(listLegs, { ...(filters as object), figure }))
    onMounted(list.load)
    const more = async () => {
      const shown = list.data.value
      if (!shown || adding.value) return
      adding.value = true
      try {
        const page = await call(listLegs, {
          ...(filters as object),
          asOf: shown.asOf,
          figure,
          after: shown.items.length,
        })
        list.data.value = { ...shown, items: [...shown.items, ...page.items] }
        list.said.value = ''
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        list.said.value = error.message
      } finally {
        adding.value = false
      }
    }
    const about = computed(() =>
      [
        filters.unit && unitLabelThen(filters.unit, filters.asOf),
        filters.community && unitNameThen(filters.community, filters.asOf),
        filters.level && levelNames[filters.level as keyof typeof levelNames],
        filters.status && stageNames[filters.status],
        legFigures[figure],
      ]
        .filter(Boolean)
        .join(' · '),
    )
    const line = (row: LegRow, asOf: string) => (
      <tr key={`${row.hazard} ${row.nr}`}>
        <th scope="row">
          <RouterLink to={{ path: `/case/${row.hazard}`, query: { asOf } }}>{row.number}</RouterLink>
          <div class="soft">{itemNameThen(row.item, row.reportedAt)}</div>
        </th>
        <td>
          {unitNameThen(row.community, asOf)}
          <div class="soft">{row.place ?? '（文字已清除）'}</div>
        </td>
        <td>
          {unitLabelThen(row.holder, asOf)}
          <div class="soft">{stageNames[row.status] ?? row.status}</div>
        </td>
        <td>{sayHeld({ from: row.begun, to: row.ended }, new Date(asOf))}</td>
        <td>
          {sayDay(row.due)}
          {row.firstDue === row.due ? null : <div class="soft">原期限 {sayDay(row.firstDue)}</div>}
        </td>
        <td>{sayOutcome(row, asOf)}</td>
      </tr>
    )
    const body = () => {
      const shown = list.data.value
      if (!shown) return list.said.value ? null : <p class="soft">正在打开…</p>
      if (shown.items.length === 0) return <p class="panel">没有这样的经手段。</p>
      return (
        <>
          <table class="grid-table legs-list">
            <caption class="hidden-label">{about.value}清单，期限早的在前</caption>
            <thead>
              <tr>
                {['编号', '位置', '经手', '用时', '期限', '结果'].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{shown.items.map((row) => line(row, shown.asOf))}</tbody>
          </table>
          {shown.items.length < shown.total ? (
            <p class="legs-more">
              <button type="button" class="plain" disabled={adding.value} onClick={more}>
                {adding.value ? '正在取…' : `再显示一页（还有 ${shown.total - shown.items.length} 条）`}
              </button>
            </p>
          ) : null}
        </>
      )
    }
    return () => {
      const { figure: _figure, unit: _unit, ...back } = route.query
      return (
        <div>
          <p class="no-print">
            <RouterLink to={{ path: '/legs', query: back }}>‹ 返回时限</RouterLink>
          </p>
          <div class="legs-top">
            <h1>{about.value}</h1>
            {list.data.value ? (
              <p>
                共 {list.data.value.total} 条，截至 <strong>{sayAsOf(list.data.value.asOf)}</strong>
              </p>
            ) : null}
          </div>
          {list.said.value ? (
            <p class="said" role="alert">
              {list.said.value}{' '}
              <button type="button" class="plain" onClick={list.load}>
                再试一次
              </button>
            </p>
          ) : null}
          {body()}
        </div>
      )
    }
  },
})
