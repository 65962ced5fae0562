import { computed, defineComponent } from 'vue'
import { RouterLink } from 'vue-router'
import { AsOfBanner } from '../../../platform/web/case/AsOf.tsx'
import { holdsRole, session } from '../../../platform/web/session.ts'
import { sayAsOf } from '../../../platform/web/text/as-of.ts'
import { useBulk } from './bulk.ts'
import { DeskBulkBar } from './DeskBulkBar.tsx'
import { DeskFilters } from './DeskFilters.tsx'
import { DeskLedgerTable } from './DeskLedgerTable.tsx'
import { DeskViews } from './DeskViews.tsx'
import { sayPrinted, useList } from './desk-list.ts'
import { ExportButton } from './ExportButton.tsx'
import { useExtensions } from './extensions.ts'
import { useLedgerKeys } from './ledger-keys.ts'
import './desk-ledger.css'
import './desk-ledger-low.css'

/** 台账: every hazard in sight, filtered by the address, page after page. */
export const DeskLedgerScreen = defineComponent({
  name: 'DeskLedgerScreen',
  setup() {
    const list = useList()
    const extensions = useExtensions()
    const shown = computed(() => list.data.value?.items ?? [])
    const mayBulk = holdsRole('office', 'community', 'grid', 'leader', 'superior')
    const allRows = useBulk(() => shown.value, list.refresh)
    /** What stood at an earlier instant can be looked at, not dealt with. */
    const bulk = () => (mayBulk && !list.filters.value.asOf ? allRows : null)
    useLedgerKeys(mayBulk ? allRows : null, shown)
    const chooseAll = async () => {
      await list.showMost()
      allRows.set(shown.value, true)
    }
    const count = () => {
      const shown = list.data.value
      if (!shown) return list.busy.value ? '正在查询…' : ''
      return `共 ${list.total.value ?? shown.items.length} 条，已显示 ${shown.items.length} 条`
    }
    const keeper = session.me?.roles.every(({ role }) => role === 'admin') ?? false
    const forKeeper = () => (
      <div class="panel ledger-empty">
        <p>
          <strong>管理员管人员和单位，不看隐患。</strong>
        </p>
        <p>要看台账，请用有相应职责的账号登录。</p>
      </div>
    )
    const empty = () => (
      <div class="panel ledger-empty">
        <p>
          <strong>没有符合条件的隐患。</strong>
        </p>
        <p>
          可以减少筛选条件，或<RouterLink to="/">清除全部筛选</RouterLink>
          ；新的隐患由网格员、社区在手机上拍照上报，报上来就会出现在这里。
        </p>
      </div>
    )
    const rows = () => {
      const shown = list.data.value
      if (!shown) return list.said.value ? null : <p class="soft">正在打开台账…</p>
      if (shown.items.length === 0) return keeper ? forKeeper() : empty()
      return (
        <>
          <DeskLedgerTable rows={shown.items} asOf={list.filters.value.asOf} bulk={bulk()} />
          {shown.next ? (
            <p class="ledger-more">
              <button type="button" class="plain" disabled={list.adding.value} onClick={list.more}>
                {list.adding.value
                  ? '正在取…'
                  : `再显示一页（还有 ${(list.total.value ?? 0) - shown.items.length} 条）`}
              </button>
            </p>
          ) : (
            <p class="ledger-more soft">已全部显示。</p>
          )}
        </>
      )
    }
    return () => (
      <div>
        <AsOfBanner />
        <div class="ledger-head">
          <h1>隐患台账</h1>
          <p class={['soft', { 'no-print': list.data.value?.next }]} role="status">
            {count()}
          </p>
          {list.data.value?.next ? (
            <p class="print-only">{sayPrinted(list.data.value.items.length, list.total.value)}</p>
          ) : null}
          {extensions.waiting.value > 0 ? (
            <p class="no-print">
              <RouterLink to={{ path: '/', query: { extension: extensions.answers } }}>
                {extensions.waiting.value} 条延期申请等您答复
              </RouterLink>
            </p>
          ) : null}
          {list.data.value && !list.filters.value.asOf ? (
            <p class="soft ledger-until">数据截至：{sayAsOf(list.data.value.asOf)}</p>
          ) : null}
          <button type="button" class="plain" onClick={list.refresh}>
            刷新
          </button>
          <ExportButton filters={list.filters.value} order={list.order.value} />
        </div>
        <DeskViews filters={list.filters.value} order={list.order.value} />
        <DeskFilters filters={list.filters.value} order={list.order.value} />
        {list.said.value ? (
          <p class="said" role="alert">
            {list.said.value}{' '}
            <button type="button" class="plain" onClick={list.refresh}>
              再试一次
            </button>{' '}
            <RouterLink to="/">看现在的全部台账</RouterLink>
          </p>
        ) : null}
        {rows()}
        {bulk() ? <DeskBulkBar bulk={allRows} shown={shown.value} total={list.total.value} onAll={chooseAll} /> : null}
      </div>
    )
  },
})
