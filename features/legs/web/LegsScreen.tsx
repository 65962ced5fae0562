import { computed, defineComponent } from 'vue'
import { useRoute } from 'vue-router'
import type * as z from 'zod/mini'
import { call } from '../../../platform/web/api.ts'
import { AsOfBanner, AsOfChooser } from '../../../platform/web/case/AsOf.tsx'
import { BoardTabs } from '../../../platform/web/case/BoardTabs.tsx'
import { useBoard } from '../../../platform/web/case/board.ts'
import { sayAsOf } from '../../../platform/web/text/as-of.ts'
import { getLegs } from '../contract.ts'
import { LegFigure } from './LegFigure.tsx'
import { LegsTable } from './LegsTable.tsx'
import { type By, dimensions, legQuery } from './leg-query.ts'
import { sayRate } from './leg-words.ts'
import './legs.css'

/** 时限: each unit's and each level's own clock at one instant; every figure opens its legs. */
export const LegsScreen = defineComponent({
  name: 'LegsScreen',
  setup() {
    const route = useRoute()
    const filters = computed(() => legQuery(route.query))
    const by = computed<By>(() => dimensions.find(({ key }) => key === route.query.by)?.key ?? 'unit')
    const { board: legs, now } = useBoard(
      '/legs',
      () => ({ ...filters.value, by: by.value }),
      async (query) => ({ ...(await call(getLegs, query as z.infer<typeof getLegs.query>)), by: query.by }),
    )
    const body = () => {
      const answer = legs.data.value
      if (!answer) return legs.said.value ? null : <p class="soft">正在打开…</p>
      const { totals, formula, rows, asOf } = answer
      const at = { ...filters.value, asOf }
      return (
        <>
          <section class="panel legs-head" aria-labelledby="rate-heading">
            <h2 id="rate-heading">按期率</h2>
            <p class="legs-rate">
              <strong>{sayRate(totals)}</strong>
              <span>
                按期办结 <LegFigure n={totals.onTime} figure="onTime" filters={at} /> ÷ 应办{' '}
                <LegFigure n={totals.counted} figure="counted" filters={at} />
              </span>
            </p>
            <details class="legs-formula">
              <summary>
                {formula.says}（{formula.version} 版公式）
              </summary>
              <ul>
                {formula.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </details>
          </section>
          <div class="legs-by">
            <BoardTabs dimensions={dimensions} here={by.value} />
          </div>
          {rows.length > 0 ? (
            <LegsTable by={answer.by} rows={rows} totals={totals} filters={at} />
          ) : (
            <p class="panel">还没有您能看到的经手段；有隐患核实、交办以后就会出现在这里。</p>
          )}
        </>
      )
    }
    return () => (
      <div>
        <AsOfBanner />
        <div class="legs-top">
          <h1>时限</h1>
          <p>
            全部数字截至 <strong>{legs.data.value ? sayAsOf(legs.data.value.asOf) : '…'}</strong>
          </p>
          <div class="legs-tools no-print">
            {legs.data.value ? <AsOfChooser asOf={legs.data.value.asOf} onNow={now} /> : null}
            <button type="button" class="plain" onClick={() => window.print()}>
              打印
            </button>
          </div>
        </div>
        {legs.said.value ? (
          <p class="said" role="alert">
            {legs.said.value}{' '}
            <button type="button" class="plain" onClick={now}>
              看现在的
            </button>
          </p>
        ) : null}
        {body()}
      </div>
    )
  },
})
