import { computed, defineComponent, type PropType, ref } from 'vue'
import { useRouter } from 'vue-router'
import { statusNames } from '../../../domain/hazard/state.ts'
import { useSimilar } from '../../../platform/web/case/similar.ts'
import { itemName } from '../../../platform/web/reference.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import type { ReportDraft } from './report-draft.ts'

/**
 * 附近可能已有人报过: above the button that sends, which stays where it is and works as before. What is typed stays on the
 * phone when somebody goes to look.
 */
export const SimilarStrip = defineComponent({
  name: 'SimilarStrip',
  props: { draft: { type: Object as PropType<ReportDraft>, required: true } },
  setup(props) {
    const router = useRouter()
    const found = useSimilar(() => {
      const { community, item, site, place, description } = props.draft
      return { community, item, site, place, description }
    })
    /** Cases of which he has said that they are others. */
    const others = ref<string[]>([])
    const whole = ref(false)
    const left = computed(() => found.value.filter(({ id }) => !others.value.includes(id)))
    return () => {
      const shown = whole.value ? left.value : left.value.slice(0, 1)
      if (shown.length === 0) return null
      return (
        <section class="similar" aria-label="附近可能已有人报过" aria-live="polite">
          <p class="similar-title">
            <strong>附近可能已有人报过</strong>
            {left.value.length > 1 ? (
              <button type="button" class="similar-more" onClick={() => (whole.value = !whole.value)}>
                {whole.value ? '收起' : `共 ${left.value.length} 条`}
              </button>
            ) : null}
          </p>
          <ul>
            {shown.map(({ id, item, place, status, reportedAt }) => (
              <li key={id}>
                <p>
                  {place} · {itemName(item)}
                  <br />
                  <span class="hint">
                    {statusNames[status]}，{sayInstant(reportedAt, new Date())}上报
                  </span>
                </p>
                <button type="button" class="button" onClick={() => void router.push(`/case/${id}`)}>
                  就是这条
                </button>
              </li>
            ))}
          </ul>
          <button
            type="button"
            class="similar-no"
            onClick={() => {
              others.value = [...others.value, ...left.value.map(({ id }) => id)]
            }}
          >
            不是，继续上报
          </button>
        </section>
      )
    }
  },
})
