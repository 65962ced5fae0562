import { defineComponent, nextTick, ref } from 'vue'
import { activeShortcuts, setSingleKeys, singleKeys, useShortcuts } from '../shortcuts.ts'
import './key-help.css'

/** The button and the `?` that list every key of the screen one is on. */
export const KeyHelp = defineComponent({
  name: 'KeyHelp',
  setup() {
    const open = ref(false)
    const box = ref<HTMLElement>()
    let opener: HTMLElement | null = null
    const show = async () => {
      opener = document.activeElement as HTMLElement | null
      open.value = true
      await nextTick()
      box.value?.querySelector('button')?.focus()
    }
    const close = () => {
      open.value = false
      opener?.focus()
    }
    useShortcuts(() => [{ keys: ['?', '？'], shown: '?', label: '列出这里的快捷键', run: () => void show() }])
    const onKeydown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.preventDefault()
        close()
      }
      if (event.key !== 'Tab') return
      const [button, tick] = [box.value?.querySelector('button'), box.value?.querySelector('input')]
      event.preventDefault()
      if (document.activeElement === button) tick?.focus()
      else button?.focus()
    }
    const list = () => (
      <div class="key-help" role="dialog" aria-modal="true" aria-label="快捷键" ref={box} onKeydown={onKeydown}>
        <div class="key-help-page">
          <div class="key-help-head">
            <h2>这里的快捷键</h2>
            <button type="button" class="plain" onClick={close}>
              关闭
            </button>
          </div>
          <dl>
            {activeShortcuts().map(({ shown, label }) => (
              <div key={`${shown}${label}`}>
                <dt>
                  <kbd class="key">{shown}</kbd>
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
            <div>
              <dt>
                <kbd class="key">Ctrl+Enter</kbd>
              </dt>
              <dd>提交正在填写的表单</dd>
            </div>
          </dl>
          <p>正在输入文字时，这些按键只当文字用。</p>
          <label class="key-help-tick">
            <input
              type="checkbox"
              checked={singleKeys.value}
              onChange={(event) => setSingleKeys((event.target as HTMLInputElement).checked)}
            />
            使用单个按键的快捷键
          </label>
        </div>
      </div>
    )
    return () => (
      <>
        <button type="button" aria-keyshortcuts="?" onClick={show}>
          快捷键{' '}
          <span class="key" aria-hidden="true">
            ?
          </span>
        </button>
        {open.value ? list() : null}
      </>
    )
  },
})
