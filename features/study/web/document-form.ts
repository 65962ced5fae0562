import { type DocumentType, isLetter } from '../../../domain/document/document-types.ts'
import { checkStep, type StepValues } from '../../../platform/web/case/step-data.ts'
import type { StepField } from '../../../platform/web/case/step-fields.ts'
import type { DocumentSource } from '../contract.ts'

export interface PaperTable {
  kind: 'table'
  widths: number[]
  head: string[]
  rows: string[][]
}
interface Heading {
  kind: 'heading'
  level: 1 | 2 | 3 | 4
  text: string
}
interface Paragraph {
  kind: 'paragraph'
  text: string
}
type Block = Heading | Paragraph | PaperTable

/** What a paper says, as the server drafts and prints it (its `paperContent`); what no field shows goes back as it came. */
export interface Content {
  organ: string
  signer?: string
  title: string
  addressee?: string
  body: Block[]
  attachments?: string[]
  signature: string
  date: string
  copies?: string
  issue?: { office: string; date: string }
  attendance?: { present: string; absent?: string; observers?: string }
}

/** A block while it is written; `key` stays its own when others come and go. */
export type FormBlock = Block & { key: number }

/** A document while it is written. Its id is kept from the first try on, so that no second number is taken. */
export interface DocumentForm {
  id: string
  source: DocumentSource
  values: StepValues
  body: FormBlock[]
  attachments?: string[]
}

const words = (name: string, label: string, max: number, required?: true, hint?: string): StepField => ({
  ...{ name, label, kind: 'text', max, required, hint },
})
const past = (name: string, label: string): StepField => ({ name, label, kind: 'past', required: true })

const prefixHints: Record<DocumentType, string> = {
  dossier: '例如示范街攻坚；不能与别种公文的相同',
  minutes: '例如示范街攻坚会纪；不能与别种公文的相同',
  call: '例如示范街攻坚函；不能与别种公文的相同',
  press: '例如示范街攻坚督；不能与别种公文的相同',
}

const addressee = words('addressee', '主送', 200, true)
const letterOwn = [addressee]
/** What a type asks beside organ, prefix and title. */
const own: Record<DocumentType, readonly StepField[]> = {
  dossier: [words('signer', '签发人', 60, undefined, '留空则印出空位，可手签'), addressee],
  minutes: [words('present', '出席', 2000, true), words('absent', '请假', 2000), words('observers', '列席', 2000)],
  call: letterOwn,
  press: letterOwn,
}

/** Fields above the text. A document that has its number keeps its prefix. */
export function headFields(type: DocumentType, hasNumber: boolean): StepField[] {
  const prefix = hasNumber ? [] : [words('prefix', '机关代字', 20, true, prefixHints[type])]
  const hint = type === 'minutes' ? '印在“纪要”前面' : undefined
  return [words('organ', '发文机关', 60, true, hint), ...prefix, words('title', '标题', 100, true), ...own[type]]
}

const imprint = [words('office', '印发机关', 60, true), past('printed', '印发日期')]

/** Fields below the text, in the order of the paper. A letter has no imprint but who gets a copy. */
export const tailFields = (type: DocumentType): StepField[] => [
  words('signature', '署名', 60, true),
  past('date', '成文日期'),
  words('copies', '抄送', 500),
  ...(isLetter(type) ? [] : imprint),
]

/** A place for the signer's hand: the paper of a report has a line for him (GB/T 9704-2012, 7.2.6). */
const NO_SIGNER = '　　　'

/** No paper can hold a control character; what was pasted with one has a space there. */
const clean = (said: StepValues[string] | undefined): string =>
  typeof said === 'string' ? said.replace(/\p{Cc}+/gu, ' ').trim() : ''

export function startForm(id: string, source: DocumentSource, content: Content, prefix: string): DocumentForm {
  const { organ, signer, title, addressee, body, attachments, signature, date, copies, issue, attendance } = content
  return {
    id,
    source,
    values: {
      ...{ organ, prefix, signer: signer?.trim() ?? '', title: title.replace(/\n/g, ''), addressee: addressee ?? '' },
      ...{ signature, date, copies: copies ?? '', office: issue?.office ?? organ, printed: issue?.date ?? date },
      ...{ present: attendance?.present ?? '', absent: attendance?.absent ?? '' },
      observers: attendance?.observers ?? '',
    },
    body: body.map((block, key) => ({ ...block, key })),
    ...(attachments ? { attachments } : {}),
  }
}

/** A block as it is printed: every line of a paragraph is a paragraph, and what is empty is left out. */
function printed({ key: _, ...block }: FormBlock): Block[] {
  if (block.kind === 'table') return [block]
  const lines = (block.kind === 'heading' ? [block.text] : block.text.split('\n')).map(clean)
  return lines.filter((text) => text !== '').map((text) => ({ ...block, text }))
}

/** What is sent: the content of the paper without what was left empty. */
export function contentOf({ source, values, body, attachments }: DocumentForm): Content {
  const said = (name: string) => clean(values[name])
  const some = (...names: string[]) =>
    Object.fromEntries(names.flatMap((name) => (said(name) ? [[name, said(name)]] : [])))
  const { type } = source
  return {
    ...{ organ: said('organ'), title: said('title'), signature: said('signature'), date: said('date') },
    ...(type === 'dossier' ? { signer: said('signer') || NO_SIGNER } : {}),
    ...(type === 'minutes' ? { attendance: { present: said('present'), ...some('absent', 'observers') } } : {}),
    ...(type === 'minutes' ? {} : some('addressee')),
    ...some('copies'),
    body: body.flatMap(printed),
    ...(attachments ? { attachments } : {}),
    ...(isLetter(type) ? {} : { issue: { office: said('office'), date: said('printed') } }),
  }
}

/** Longest texts of the body, by kind. */
export const MOST = { heading: 200, paragraph: 20_000 } as const

/** The first thing that must be put right, by the name of its field; null when it may go. */
export function checkForm(form: DocumentForm, hasNumber: boolean): { field: string; said: string } | null {
  const { source, values, body } = form
  const found = checkStep([...headFields(source.type, hasNumber), ...tailFields(source.type)], values)
  if (found) return found
  return body.flatMap(printed).some(({ kind }) => kind === 'paragraph')
    ? null
    : { field: 'body', said: '正文至少要有一段。' }
}

/** A new paragraph after the block at `index`; answers its key. */
export function addParagraph(body: FormBlock[], index: number): number {
  const key = Math.max(-1, ...body.map((block) => block.key)) + 1
  body.splice(index + 1, 0, { kind: 'paragraph', text: '', key })
  return key
}

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']
const sayOrdinal = (n: number): string =>
  n < 10 ? (digits[n] ?? '') : `${n < 20 ? '' : digits[Math.floor(n / 10)]}十${digits[n % 10]}`
const marks = [
  (n: number) => `${sayOrdinal(n)}、`,
  (n: number) => `（${sayOrdinal(n)}）`,
  (n: number) => `${n}.`,
  (n: number) => `（${n}）`,
]

/** What each block is called beside its field: a heading by the number it will be printed with. */
export function nameBlocks(body: readonly FormBlock[]): string[] {
  const counts = [0, 0, 0, 0]
  let nth = 0
  return body.map((block) => {
    if (block.kind === 'paragraph') return `第 ${++nth} 段`
    if (block.kind === 'table') return '附表'
    counts.splice(block.level - 1, 4, (counts[block.level - 1] ?? 0) + 1, 0, 0, 0)
    return `标题 ${marks[block.level - 1]?.(counts[block.level - 1] ?? 0) ?? ''}`
  })
}
