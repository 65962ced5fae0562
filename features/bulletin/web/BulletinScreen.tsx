import { computed, defineComponent, watch } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import { call } from '../../../platform/web/api.ts'
import { AsOfBanner, AsOfChooser } from '../../../platform/web/case/AsOf.tsx'
import { useLoad } from '../../../platform/web/load.ts'
import { reference } from '../../../platform/web/reference.ts'
import { sayAsOf } from '../../../platform/web/text/as-of.ts'
import { getChase, getToday } from '../contract.ts'
import { ChaseList } from './ChaseList.tsx'
import { CopyBox } from './CopyBox.tsx'
import './bulletin.css'

const words = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** 今日数字 and 催办: texts for the group chat, each number with its definition and its list. */
export const BulletinScreen = defineComponent({
  name: 'BulletinScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const community = computed(() => words(route.query.community))
    const asked = computed(() => words(route.query.asOf))
    const by = computed(() => (route.query.by === 'unit' ? ('unit' as const) : ('community' as const)))
    /** Text and chase of one instant: the second asks for the one the first was answered with. */
    const today = useLoad(() => call(getToday, { community: community.value, asOf: asked.value }))
    const chase = useLoad(async () => {
      const asOf = today.data.value?.asOf ?? asked.value
      return call(getChase, { community: community.value, asOf, by: by.value })
    })
    const refresh = async () => {
      await today.load()
      await chase.load()
    }
    watch(
      () => [route.path, community.value, asked.value],
      () => route.path === '/bulletin' && refresh(),
      { immediate: true },
    )
    watch(by, () => route.path === '/bulletin' && chase.load())
    const go = (change: Record<string, string | undefined>) =>
      void router.push({ path: '/bulletin', query: { ...route.query, ...change } })
    const now = () => (asked.value ? go({ asOf: undefined }) : void refresh())
    const communities = computed(() => [...reference.units.values()].filter(({ kind }) => kind === 'community'))
    const head = () => (
      <div class="bulletin-head">
        <h1>今日数字</h1>
        <p>
          截至 <strong>{today.data.value ? sayAsOf(today.data.value.asOf) : '…'}</strong>
        </p>
        <label for="bulletin-community">社区</label>
        <select
          id="bulletin-community"
          value={community.value ?? ''}
          onChange={(event) => go({ community: (event.target as HTMLSelectElement).value || undefined })}
        >
          <option value="">全部社区</option>
          {communities.value.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
        {today.data.value ? <AsOfChooser asOf={today.data.value.asOf} onNow={now} /> : null}
      </div>
    )
    const figures = () => (
      <details class="bulletin-figures" open>
        <summary>每个数字的口径（点数字看清单）</summary>
        <table class="grid-table">
          <caption class="hidden-label">今日数字的口径</caption>
          <thead>
            <tr>
              <th scope="col">数字</th>
              <th scope="col">条数</th>
              <th scope="col">口径</th>
            </tr>
          </thead>
          <tbody>
            {today.data.value?.figures.map(({ key, label, n, definition, filters }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td class="bulletin-n">
                  {n === 0 ? (
                    '0'
                  ) : (
                    <RouterLink to={{ path: '/', query: { ...filters, asOf: today.data.value?.asOf } }}>{n}</RouterLink>
                  )}
                </td>
                <td>{definition}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    )
    const tab = (key: 'community' | 'unit', label: string) => (
      <RouterLink
        to={{ path: '/bulletin', query: { ...route.query, by: key } }}
        class={{ here: by.value === key }}
        aria-current={by.value === key ? 'page' : undefined}
      >
        {label}
      </RouterLink>
    )
    const failed = () => {
      const said = today.said.value || chase.said.value
      return said ? (
        <p class="said" role="alert">
          {said}{' '}
          <button type="button" class="plain" onClick={now}>
            再试一次
          </button>
        </p>
      ) : null
    }
    return () => (
      <div class="bulletin">
        <AsOfBanner />
        {head()}
        {failed()}
        {today.data.value ? (
          <section class="panel" aria-label="今日数字">
            <CopyBox text={today.data.value.text} label="发到群里的一行" button="复制今日数字" />
            {figures()}
          </section>
        ) : null}
        <section class="panel" aria-labelledby="chase-heading">
          <div class="bulletin-tabs">
            <h2 id="chase-heading">催办</h2>
            <nav aria-label="催办对象">
              {tab('community', '社区')}
              {tab('unit', '部门和单位')}
            </nav>
            <span class="soft">只写单位名称和条数，不写人名、电话和地点。</span>
          </div>
          {chase.data.value ? <ChaseList answer={chase.data.value} community={community.value} /> : null}
        </section>
      </div>
    )
  },
})
