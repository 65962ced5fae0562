import { computed, defineComponent, ref, watch } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import type { Membership } from '../../../domain/units/roles.ts'
import { call } from '../../../platform/web/api.ts'
import { AsOfBanner, AsOfChooser } from '../../../platform/web/case/AsOf.tsx'
import { readFilters, toQuery } from '../../../platform/web/case/filters.ts'
import { communityOptions } from '../../../platform/web/case/unit-words.ts'
import { useLoad } from '../../../platform/web/load.ts'
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
    /** Without an instant in the address: that of the first answer, until somebody asks for now again. */
    const held = ref<string>()
    const account = useLoad(async () => {
      const asked = by.value
      const asOf = filters.value.asOf ?? held.value
      const answer = await call(getAccount, { ...(filters.value as object), asOf, by: asked })
      held.value = answer.asOf
      return { ...answer, by: asked }
    })
    const now = () => {
      held.value = undefined
      if (filters.value.asOf) void router.push({ path: '/account', query: { ...route.query, asOf: undefined } })
      else void account.load()
    }
    watch(
      () => JSON.stringify([toQuery(filters.value), by.value]),
      (_, before) => {
        if (route.path !== '/account') return
        const wasThen = before?.includes('asOf') === true
        if (wasThen && !filters.value.asOf) held.value = undefined
        void account.load()
      },
      { immediate: true },
    )
    const chooseCommunity = (event: Event) => {
      const community = (event.target as HTMLSelectElement).value
      void router.push({ path: '/account', query: { ...route.query, community: community || undefined } })
    }
    const communities = computed(communityOptions)
    const tabs = () => (
      <nav class="account-tabs no-print" aria-label="分类汇总">
        {dimensions.map(({ key, label }) => (
          <RouterLink
            key={key}
            to={{ path: '/account', query: { ...route.query, by: key } }}
            class={{ here: key === by.value }}
            aria-current={key === by.value ? 'page' : undefined}
          >
            {label}
          </RouterLink>
        ))}
      </nav>
    )
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
              {tabs()}
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
