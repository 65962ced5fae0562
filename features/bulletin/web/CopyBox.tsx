import { defineComponent, ref, useId, watch } from 'vue'
import { copyFrom } from '../../../platform/web/copy.ts'

/** A text to paste into a group, and the button that copies it; says what to do where copying is refused. */
export const CopyBox = defineComponent({
  name: 'CopyBox',
  props: {
    text: { type: String, required: true },
    label: { type: String, required: true },
    button: { type: String, required: true },
  },
  setup(props) {
    const id = useId()
    const box = ref<HTMLTextAreaElement>()
    const said = ref('')
    watch(
      () => props.text,
      () => {
        said.value = ''
      },
    )
    const copy = async () => {
      if (!box.value) return
      said.value = (await copyFrom(box.value))
        ? '已复制，可以粘贴到群里。'
        : '浏览器不让直接复制：文字已选中，请按 Ctrl+C。'
    }
    const rows = () => Math.min(Math.max(props.text.split('\n').length, Math.ceil(props.text.length / 68)), 14)
    return () => (
      <div class="copy-box">
        <label for={id}>{props.label}</label>
        <textarea id={id} ref={box} readonly rows={rows()} value={props.text} />
        <p>
          <button type="button" onClick={copy}>
            {props.button}
          </button>{' '}
          <span role="status">{said.value}</span>
        </p>
      </div>
    )
  },
})
