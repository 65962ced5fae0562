import { computed, defineComponent, onMounted, reactive, ref, watch } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import { severityNames, sourceNames, statuses, statusNames } from '../../../domain/hazard/state.ts'
import { call } from '../../../platform/web/api.ts'
import { type Filters, readFilters, sayFilter, toQuery } from '../../../platform/web/case/filters.ts'
import { StatusTag } from '../../../platform/web/case/tags.tsx'
import { communityOptions, unitLabelThen } from '../../../platform/web/case/unit-words.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { itemNameThen, unitNameThen } from '../../../platform/web/reference.ts'
import { sayExactly } from '../../../platform/web/text/as-of.ts'
import { DRAW_RULE, getDraw, MAX_DRAW } from '../contract.ts'
import './draw.css'

type Name = 'status' | 'community' | 'severity' | 'source'
const offered: Record<Name, { label: string; options: () => (readonly [string, string])[] }> = {
  community: { label: '社区', options: () => [...communityOptions()] },
  status: { label: '状态', options: () => statuses.map((one) => [one, statusNames[one]] as const) },
  severity: { label: '等级', options: () => Object.entries(severityNames) },
  source: { label: '来源', options: () => Object.entries(sourceNames) },
}
const names = Object.keys(offered) as Name[]

/** 抽查: n cases of a filter by a printed seed, so that whoever doubts it draws them again. */
export const DrawScreen = defineComponent({
  name: 'DrawScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const text = (name: string) => (typeof route.query[name] === 'string' ? (route.query[name] as string) : '')
    const { q: _words, holder: _holder, ...started } = readFilters(route.query)
    const filters: Filters = reactive(started)
    const form = reactive({ n: text('n') || '10', seed: text('seed') })
    const said = ref('')
    const asked = computed(() => text('n') !== '')
    const draw = useLoad(async () => {
      const { q: _q, holder: _h, ...narrowed } = readFilters(route.query)
      return call(getDraw, { ...narrowed, n: text('n'), seed: text('seed') || undefined } as never)
    })
    /** What was drawn stands in the address with its seed and instant: a link to it draws the same. */
    const keep = () => {
      const drawn = draw.data.value
      if (!drawn || (text('seed') === drawn.seed && text('asOf') === drawn.asOf)) return
      form.seed = drawn.seed
      void router.replace({ path: '/draw', query: { ...route.query, seed: drawn.seed, asOf: drawn.asOf } })
    }
    watch(draw.data, keep)
    watch(
      () => route.fullPath,
      () => {
        const drawn = draw.data.value
        if (
          route.path === '/draw' &&
          asked.value &&
          !(drawn && text('seed') === drawn.seed && text('asOf') === drawn.asOf)
        )
          void draw.load()
      },
    )
    onMounted(() => asked.value && draw.load())
    const submit = (event: Event) => {
      event.preventDefault()
      const n = Number(form.n)
      said.value = ''
      if (!Number.isInteger(n) || n < 1 || n > MAX_DRAW) said.value = `抽几条请填 1 到 ${MAX_DRAW} 的整数。`
      else if (form.seed && !/^[0-9A-Za-z-]{1,64}$/.test(form.seed)) said.value = '种子只能用字母、数字和短横线。'
      if (said.value) return
      const { asOf, ...narrowed } = filters
      // A seed that was typed draws again as of the instant in the address; without one it is drawn of now.
      const again = form.seed ? { seed: form.seed, ...(asOf ? { asOf } : {}) } : {}
      void router.push({ path: '/draw', query: { ...toQuery(narrowed), n: form.n, ...again } })
    }
    const anew = () => {
      form.seed = ''
      delete filters.asOf
    }
    const select = (name: Name) => (
      <div key={name} class="field">
        <label for={`draw-${name}`}>{offered[name].label}</label>
        <select
          id={`draw-${name}`}
          value={filters[name] ?? ''}
          onChange={(event) => {
            filters[name] = (event.target as HTMLSelectElement).value
          }}
        >
          <option value="">全部</option>
          {offered[name].options().map(([code, word]) => (
            <option key={code} value={code}>
              {word}
            </option>
          ))}
        </select>
      </div>
    )
    const fields = () => (
      <form class="panel draw-form no-print" aria-label="抽查条件" novalidate onSubmit={submit}>
        {names.map(select)}
        <div class="field">
          <label for="draw-n">抽几条</label>
          <input id="draw-n" inputmode="numeric" v-model={form.n} />
        </div>
        <div class="field">
          <label for="draw-seed">种子</label>
          <input
            id="draw-seed"
            v-model={form.seed}
            placeholder="空着由系统给出"
            autocomplete="off"
            aria-describedby="draw-rule"
          />
        </div>
        <button type="submit" disabled={draw.busy.value}>
          {draw.busy.value ? '正在抽…' : '抽'}
        </button>
        {form.seed ? (
          <button type="button" class="plain" onClick={anew}>
            换一个种子
          </button>
        ) : null}
      </form>
    )
    const told = () => {
      const narrowed = Object.entries(toQuery(readFilters(route.query))).filter(([name]) => name !== 'asOf')
      const words = narrowed.map(([name, value]) => sayFilter(name as keyof Filters, value))
      return words.length > 0 ? words.join('，') : '全部隐患'
    }
    const result = () => {
      const drawn = draw.data.value
      if (!drawn) return null
      const { items, population, seed, asOf } = drawn
      return (
        <section class="panel draw-result" aria-labelledby="draw-heading">
          <h2 id="draw-heading">
            从 {population} 条里抽出 {items.length} 条
          </h2>
          <dl class="draw-facts">
            <div>
              <dt>范围</dt>
              <dd>{told()}</dd>
            </div>
            <div>
              <dt>截至</dt>
              <dd>{sayExactly(asOf)}</dd>
            </div>
            <div>
              <dt>种子</dt>
              <dd class="draw-seed">{seed}</dd>
            </div>
          </dl>
          {items.length === 0 ? <p>这个范围里没有隐患，请换个条件再抽。</p> : null}
          {items.length > 0 ? (
            <table class="grid-table">
              <caption class="hidden-label">抽出的隐患</caption>
              <thead>
                <tr>
                  {['序', '编号', '检查项目', '社区', '位置', '状态', '责任单位'].map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {items.map((row, i) => (
                  <tr key={row.id}>
                    <td>{i + 1}</td>
                    <th scope="row">
                      <RouterLink to={{ path: `/case/${row.id}`, query: { asOf } }}>{row.number}</RouterLink>
                    </th>
                    <td>{itemNameThen(row.item, row.reportedAt)}</td>
                    <td>{unitNameThen(row.community, asOf)}</td>
                    <td>{row.place ?? '（文字已清除）'}</td>
                    <td>
                      <StatusTag status={row.status} />
                    </td>
                    <td>{unitLabelThen(row.unit, asOf)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
          <p class="no-print">
            <button type="button" class="plain" onClick={() => window.print()}>
              打印
            </button>
          </p>
        </section>
      )
    }
    return () => (
      <div class="draw">
        <h1>随机抽查</h1>
        {fields()}
        <p id="draw-rule" class="draw-rule">
          怎样抽的：{DRAW_RULE}同一种子、截至时间和范围，谁来抽都是同样这几条。
        </p>
        {said.value || draw.said.value ? (
          <p class="said" role="alert">
            {said.value || draw.said.value}
          </p>
        ) : null}
        {result()}
      </div>
    )
  },
})
