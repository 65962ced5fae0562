import { defineComponent, nextTick, onMounted, ref, watch } from 'vue'
import { RouterLink } from 'vue-router'
import { DocumentEditor } from './DocumentEditor.tsx'
import { DocumentList } from './DocumentList.tsx'
import { useDocuments } from './documents.ts'
import { SourceForm } from './SourceForm.tsx'
import './topics.css'
import './documents.css'

/** 公文: what was issued under a number, and the drafting of what is to be. */
export const DocumentsScreen = defineComponent({
  name: 'DocumentsScreen',
  setup() {
    const documents = useDocuments()
    const { list, base, documents: all, mayAct, choice, form, kept, numbered, done, work, voiding } = documents
    const box = ref<HTMLElement>()
    const leaving = ref(false)
    const focus = async (selector: string) => {
      await nextTick()
      box.value?.querySelector<HTMLElement>(selector)?.focus()
    }
    onMounted(documents.start)
    watch(done, (now) => now && focus('.documents-done'))
    watch([choice, form], ([chosen, written], [before]) => {
      if (!chosen && !written && before && !done.value) void focus('.document-new')
    })
    watch(voiding, (now, before) => {
      if (!now && before && !done.value) void focus(`[data-void="${before}"]`)
    })
    const ask = (leave: boolean) => {
      leaving.value = leave
      void focus(leave ? '.document-stay' : '.document-resume')
    }
    const keptButtons = () =>
      leaving.value ? (
        <>
          <button
            type="button"
            class="plain"
            onClick={() => {
              leaving.value = false
              documents.abandon()
              void focus('.document-new')
            }}
          >
            确认丢掉拟稿
          </button>
          <button type="button" class="plain document-stay" onClick={() => ask(false)}>
            留着
          </button>
        </>
      ) : (
        <>
          <button type="button" class="plain document-resume" onClick={documents.resume}>
            接着拟稿
          </button>
          <button type="button" class="plain" onClick={() => ask(true)}>
            丢掉拟稿
          </button>
        </>
      )
    const head = () => (
      <div class="topics-head">
        <h1>公文</h1>
        <p role="status">
          {list.data.value ? `共 ${all.value.length} 件` : list.said.value ? '' : '正在打开…'}
          {kept.value && !form.value ? `，另有一份没有印发的拟稿《${kept.value.values.title}》` : ''}
        </p>
        {kept.value && !form.value ? keptButtons() : null}
        <RouterLink to="/documents/templates">模板</RouterLink>
        {mayAct.value && !form.value ? (
          <button type="button" class="document-new" aria-expanded={choice.value !== null} onClick={documents.choose}>
            拟稿
          </button>
        ) : null}
      </div>
    )
    const refused = (said: string) => (
      <p class="said" role="alert">
        {said}{' '}
        <button type="button" class="plain" onClick={documents.load}>
          再试一次
        </button>
      </p>
    )
    const empty = () =>
      mayAct.value
        ? '还没有印发过公文。在“议题”页提交议决以后，点“拟稿”生成分析研判资料；录入议决以后，生成会议纪要；交给各办、部门的隐患，可以拟呼叫函、督办函。'
        : '还没有印发过公文。专班印发以后，可以在这里查看和下载。'
    const editor = () =>
      form.value ? (
        <section class="panel" aria-label="拟稿内容">
          <h2>{numbered.value ? (numbered.value.issued.length > 0 ? '更正' : '继续印发') : '拟稿'}</h2>
          <DocumentEditor key={form.value.id} documents={documents} form={form.value} />
        </section>
      ) : null
    return () => (
      <div class="topics documents" ref={box}>
        {head()}
        {list.said.value || base.said.value ? refused(list.said.value || base.said.value) : null}
        {work.said.value && !form.value && !choice.value ? (
          <p class="said" role="alert">
            {work.said.value}
          </p>
        ) : null}
        {done.value ? (
          <p class="done documents-done" role="status" tabindex={-1}>
            {done.value}
          </p>
        ) : null}
        {choice.value && !form.value ? (
          <section class="panel" aria-label="选材料">
            <h2>拟稿</h2>
            <SourceForm documents={documents} />
          </section>
        ) : null}
        {editor()}
        {list.data.value && all.value.length === 0 && !form.value && !choice.value ? (
          <p class="panel">{empty()}</p>
        ) : null}
        {all.value.length > 0 ? <DocumentList documents={documents} /> : null}
      </div>
    )
  },
})
