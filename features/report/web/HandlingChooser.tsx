import { computed, defineComponent, type PropType } from 'vue'
import { staffRoles } from '../../../domain/units/roles.ts'
import { handToUnits } from '../../../platform/web/case/step-fields.ts'
import { PhotoPicker } from '../../../platform/web/phone/PhotoPicker.tsx'
import { UnitSelect } from '../../../platform/web/phone/UnitSelect.tsx'
import { itemOf } from '../../../platform/web/reference.ts'
import { holdsRole } from '../../../platform/web/session.ts'
import { dayFromNow } from '../../../platform/web/text/time.ts'
import type { Handling, ReportDraft } from './report-draft.ts'

/** Staff may hand a finding on at once, or have fixed it on the spot; everybody else reports. */
export const HandlingChooser = defineComponent({
  name: 'HandlingChooser',
  props: { draft: { type: Object as PropType<ReportDraft>, required: true } },
  emits: { change: (_draft: ReportDraft) => true },
  setup(props, { emit }) {
    const staff = holdsRole(...staffRoles)
    const set = (change: Partial<ReportDraft>) => emit('change', { ...props.draft, ...change })
    const fixable = computed(() => {
      const item = itemOf(props.draft.item)
      return !props.draft.suspectedMajor && (item === undefined || item.severity === 'ordinary')
    })
    const way = (handling: Handling, word: string, off = false) => (
      <button
        type="button"
        class="chip"
        disabled={off}
        aria-pressed={props.draft.handling === handling}
        onClick={() => set({ handling })}
      >
        {word}
      </button>
    )
    const direct = () => (
      <div>
        <label class="label" for="direct-unit">
          交给谁整改
        </label>
        <UnitSelect
          id="direct-unit"
          units={handToUnits(props.draft.community)}
          value={props.draft.unit}
          onChange={(unit: string) => set({ unit })}
        />
        <label class="label" for="direct-due">
          整改期限
        </label>
        <input
          id="direct-due"
          type="date"
          min={dayFromNow(0, new Date())}
          value={props.draft.due}
          onInput={(event) => set({ due: (event.target as HTMLInputElement).value })}
        />
        <p class="hint">不填则按排查清单的期限。</p>
      </div>
    )
    const fixed = () => (
      <div>
        <p class="label">整改后照片</p>
        <PhotoPicker
          label="整改后照片"
          photos={props.draft.fixedPhotos}
          onChange={(fixedPhotos: string[]) => set({ fixedPhotos })}
        />
        <label class="label" for="fixed-note">
          怎样改好的
        </label>
        <textarea
          id="fixed-note"
          rows={2}
          maxlength={2000}
          value={props.draft.fixedNote}
          onInput={(event) => set({ fixedNote: (event.target as HTMLTextAreaElement).value })}
        />
      </div>
    )
    return () =>
      staff ? (
        <section class="box" id="at-handling">
          <h2>怎样处理</h2>
          <fieldset class="chips" aria-label="怎样处理">
            {way('plain', '上报待核实')}
            {way('direct', '直接交办')}
            {way('fixed', '即查即改', !fixable.value)}
          </fieldset>
          {fixable.value ? null : <p class="hint">即查即改只用于一般隐患。</p>}
          {props.draft.handling === 'direct' ? direct() : props.draft.handling === 'fixed' ? fixed() : null}
        </section>
      ) : null
  },
})
