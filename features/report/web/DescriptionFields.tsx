import { defineComponent, type PropType } from 'vue'
import { itemOf } from '../../../platform/web/reference.ts'
import type { ReportDraft } from './report-draft.ts'

type Typed = HTMLInputElement | HTMLTextAreaElement

/** What is the matter, who must put it right, and whether it looks major. */
export const DescriptionFields = defineComponent({
  name: 'DescriptionFields',
  props: { draft: { type: Object as PropType<ReportDraft>, required: true } },
  emits: { change: (_draft: ReportDraft) => true },
  setup(props, { emit }) {
    const set = (change: Partial<ReportDraft>) => emit('change', { ...props.draft, ...change })
    const typed = (event: Event) => (event.target as Typed).value
    return () => (
      <div>
        <label class="label report-first" for="description">
          情况
        </label>
        <textarea
          id="description"
          rows={2}
          maxlength={2000}
          value={props.draft.description}
          onInput={(event) => set({ description: typed(event), ownDescription: true })}
        />
        {props.draft.item ? <p class="hint">看什么：{itemOf(props.draft.item)?.look}</p> : null}
        <label class="label" for="party">
          整改责任主体（选填）
        </label>
        <input
          id="party"
          maxlength={200}
          placeholder="例如业主、商户、物业公司"
          value={props.draft.party}
          onInput={(event) => set({ party: typed(event) })}
        />
        <label class="tick">
          <input
            type="checkbox"
            checked={props.draft.suspectedMajor}
            onChange={(event) => set({ suspectedMajor: (event.target as HTMLInputElement).checked })}
          />
          疑似重大隐患
        </label>
      </div>
    )
  },
})
