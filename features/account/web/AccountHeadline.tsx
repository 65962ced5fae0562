import { defineComponent, type PropType } from 'vue'
import { statusNames } from '../../../domain/hazard/state.ts'
import { type Filters, FOUND, foundStatuses } from '../../../platform/web/case/filters.ts'
import { statusTones } from '../../../platform/web/text/names.ts'
import type { Figures } from '../contract.ts'
import { Figure } from './Figure.tsx'

type Class = keyof Figures['classes']
const classes = foundStatuses as readonly Class[]

/** The sentence of the day and the eight classes; both are sums that the reader can follow. */
export const AccountHeadline = defineComponent({
  name: 'AccountHeadline',
  props: {
    figures: { type: Object as PropType<Figures>, required: true },
    filters: { type: Object as PropType<Filters>, required: true },
  },
  setup(props) {
    const link = (n: number, more: Filters) => <Figure n={n} filters={{ ...props.filters, ...more }} />
    const term = (label: string, n: number, more: Filters) => (
      <span class="headline-term">
        <span>{label}</span>
        {link(n, more)}
      </span>
    )
    const share = (n: number) => ({ width: `${props.figures.found ? (n / props.figures.found) * 100 : 0}%` })
    return () => {
      const { found, levels, overdue } = props.figures
      return (
        <section class="panel headline" aria-label="总账">
          <p class="headline-sentence">
            {term('排查', found, { status: FOUND })}
            <span class="headline-sign">=</span>
            {term('已销号', levels.closed, { status: 'closed' })}
            <span class="headline-sign">+</span>
            {term('社区层面未销号', levels.community, { level: 'community', open: '1' })}
            <span class="headline-sign">+</span>
            {term('街道及以上未销号', levels.above, { level: 'street,above', open: '1' })}
          </p>
          <div class="headline-bar" aria-hidden="true">
            {classes.map((one) => (
              <span key={one} class={`bar-${statusTones[one]}`} style={share(props.figures.classes[one])} />
            ))}
          </div>
          <ul class="headline-classes">
            {classes.map((one) => (
              <li key={one}>
                <span class={`tag tag-${statusTones[one]}`}>{statusNames[one]}</span>
                {link(props.figures.classes[one], { status: one })}
              </li>
            ))}
          </ul>
          <p class="headline-beside">
            <span>
              八类之和 <strong>{classes.reduce((sum, one) => sum + props.figures.classes[one], 0)}</strong> = 排查{' '}
              <strong>{found}</strong>
            </span>
            <span>未销号（排查 − 已销号） {link(found - levels.closed, { open: '1' })}</span>
            <span>其中已超期 {link(overdue, { overdue: '1' })}</span>
            <span>另有不列入（不属实、重复，不计入排查） {link(props.figures.void, { status: 'void' })}</span>
          </p>
        </section>
      )
    }
  },
})
