import { computed, defineComponent, onBeforeUnmount, onMounted, type PropType, ref } from 'vue'
import { useRouter } from 'vue-router'
import { statusNames } from '../../../domain/hazard/state.ts'
import type { HazardRow } from '../../../domain/hazard/views.ts'
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
    /** While somebody types, the keyboard leaves room for one line only. */
    const typing = ref(false)
    const look = () => {
      const at = document.activeElement
      typing.value = at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.type !== 'file')
    }
    const lookSoon = () => setTimeout(look, 0)
    onMounted(() => {
      document.addEventListener('focusin', look)
      document.addEventListener('focusout', lookSoon)
    })
    onBeforeUnmount(() => {
      document.removeEventListener('focusin', look)
      document.removeEventListener('focusout', lookSoon)
    })
    const row = ({ id, item, place, status, reportedAt }: HazardRow) => (
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
    )
    const notThese = () => {
      others.value = [...others.value, ...left.value.map(({ id }) => id)]
    }
    return () => {
      const count = left.value.length
      if (count === 0) return null
      const shown = whole.value ? left.value : typing.value ? [] : left.value.slice(0, 1)
      return (
        <section class="similar" aria-label="附近可能已有人报过" aria-live="polite">
          <p class="similar-line">
            <strong>附近可能已有人报过</strong>
            {count > shown.length || whole.value ? (
              <button type="button" class="similar-more" onClick={() => (whole.value = !whole.value)}>
                {whole.value ? '收起' : shown.length === 0 ? '看一看' : `共 ${count} 条`}
              </button>
            ) : null}
          </p>
          <ul>{shown.map(row)}</ul>
          {shown.length > 0 ? (
            <button type="button" class="similar-no" onClick={notThese}>
              不是，继续上报
            </button>
          ) : null}
        </section>
      )
    }
  },
})
