import { computed, defineComponent, nextTick, type PropType, ref, watch } from 'vue'
import { RouterLink } from 'vue-router'
import { planFields, planNames, supervisionLevelNames } from '../../../domain/supervision/supervision.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { sayDay } from '../../../platform/web/text/time.ts'
import type { SupervisionView } from '../contract.ts'
import { PlateCases } from './PlateCases.tsx'
import { BringForm, LiftForm } from './PlateForms.tsx'
import { lateDays, openCases, pressable, sayMissing } from './supervision-words.ts'
import { type Act, actNames, type Supervisions } from './supervisions.ts'

const gone = '（文字已清除）'

/** What the viewer may do with a plate. */
function actsOn({ brings, lifts }: SupervisionView): Act[] {
  return [...(brings ? (['plan', 'note'] as const) : []), ...(lifts ? (['lift'] as const) : [])]
}

/** One plate: who leads, by when, what is asked and missing, the plan, the notes, and its cases. */
export const PlateCard = defineComponent({
  name: 'PlateCard',
  props: {
    plate: { type: Object as PropType<SupervisionView>, required: true },
    supervisions: { type: Object as PropType<Supervisions>, required: true },
  },
  setup(props) {
    const box = ref<HTMLElement>()
    const unfolded = ref(false)
    const { acting, today, finish, done } = props.supervisions
    const act = computed(() => (acting.value?.plate === props.plate.id ? acting.value.act : null))
    watch(act, async (now, before) => {
      if (now || !before) return
      await nextTick()
      box.value?.querySelector<HTMLElement>(`[data-act="${before}"]`)?.focus()
    })
    const label = (one: Act) => `${props.plate.brings === 'paper' && one !== 'lift' ? '代录：' : ''}${actNames[one]}`
    const form = () => {
      const { plate } = props
      const shared = {
        plate,
        onDone: () => void finish(`${plate.number}：${act.value ? actNames[act.value] : ''}已记入台账。`),
        onCancel: () => {
          acting.value = null
        },
      }
      if (act.value === 'lift') return <LiftForm {...shared} />
      return act.value ? <BringForm key={act.value} {...shared} what={act.value} /> : null
    }
    const fact = (name: string, words: string | null) =>
      words ? (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{words}</dd>
        </div>
      ) : null
    const facts = () => {
      const { level, hanger, unit, due, on, requirement } = props.plate
      return (
        <dl class="plate-facts">
          {fact('挂牌', `${sayDay(on)}，${unitLabel(hanger)}${level === 'street' ? '领导' : ''}`)}
          {fact('牵头单位', unitLabel(unit))}
          {fact('整治期限', sayDay(due))}
          {fact('要求', requirement ?? gone)}
        </dl>
      )
    }
    const plan = () => {
      const { plan: brought } = props.plate
      if (!brought) return null
      return (
        <details class="plate-more">
          <summary>治理方案（{sayDay(brought.on)}）</summary>
          <dl class="plate-plan">
            {planFields.map((field) => fact(planNames[field], brought.words?.[field] ?? gone))}
          </dl>
        </details>
      )
    }
    const notes = () => {
      const { notes: said } = props.plate
      if (said.length === 0) return null
      return (
        <details class="plate-more">
          <summary>每月进展 {said.length} 次</summary>
          <ol class="plate-notes">
            {[...said].reverse().map(({ on, at, note }) => (
              <li key={at}>
                <strong>{sayDay(on)}</strong> {note ?? gone}
              </li>
            ))}
          </ol>
        </details>
      )
    }
    const stand = () => {
      const { plate } = props
      const late = lateDays(plate, today)
      const open = openCases(plate).length
      const hidden = plate.all - plate.cases.length
      return (
        <p class="plate-stand">
          {plate.all} 条隐患，{open === 0 && hidden === 0 ? '已全部销号' : `未销号 ${open} 条`}
          {hidden > 0 ? `（另有 ${hidden} 条不在您的范围内）` : ''}
          {late > 0 ? <strong class="plate-late">已超期 {late} 天</strong> : null}
          {sayMissing(plate).map((said) => (
            <strong key={said} class="plate-late">
              {said}
            </strong>
          ))}
        </p>
      )
    }
    const taken = () => {
      const { lifted } = props.plate
      return lifted ? (
        <p>
          {sayDay(lifted.on)}摘牌：{lifted.note ?? gone}
          {lifted.instead ? `；未销号的${lifted.instead}` : ''}
        </p>
      ) : null
    }
    const letters = () => {
      const units = holdsRole('office') ? pressable(props.plate) : []
      if (units.length === 0) return null
      return (
        <p class="plate-letters">
          拟督办函：
          {units.map(({ unit, ids }) => (
            <RouterLink
              key={unit}
              to={{ path: '/documents', query: { type: 'press', to: unit, cases: ids.join(',') } }}
            >
              {unitLabel(unit)}（{ids.length} 条）
            </RouterLink>
          ))}
        </p>
      )
    }
    return () => {
      const { plate } = props
      return (
        <article class="panel plate" aria-label={plate.number} ref={box}>
          <h2>
            {plate.number} <span class="tag tag-up">{supervisionLevelNames[plate.level]}挂牌</span>
            {plate.lifted ? <span class="tag tag-out">已摘牌</span> : null}
          </h2>
          {facts()}
          {stand()}
          {taken()}
          {plan()}
          {notes()}
          <div class="plate-buttons">
            <button
              type="button"
              class="plain"
              aria-expanded={unfolded.value}
              onClick={() => (unfolded.value = !unfolded.value)}
            >
              {unfolded.value ? '收起隐患' : `看 ${plate.cases.length} 条隐患`}
            </button>
            {actsOn(plate).map((one) => (
              <button
                key={one}
                type="button"
                class={['plain', { chosen: act.value === one }]}
                data-act={one}
                aria-expanded={act.value === one}
                onClick={() => {
                  done.value = ''
                  acting.value = act.value === one ? null : { plate: plate.id, act: one }
                }}
              >
                {label(one)}
              </button>
            ))}
          </div>
          {letters()}
          {form()}
          {unfolded.value ? <PlateCases cases={plate.cases} title={`${plate.number}的隐患`} /> : null}
        </article>
      )
    }
  },
})
