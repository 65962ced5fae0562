import { defineComponent, type PropType } from 'vue'
import { type Status, statusNames } from '../../../domain/hazard/state.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { daysLate, type Leg, sayHeld, sayReceipt, sayTurns } from '../../../platform/web/case/legs.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { sayDay, sayInstant } from '../../../platform/web/text/time.ts'

/** What a stretch beyond its due day is called: an order is overdue, a request is only unanswered (商请). */
function lateWords(leg: Leg, now: Date): string {
  const late = daysLate(leg, now)
  if (late === 0 || leg.refusal === 'right') return ''
  return leg.mode === 'request' ? `期限后 ${late} 天未反馈（商请，不计超期）` : `超期 ${late} 天`
}

/** In whose hands the case was, for how long, and whose the lateness is. */
export const DeskLegs = defineComponent({
  name: 'DeskLegs',
  props: { hazard: { type: Object as PropType<HazardView>, required: true } },
  setup(props) {
    const line = (leg: Leg, now: Date) => {
      const late = lateWords(leg, now)
      const receipt = sayReceipt(leg, now)
      return (
        <tr key={leg.from} class={{ 'leg-open': leg.to === null }}>
          <th scope="row">
            {unitLabel(leg.holder)}
            <div class="soft">{statusNames[leg.status as Status] ?? leg.status}</div>
            {receipt ? <div class="soft">{receipt}</div> : null}
          </th>
          <td>
            {sayHeld(leg, now)}
            <div class="soft">{sayInstant(leg.from, now)} 起</div>
          </td>
          <td>
            {leg.due ? sayDay(leg.due) : '无'}
            {leg.provisional ? <div class="soft">暂定</div> : null}
            {sayTurns(leg).map((said) => (
              <div key={said} class="soft">
                {said}
              </div>
            ))}
            {late ? <div class="leg-late">{late}</div> : null}
          </td>
        </tr>
      )
    }
    return () => {
      const now = new Date()
      return (
        <section class="panel" aria-labelledby="legs-heading">
          <h2 id="legs-heading">经手与时限</h2>
          <table class="grid-table legs">
            <caption class="hidden-label">每一段由谁经手、用时、期限；超期计在经手单位名下</caption>
            <thead>
              <tr>
                <th scope="col">经手</th>
                <th scope="col">用时</th>
                <th scope="col">期限</th>
              </tr>
            </thead>
            <tbody>{props.hazard.legs.map((leg) => line(leg, now))}</tbody>
          </table>
        </section>
      )
    }
  },
})
