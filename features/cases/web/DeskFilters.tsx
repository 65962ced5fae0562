import { computed, defineComponent, type PropType, ref, watch } from 'vue'
import { RouterLink, useRouter } from 'vue-router'
import { obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { severityNames, sourceNames, statuses, statusNames } from '../../../domain/hazard/state.ts'
import { type Filters, FOUND, sayFilter, toQuery } from '../../../platform/web/case/filters.ts'
import { communityOptions, narrow, unitChoices, unitLabel } from '../../../platform/web/case/unit-words.ts'
import { reference, retiredItems } from '../../../platform/web/reference.ts'
import { levelNames } from '../../../platform/web/text/names.ts'
import { ChoiceBox } from '../../../platform/web/ui/ChoiceBox.tsx'
import { DeskSearch } from './DeskSearch.tsx'
import { SEARCH_BOX } from './ledger-keys.ts'

type Name = keyof Filters
type Option = readonly [value: string, label: string]

const fromNames = (names: Record<string, string>): Option[] => Object.entries(names)
const statusOptions: Option[] = [
  [FOUND, '全部在册（不含不列入）'],
  ...statuses.map((s) => [s, statusNames[s]] as const),
]

const beside: readonly { name: Name; label: (said: string) => string }[] = [
  { name: 'site', label: (said) => `点位：${said}` },
  { name: 'reported', label: (said) => `上报日：${said}` },
  { name: 'closed', label: (said) => `销号日：${said}` },
  { name: 'unanswered', label: () => '商请未反馈' },
  { name: 'extension', label: (said) => `延期申请：${said}` },
  { name: 'resolution', label: () => '一项决议的隐患' },
]

/** The filters over the list. Each change goes into the address, which is what is asked. */
export const DeskFilters = defineComponent({
  name: 'DeskFilters',
  props: {
    filters: { type: Object as PropType<Filters>, required: true },
    order: { type: String as PropType<'recent' | 'due'>, required: true },
  },
  setup(props) {
    const router = useRouter()
    const words = ref(props.filters.q ?? '')
    watch(
      () => props.filters.q,
      (q) => {
        words.value = q ?? ''
      },
    )
    const units = computed(() =>
      unitChoices([...reference.units.values()].filter(({ kind, off }) => kind !== 'area' && off !== 'later')),
    )
    const ask = (change: Filters, order = props.order) => {
      const query = toQuery({ ...props.filters, ...change })
      void router.push({ path: '/', query: order === 'due' ? { ...query, order } : query })
    }
    const chosenIn = (event: Event) => (event.target as HTMLSelectElement).value
    /** A value that no option offers (several codes from a link) is shown all the same. */
    const options = (name: Name, offered: Option[]) => {
      const given = props.filters[name]
      const extra: Option[] =
        given && !offered.some(([value]) => value === given) ? [[given, sayFilter(name, given)]] : []
      return [...offered, ...extra].map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))
    }
    const select = (name: Name, label: string, offered: Option[]) => (
      <div class={['filter', { 'filter-on': props.filters[name] }]}>
        <label for={`filter-${name}`}>{label}</label>
        <select
          id={`filter-${name}`}
          value={props.filters[name] ?? ''}
          onChange={(event) => ask({ [name]: chosenIn(event) })}
        >
          <option value="">全部</option>
          {options(name, offered)}
        </select>
      </div>
    )
    const itemValue = () =>
      props.filters.item ? `i:${props.filters.item}` : props.filters.category ? `c:${props.filters.category}` : ''
    const chooseItem = (event: Event) => {
      const [kind, code] = chosenIn(event).split(':')
      ask({ item: kind === 'i' ? code : '', category: kind === 'c' ? code : '' })
    }
    const items = () => (
      <div class={['filter', 'filter-wide', { 'filter-on': itemValue() }]}>
        <label for="filter-item">检查项目</label>
        <select id="filter-item" value={itemValue()} onChange={chooseItem}>
          <option value="">全部</option>
          {reference.catalogue?.categories.map((category) => (
            <optgroup key={category.code} label={`${category.code} ${category.name}`}>
              <option value={`c:${category.code}`}>{category.name}（整类）</option>
              {category.items.map((item) => (
                <option key={item.code} value={`i:${item.code}`}>
                  {item.code} {item.name}
                </option>
              ))}
            </optgroup>
          ))}
          {retiredItems().length > 0 ? (
            <optgroup label="以前版本的项目">
              {retiredItems().map(({ code, name }) => (
                <option key={code} value={`i:${code}`}>
                  {code} {name}
                </option>
              ))}
            </optgroup>
          ) : null}
        </select>
      </div>
    )
    const check = (name: Name, value: string, label: string) => (
      <label class="filter-check">
        <input
          type="checkbox"
          checked={props.filters[name] === value}
          onChange={(event) => ask({ [name]: (event.target as HTMLInputElement).checked ? value : '' })}
        />
        {label}
      </label>
    )
    /** Filters that links and the search box set and no field shows. */
    const others = () =>
      beside
        .filter(({ name }) => props.filters[name])
        .map(({ name, label }) => ({ name, said: label(sayFilter(name, props.filters[name] ?? '')) }))
    const search = (event: Event) => {
      event.preventDefault()
      ask({ q: words.value.trim() })
    }
    const any = () => Object.keys(toQuery({ ...props.filters, asOf: '' })).length > 0
    return () => (
      <form class="filters panel" aria-label="筛选台账" onSubmit={search}>
        <div class={['filter', 'filter-words', { 'filter-on': props.filters.q }]}>
          <label for={SEARCH_BOX}>搜索</label>
          <DeskSearch
            id={SEARCH_BOX}
            words={words.value}
            onWords={(typed) => (words.value = typed)}
            onChoose={(filter) => {
              words.value = ''
              ask({ ...filter, q: '' })
            }}
          />
        </div>
        <button type="submit">查询</button>
        {select('status', '状态', statusOptions)}
        {select('community', '社区', communityOptions())}
        {items()}
        <div class={['filter', 'filter-wide', { 'filter-on': props.filters.unit }]}>
          <label for="filter-unit">责任单位</label>
          <ChoiceBox
            id="filter-unit"
            chosen={props.filters.unit ? props.filters.unit.split(',').map(unitLabel).join('、') : ''}
            find={(typed: string) => narrow(units.value, typed)}
            placeholder="全部，输入名称查找"
            onChoose={(choice) => ask({ unit: choice?.value ?? '' })}
          />
        </div>
        <div class="filter-row">
          {select('source', '来源', fromNames(sourceNames))}
          {select('severity', '等级', fromNames(severityNames))}
          {select('level', '层面', fromNames(levelNames))}
          {select('obstacle', '提请原因', fromNames(obstacleNames))}
          <fieldset class="filter-checks">
            <legend class="hidden-label">只看</legend>
            {check('open', '1', '未销号')}
            {check('overdue', '1', '已超期')}
            {check('holder', 'mine', '该我方办')}
            {check('supervised', '1', '挂牌督办')}
          </fieldset>
          {others().map(({ name, said }) => (
            <button key={name} type="button" class="plain filter-chip" onClick={() => ask({ [name]: '' })}>
              {said} <span aria-hidden="true">×</span>
              <span class="hidden-label">，去掉这个条件</span>
            </button>
          ))}
          <div class="filter-order">
            <label for="filter-order">排序</label>
            <select
              id="filter-order"
              value={props.order}
              onChange={(event) => ask({}, chosenIn(event) === 'due' ? 'due' : 'recent')}
            >
              <option value="recent">最近办理在前</option>
              <option value="due">期限早的在前</option>
            </select>
          </div>
          {any() ? (
            <RouterLink to={{ path: '/', query: props.filters.asOf ? { asOf: props.filters.asOf } : {} }}>
              清除筛选
            </RouterLink>
          ) : null}
        </div>
      </form>
    )
  },
})
