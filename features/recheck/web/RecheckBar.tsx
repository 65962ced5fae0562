import { defineComponent, type PropType } from 'vue'
import { sayPage } from './recheck-page.ts'
import type { Rechecks } from './rechecks.ts'

/** The note for the whole page and the button that closes it; says why it cannot yet. */
export const RecheckBar = defineComponent({
  name: 'RecheckBar',
  props: { rechecks: { type: Object as PropType<Rechecks>, required: true } },
  emits: { close: () => true },
  setup(props, { emit }) {
    const { draft, fault, busy, page, sight } = props.rechecks
    const submit = (event: Event) => {
      event.preventDefault()
      emit('close')
    }
    return () => (
      <form class="recheck-bar no-print" aria-label="本页复查" novalidate onSubmit={submit}>
        {fault.value ? (
          <p class="said" role="alert">
            {fault.value}
          </p>
        ) : null}
        <label for="recheck-note">复查意见（本页通过的共用）</label>
        <input id="recheck-note" type="text" maxlength={2000} v-model={draft.note} />
        <button type="submit" disabled={busy.value} aria-keyshortcuts="Control+Enter">
          {busy.value ? '正在办理…' : sayPage(page.value, draft.marks, sight)}
        </button>
      </form>
    )
  },
})
