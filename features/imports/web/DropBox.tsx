import { defineComponent, onMounted, ref } from 'vue'

/** A box to drop a file on, which is also the button to choose one. */
export const DropBox = defineComponent({
  name: 'DropBox',
  props: { busy: { type: Boolean, required: true } },
  emits: { take: (file: File) => file instanceof File },
  setup(props, { emit }) {
    const over = ref(false)
    const give = (files: FileList | null | undefined) => {
      const file = files?.[0]
      if (file && !props.busy) emit('take', file)
    }
    const chosen = (event: Event) => {
      const input = event.target as HTMLInputElement
      give(input.files)
      // The same file may be chosen again after it was mended.
      input.value = ''
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      over.value = false
      give(event.dataTransfer?.files)
    }
    const drag = (event: DragEvent) => {
      event.preventDefault()
      over.value = true
    }
    const box = ref<HTMLElement>()
    // Dropping is beside the way: the button inside does the same for keyboards.
    onMounted(() => {
      box.value?.addEventListener('dragover', drag)
      box.value?.addEventListener('drop', drop)
      box.value?.addEventListener('dragleave', () => {
        over.value = false
      })
    })
    return () => (
      <div ref={box} class={['import-drop', { over: over.value }]}>
        <label class="import-link">
          {props.busy ? '正在检查…' : '选择 .xlsx 文件'}
          <input
            type="file"
            class="hidden-label"
            accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            disabled={props.busy}
            onChange={chosen}
          />
        </label>
        <span class="soft">或把文件拖到这里</span>
      </div>
    )
  },
})
