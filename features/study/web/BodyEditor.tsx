import { computed, defineComponent, nextTick, type PropType, ref } from 'vue'
import { addParagraph, type FormBlock, MOST, nameBlocks, type PaperTable } from './document-form.ts'

/** The text of a paper, block by block; the annexed table is shown as it will be printed. */
export const BodyEditor = defineComponent({
  name: 'BodyEditor',
  props: { body: { type: Array as PropType<FormBlock[]>, required: true } },
  emits: { changed: () => true },
  setup(props, { emit }) {
    const box = ref<HTMLElement>()
    const names = computed(() => nameBlocks(props.body))
    /** What was taken out last, and from where: it can be put back. */
    const removed = ref<{ block: FormBlock; at: number } | null>(null)
    const focus = async (selector: string) => {
      await nextTick()
      box.value?.querySelector<HTMLElement>(selector)?.focus()
    }
    const add = (i: number) => {
      const key = addParagraph(props.body, i)
      if (removed.value && i + 1 < removed.value.at) removed.value.at += 1
      emit('changed')
      void focus(`#document-block-${key}`)
    }
    const remove = (i: number) => {
      const [block] = props.body.splice(i, 1)
      removed.value = block ? { block, at: i } : null
      emit('changed')
      void focus('.body-restore')
    }
    const restore = () => {
      if (!removed.value) return
      const { block, at } = removed.value
      props.body.splice(at, 0, block)
      removed.value = null
      emit('changed')
      void focus(`#document-block-${block.key}`)
    }
    const table = ({ head, rows }: PaperTable) => (
      <section class="body-table" aria-label="附表" tabindex={0}>
        <table class="grid-table">
          <caption>附表 {rows.length} 行，随文印发，不能在这里修改</caption>
          <thead>
            <tr>
              {head.map((cell) => (
                <th key={cell} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.join('|')}>
                {row.map((cell, i) => (
                  <td key={head[i]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    )
    const words = (block: Exclude<FormBlock, PaperTable>, i: number) => (
      <>
        <label for={`document-block-${block.key}`}>{names.value[i]}</label>
        <div class={['body-grow', { 'body-heading': block.kind === 'heading' }]} data-words={`${block.text} `}>
          <textarea
            id={`document-block-${block.key}`}
            rows={1}
            maxlength={MOST[block.kind]}
            value={block.text}
            onInput={(event) => {
              block.text = (event.target as HTMLTextAreaElement).value
              emit('changed')
            }}
          />
        </div>
        <div class="body-buttons">
          <button type="button" class="plain" aria-label={`在${names.value[i]}后面加一段`} onClick={() => add(i)}>
            加一段
          </button>
          <button type="button" class="plain" aria-label={`删去${names.value[i]}`} onClick={() => remove(i)}>
            删去
          </button>
        </div>
      </>
    )
    const taken = () =>
      removed.value ? (
        <p class="body-removed">
          <span role="status">已删去一处。</span>{' '}
          <button type="button" class="plain body-restore" onClick={restore}>
            恢复刚删去的
          </button>
        </p>
      ) : null
    return () => (
      <fieldset class="body-editor" ref={box}>
        <legend>正文（标题的序号印制时自动编；段落里按回车，就是另起一段）</legend>
        {props.body.map((block, i) => (
          <div key={block.key} class="body-block">
            {removed.value?.at === i ? taken() : null}
            {block.kind === 'table' ? table(block) : words(block, i)}
          </div>
        ))}
        {removed.value && removed.value.at >= props.body.length ? taken() : null}
        {props.body.length === 0 ? (
          <button type="button" class="plain" onClick={() => add(-1)}>
            加一段
          </button>
        ) : null}
      </fieldset>
    )
  },
})
