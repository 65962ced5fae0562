import { defineComponent, onBeforeUnmount, onMounted, ref, Teleport } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import './sheet.css'

const focusable = 'button:not([disabled]), input, select, textarea, a[href]'

/** A panel over the page with a title and a way out; Escape, the shade and the phone's back close it, Tab stays inside. */
export const Sheet = defineComponent({
  name: 'BottomSheet',
  props: {
    title: { type: String, required: true },
    /** Over the whole screen and dark, for a photo. */
    whole: { type: Boolean, default: false },
  },
  emits: { close: () => true },
  setup(props, { emit, slots }) {
    const shade = ref<HTMLElement>()
    const panel = ref<HTMLElement>()
    const heading = ref<HTMLElement>()
    const opener = document.activeElement
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') emit('close')
      if (event.key !== 'Tab' || !panel.value) return
      const all = [...panel.value.querySelectorAll<HTMLElement>(focusable)]
      const [first, last] = event.shiftKey ? [all[all.length - 1], all[0]] : [all[0], all[all.length - 1]]
      if (document.activeElement !== last) return
      event.preventDefault()
      first?.focus()
    }
    const onShade = (event: Event) => {
      if (event.target === event.currentTarget) emit('close')
    }
    onBeforeRouteLeave(() => {
      emit('close')
      return false
    })
    onMounted(() => {
      shade.value?.addEventListener('click', onShade)
      shade.value?.addEventListener('keydown', onKey)
      document.body.classList.add('sheet-open')
      heading.value?.focus()
    })
    onBeforeUnmount(() => {
      document.body.classList.remove('sheet-open')
      if (opener instanceof HTMLElement) opener.focus()
    })
    return () => (
      <Teleport to="body">
        <div ref={shade} class="sheet-shade">
          <div
            ref={panel}
            role="dialog"
            aria-modal="true"
            aria-label={props.title}
            class={['sheet', { 'sheet-whole': props.whole }]}
          >
            <header class="sheet-head">
              <h2 ref={heading} tabindex={-1}>
                {props.title}
              </h2>
              <button type="button" class="sheet-close" onClick={() => emit('close')}>
                关闭
              </button>
            </header>
            <div class="sheet-body">{slots.default?.()}</div>
          </div>
        </div>
      </Teleport>
    )
  },
})
