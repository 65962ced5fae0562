import { defineComponent, ref } from 'vue'

/** 撤销这一批: asks why, then does it. */
export const UndoForm = defineComponent({
  name: 'UndoForm',
  props: { busy: { type: Boolean, required: true } },
  emits: { undo: (reason: string) => typeof reason === 'string' },
  setup(props, { emit }) {
    const open = ref(false)
    const reason = ref('')
    const send = (event: Event) => {
      event.preventDefault()
      if (reason.value.trim()) emit('undo', reason.value.trim())
    }
    return () =>
      open.value ? (
        <form class="import-undo" onSubmit={send}>
          <label>
            为什么撤销
            <input
              required
              maxlength={500}
              value={reason.value}
              onInput={(event) => {
                reason.value = (event.target as HTMLInputElement).value
              }}
            />
          </label>
          <button type="submit" disabled={props.busy || !reason.value.trim()}>
            确认撤销
          </button>
          <button
            type="button"
            class="plain"
            onClick={() => {
              open.value = false
            }}
          >
            不撤销
          </button>
          <p class="soft">还没有人办理过的会撤下台账；已有人办理的留下，并列出来。</p>
        </form>
      ) : (
        <button
          type="button"
          class="plain"
          onClick={() => {
            open.value = true
          }}
        >
          撤销这一批
        </button>
      )
  },
})
