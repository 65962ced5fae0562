import { computed, defineComponent } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import type * as z from 'zod/mini'
import type { Membership } from '../../../domain/units/roles.ts'
import { call } from '../../../platform/web/api.ts'
import { AsOfBanner, AsOfChooser } from '../../../platform/web/case/AsOf.tsx'
import { BoardTabs } from '../../../platform/web/case/BoardTabs.tsx'
import { useBoard } from '../../../platform/web/case/board.ts'
import { readFilters, toQuery } from '../../../platform/web/case/filters.ts'
import { communityOptions } from '../../../platform/web/case/unit-words.ts'
import { reference, unitNameThen } from '../../../platform/web/reference.ts'
import { session } from '../../../platform/web/session.ts'
import { sayAsOf } from '../../../platform/web/text/as-of.ts'
import { getAccount } from '../contract.ts'
import { AccountHeadline } from './AccountHeadline.tsx'
import { AccountTable } from './AccountTable.tsx'
import { type By, dimensions } from './dimensions.ts'
import { sayNarrow } from './narrow-view.ts'
import './account.css'

/** 看账: the figures of one instant, each a link to the list of that same instant. */
export const AccountScreen = defineComponent({
  name: 'AccountScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const filters = computed(() => readFilters(route.query))
    const by = computed<By>(() => dimensions.find(({ key }) => key === route.query.by)?.key ?? 'community')
    const { board: account, now } = useBoard(
      '/account',
      () => ({ ...filters.value, by: by.value }),
      async (query) => ({ ...(await call(getAccount, query as z.infer<typeof getAccount.query>)), by: query.by }),
    )
    const chooseCommunity = (event: Event) => {
      const community = (event.target as HTMLSelectElement).value
      void router.push({ path: '/account', query: { ...route.query, community: community || undefined } })
    }
    const communities = computed(communityOptions)
    const body = () => {
      const answer = account.data.value
      if (!answer) return account.said.value ? null : <p class="soft">正在算账…</p>
      const at = { ...filters.value, asOf: answer.asOf }
      const memberships = (session.me?.roles ?? []) as Membership[]
      const narrow = sayNarrow(answer.found, { person: session.me?.person ?? '', memberships }, reference.units)
      return (
        <>
          {narrow ? <p class="soft">{narrow}</p> : null}
          <AccountHeadline figures={answer} filters={at} />
          <section aria-labelledby="by-heading">
            <div class="account-by">
              <h2 id="by-heading">分类汇总</h2>
              <BoardTabs dimensions={dimensions} here={by.value} />
              <RouterLink
                to={{
                  path: '/bulletin',
                  query: toQuery({ community: filters.value.community, asOf: filters.value.asOf }),
                }}
                class="no-print"
              >
                复制今日数字
              </RouterLink>
            </div>
            <AccountTable by={answer.by} rows={answer.rows ?? []} totals={answer} filters={at} />
          </section>
        </>
      )
    }
    return () => (
      <div class="account">
        <div class="no-print">
          <AsOfBanner />
        </div>
        <p class="print-only">
          {session.me?.books[0]?.name}
          {filters.value.community ? ` · ${unitNameThen(filters.value.community, account.data.value?.asOf)}` : ''}
        </p>
        <div class="account-head">
          <h1>看账</h1>
          <p>
            全部数字截至 <strong>{account.data.value ? sayAsOf(account.data.value.asOf) : '…'}</strong>
          </p>
          <div class="account-tools no-print">
            <label for="account-community">社区</label>
            <select id="account-community" value={filters.value.community ?? ''} onChange={chooseCommunity}>
              <option value="">全部社区</option>
              {communities.value.map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
            {account.data.value ? <AsOfChooser asOf={account.data.value.asOf} onNow={now} /> : null}
            <button type="button" class="plain" onClick={() => window.print()}>
              打印
            </button>
          </div>
        </div>
        {account.said.value ? (
          <p class="said" role="alert">
            {account.said.value}{' '}
            <button type="button" class="plain" onClick={now}>
              看现在的账
            </button>
          </p>
        ) : null}
        {body()}
      </div>
    )
  },
})
