import { defineComponent, type PropType } from 'vue'
import { RouterLink } from 'vue-router'
import { statusNames } from '../../../domain/hazard/state.ts'
import { useSimilar } from '../../../platform/web/case/similar.ts'
import { itemName } from '../../../platform/web/reference.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { DeskReport } from './desk-report.ts'

/** What may have been recorded before, beside the form; it never stands in its way. */
export const DeskSimilar = defineComponent({
  name: 'DeskSimilar',
  props: { report: { type: Object as PropType<DeskReport>, required: true } },
  setup(props) {
    const found = useSimilar(() => {
      const { community, item, site, place, description } = props.report
      return { community, item, site, place, description }
    })
    return () => (
      <section class="panel report-similar" aria-labelledby="similar-heading" aria-live="polite">
        <h2 id="similar-heading">可能已有人报过</h2>
        {found.value.length === 0 ? <p class="soft">填好位置和检查项目后，相近的隐患列在这里。</p> : null}
        <ul>
          {found.value.map(({ id, number, item, place, status, reportedAt }) => (
            <li key={id}>
              <RouterLink to={`/case/${id}`}>{number}</RouterLink> {itemName(item)}
              <br />
              {place}
              <br />
              <span class="soft">
                {statusNames[status]}，{sayInstant(reportedAt, new Date())}上报
              </span>
            </li>
          ))}
        </ul>
      </section>
    )
  },
})
