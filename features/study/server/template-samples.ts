import type { DocumentType } from '../../../domain/document/document-types.ts'
import { isLetter } from '../../../domain/document/document-types.ts'
import type { PaperContent } from '../../../platform/server/papers/content.ts'

const common: PaperContent = {
  organ: '示例机关',
  number: '示例〔2026〕1号',
  title: '关于示例事项的函',
  body: [
    { kind: 'heading', level: 1, text: '示例标题' },
    { kind: 'paragraph', text: '这是用来查看模板的示例内容，不是公文。' },
    { kind: 'heading', level: 2, text: '示例小标题' },
    {
      kind: 'table',
      widths: [1, 3, 3],
      head: ['序号', '点位', '存在问题'],
      rows: [['1', '示例点位', '示例问题']],
    },
    { kind: 'paragraph', text: '以上内容仅供查看版面。' },
  ],
  signature: '示例机关',
  date: '2026-01-09',
  copies: '示例单位',
}
const imprint = { issue: { office: '示例办公室', date: '2026-01-09' } }

/** Everything that a document of the type may say, in words that nobody takes for a document. */
export function sampleOf(type: DocumentType): PaperContent {
  if (isLetter(type)) return { ...common, addressee: '示例收文单位' }
  if (type === 'minutes')
    return { ...common, ...imprint, attendance: { present: '示例人员', absent: '示例人员', observers: '示例人员' } }
  return { ...common, ...imprint, signer: '示例人员', addressee: '示例收文单位' }
}
