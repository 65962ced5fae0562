import { computed, defineComponent, onMounted, reactive, ref } from 'vue'
import { RouterLink, useRoute, useRouter } from 'vue-router'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { lineage } from '../../../domain/units/units.ts'
import { call } from '../../../platform/web/api.ts'
import { answersTo, unitLabel } from '../../../platform/web/case/unit-words.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { reference } from '../../../platform/web/reference.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import { getUnitUse } from '../contract.ts'
import { BulkAdd } from './BulkAdd.tsx'
import { pendingChanges } from './pending-words.ts'
import { mayPrintCodes } from './site-codes.ts'
import { UnitPanel } from './UnitPanel.tsx'
import { UnitTree } from './UnitTree.tsx'
import { treeLines } from './unit-tree.ts'
import './units.css'

/** 单位: the tree of the day, what is decided for later, and for the administrator every change with what it will do. */
export const UnitsScreen = defineComponent({
  name: 'UnitsScreen',
  setup() {
    const route = useRoute()
    const router = useRouter()
    const typed = ref('')
    const withEnded = ref(false)
    const adding = ref(false)
    const done = ref('')
    const open = reactive(new Set<string>())
    const keeps = holdsRole('admin')
    const use = useLoad(async () => new Map((await call(getUnitUse, {})).units.map((unit) => [unit.code, unit])))
    onMounted(use.load)
    const all = computed(() => [...reference.units.values()].filter(({ off }) => withEnded.value || off !== 'ended'))
    /** Units found by what was typed, each with those above it. */
    const wanted = computed(() => {
      if (typed.value.trim() === '') return all.value
      const found = all.value.filter((unit) => answersTo(unit, typed.value))
      const codes = new Set(found.flatMap(({ code }) => lineage(reference.units, code).map((unit) => unit.code)))
      return all.value.filter(({ code }) => codes.has(code))
    })
    const isTop = (code: string) => ['area', 'street'].includes(reference.units.get(code)?.kind ?? '')
    const isOpen = (code: string) => typed.value.trim() !== '' || isTop(code) !== open.has(code)
    const lines = computed(() => treeLines(wanted.value, isOpen))
    const chosen = computed(() => reference.units.get(String(route.query.unit ?? '')))
    const choose = (code: string) => void router.replace({ path: '/units', query: { unit: code } })
    const pending = computed(() =>
      pendingChanges([...reference.units.values()], shanghaiDate(new Date().toISOString()), unitLabel),
    )
    const changed = (said: string) => {
      adding.value = false
      done.value = said
      void use.load()
    }
    const tools = () => (
      <div class="units-tools">
        <label for="units-search">查找</label>
        <input id="units-search" type="search" v-model={typed.value} placeholder="名称、拼音或首字母，如 hxj" />
        <label class="units-check">
          <input type="checkbox" v-model={withEnded.value} />
          显示已撤销的
        </label>
        {mayPrintCodes() ? <RouterLink to="/units/codes">打印小区二维码</RouterLink> : null}
        {keeps ? (
          <button
            type="button"
            class="plain"
            onClick={() => {
              adding.value = !adding.value
            }}
          >
            批量添加网格、小区
          </button>
        ) : null}
      </div>
    )
    const coming = () =>
      pending.value.length > 0 ? (
        <section class="panel units-pending" aria-labelledby="pending-heading">
          <h2 id="pending-heading">待生效的调整</h2>
          <ul>
            {pending.value.map(({ code, day, words }) => (
              <li key={`${code} ${day} ${words}`}>
                <strong>{sayDay(day)}起</strong> {words}
              </li>
            ))}
          </ul>
        </section>
      ) : null
    const tree = () => (
      <UnitTree
        lines={lines.value}
        use={use.data.value ?? new Map()}
        chosen={chosen.value?.code ?? ''}
        isOpen={isOpen}
        onChoose={choose}
        onToggle={(code: string) => {
          if (!open.delete(code)) open.add(code)
        }}
      />
    )
    const beside = () =>
      chosen.value ? (
        <UnitPanel unit={chosen.value} use={use.data.value?.get(chosen.value.code)} keeps={keeps} onChanged={changed} />
      ) : (
        <p class="panel soft units-hint">点一个单位看详情{keeps ? '，可改名、拆分、并入、撤销和新增下级。' : '。'}</p>
      )
    return () => (
      <div class="units">
        <div class="units-head">
          <h1>单位</h1>
          {tools()}
        </div>
        {done.value ? (
          <p class="done" role="status">
            {done.value}
          </p>
        ) : null}
        {use.said.value ? (
          <p class="said" role="alert">
            {use.said.value}
          </p>
        ) : null}
        {adding.value ? (
          <BulkAdd
            onDone={changed}
            onCancel={() => {
              adding.value = false
            }}
          />
        ) : null}
        {coming()}
        <div class="units-columns">
          {lines.value.length > 0 ? tree() : <p class="panel units-hint">没有找到这样的单位，换个词试试。</p>}
          {beside()}
        </div>
      </div>
    )
  },
})
