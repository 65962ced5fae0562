import { computed, defineComponent, onMounted, ref } from 'vue'
import { RouterLink, useRoute } from 'vue-router'
import { shanghaiDate } from '../../../domain/calendar/working-days.ts'
import { planFields, planNames, supervisionLevelNames } from '../../../domain/supervision/supervision.ts'
import { call } from '../../../platform/web/api.ts'
import { StatusTag } from '../../../platform/web/case/tags.tsx'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { itemName, unitName } from '../../../platform/web/reference.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import { getSupervisions, type SupervisionView } from '../contract.ts'
import { FieldPlateForm } from './FieldPlateForm.tsx'
import { lateDays, sayMissing } from './supervision-words.ts'
import { type Act, actNames } from './supervisions.ts'
import './field-plate.css'

const gone = '文字已按规定删除。'
const today = () => shanghaiDate(new Date().toISOString())

/** What is done at the phone: of one's own unit; papers are entered at the desk. */
const actsOn = ({ brings, lifts }: SupervisionView): Act[] => [
  ...(brings === 'own' ? (['note', 'plan'] as const) : []),
  ...(lifts ? (['lift'] as const) : []),
]

/** One plate on the phone: what is asked of whom by when, what is missing, and what the reader may bring. */
export const FieldPlateScreen = defineComponent({
  name: 'FieldPlateScreen',
  setup() {
    const id = String(useRoute().params.id)
    const { data, said, busy, load } = useLoad(() => call(getSupervisions, {}))
    const plate = computed(() => data.value?.supervisions.find((one) => one.id === id))
    const act = ref<Act | ''>('')
    const notice = ref('')
    onMounted(load)
    const done = async () => {
      notice.value = act.value ? `“${actNames[act.value]}”已送达。` : ''
      act.value = ''
      await load()
      scrollTo(0, 0)
    }
    const fact = (name: string, words: string | null) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{words ?? gone}</dd>
      </div>
    )
    const head = (one: SupervisionView) => (
      <section class="box">
        <h2>
          {one.number}（{supervisionLevelNames[one.level]}挂牌）
        </h2>
        {one.lifted ? <p>{sayDay(one.lifted.on)}已摘牌。</p> : null}
        {lateDays(one, today()) > 0 ? <p class="plate-warn">已超期 {lateDays(one, today())} 天</p> : null}
        {sayMissing(one).map((words) => (
          <p key={words} class="plate-warn">
            {words}
          </p>
        ))}
        <dl class="plate-list">
          {fact('牵头单位', unitLabel(one.unit))}
          {fact('整治期限', sayDay(one.due))}
          {fact('挂牌', `${sayDay(one.on)}，${unitLabel(one.hanger)}`)}
          {fact('要求', one.requirement)}
        </dl>
      </section>
    )
    const told = (one: SupervisionView) => (
      <>
        {one.plan ? (
          <section class="box">
            <h2>治理方案（{sayDay(one.plan.on)}）</h2>
            <dl class="plate-list">
              {planFields.map((field) => fact(planNames[field], one.plan?.words?.[field] ?? null))}
            </dl>
          </section>
        ) : null}
        {one.notes.length > 0 ? (
          <section class="box">
            <h2>每月进展</h2>
            <dl class="plate-list">{[...one.notes].reverse().map(({ on, note }) => fact(sayDay(on), note))}</dl>
          </section>
        ) : null}
      </>
    )
    const cases = (one: SupervisionView) => (
      <section class="box">
        <h2>隐患 {one.all} 条</h2>
        {one.cases.map((row) => (
          <RouterLink key={row.id} class="plate-case" to={`/case/${row.id}`}>
            <span>
              {row.number} {itemName(row.item)}
              <br />
              {unitName(row.community)} {row.place}
            </span>
            <StatusTag status={row.status} />
          </RouterLink>
        ))}
      </section>
    )
    const buttons = (one: SupervisionView) => (
      <div class="plate-acts">
        {actsOn(one).map((name) => (
          <button
            key={name}
            type="button"
            class="button"
            onClick={() => {
              notice.value = ''
              act.value = name
            }}
          >
            {actNames[name]}
          </button>
        ))}
      </div>
    )
    const body = (one: SupervisionView) =>
      act.value ? (
        <FieldPlateForm
          key={act.value}
          plate={one}
          act={act.value}
          onDone={() => void done()}
          onCancel={() => {
            act.value = ''
          }}
        />
      ) : (
        <>
          {head(one)}
          {buttons(one)}
          {told(one)}
          {cases(one)}
        </>
      )
    return () => (
      <main class="screen">
        <header class="bar">
          <h1>督办</h1>
          <RouterLink to="/" class="bar-button">
            回到待办
          </RouterLink>
        </header>
        {notice.value ? (
          <p class="notice" role="status">
            {notice.value}
          </p>
        ) : null}
        {said.value ? (
          <div class="notice" role="alert">
            <p>{said.value}</p>
            <button type="button" class="button" disabled={busy.value} onClick={load}>
              再试一次
            </button>
          </div>
        ) : null}
        {plate.value ? body(plate.value) : null}
        {!plate.value && data.value ? <p class="empty">没有找到这块牌，或您无权查看。</p> : null}
        {!data.value && busy.value ? <p class="empty">正在打开…</p> : null}
      </main>
    )
  },
})
