import { defineComponent, onMounted, type PropType } from 'vue'
import { documentNames } from '../../../domain/document/document-types.ts'
import { type CaseLetter, getCaseLetters } from '../../../domain/document/views.ts'
import { call } from '../../../platform/web/api.ts'
import { unitLabel } from '../../../platform/web/case/unit-words.ts'
import { useLoad } from '../../../platform/web/load.ts'
import { sayInstant } from '../../../platform/web/text/time.ts'
import './case-letters.css'

/** Letters that were written about this case, as far as the reader may open them. */
export const CaseLetters = defineComponent({
  name: 'CaseLetters',
  props: {
    hazard: { type: String, required: true },
    /** How phone and desk each frame a part of the page. */
    frame: { type: String as PropType<'panel' | 'box'>, required: true },
  },
  setup({ hazard, frame }) {
    const letters = useLoad(() => call(getCaseLetters, {}, { id: hazard }))
    onMounted(letters.load)
    const now = new Date()
    const row = ({ id, type, number, title, to, status, at, versions }: CaseLetter) => (
      <li key={id} class="case-letter">
        <a href={`/api/documents/${id}/pdf`} download aria-label={`下载 ${number} PDF`}>
          {number}
        </a>{' '}
        {status === 'void' ? <span class="tag tag-out">已作废</span> : null}
        <div>{title ?? '（文字已清除）'}</div>
        <div class="case-letter-facts">
          {documentNames[type]}，发给{unitLabel(to)}，{sayInstant(at, now)} 印发
          {versions > 1 ? `（第 ${versions} 版）` : ''}
        </div>
      </li>
    )
    return () =>
      letters.data.value && letters.data.value.letters.length > 0 ? (
        <section class={frame} aria-labelledby="letters-heading">
          <h2 id="letters-heading">相关函件</h2>
          <ul class="case-letters">{letters.data.value.letters.map(row)}</ul>
        </section>
      ) : null
  },
})
