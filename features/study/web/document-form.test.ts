import { describe, expect, test } from 'vitest'
import { paperContent } from '../../../platform/server/papers/content.ts'
import { addParagraph, type Content, checkForm, contentOf, nameBlocks, startForm } from './document-form.ts'

const id = '01900000-0000-7000-8000-000000000001'
const dossier: Content = {
  ...{ organ: '示范街道办事处', signer: '　　　', title: '关于提请议决\n有关问题的报告', addressee: '工作组' },
  ...{ signature: '示范街道办事处', date: '2026-03-09', issue: { office: '示范街道办事处', date: '2026-03-10' } },
  body: [
    { kind: 'heading', level: 1, text: '基本情况' },
    { kind: 'paragraph', text: '共3条。' },
    { kind: 'heading', level: 1, text: '事项' },
    { kind: 'heading', level: 2, text: '消防设施' },
    { kind: 'paragraph', text: '建议更换。' },
    { kind: 'heading', level: 2, text: '飞线充电' },
    { kind: 'table', widths: [1, 2], head: ['序号', '编号'], rows: [['1', 'YH-1']] },
  ],
}
const open = (content = dossier) => startForm(id, { type: 'dossier', topics: [id] }, content, '示范街攻坚')
const printable = (content: Content) => paperContent.safeParse({ ...content, number: '（文号待取）' }).success

describe('the content of a paper and its form', () => {
  test('give each other what was drafted, the title in one line', () => {
    expect(contentOf(open())).toEqual({ ...dossier, title: '关于提请议决有关问题的报告' })
    expect(printable(contentOf(open()))).toBe(true)
  })

  test('leave a line for the signer’s hand and nothing of what was left empty', () => {
    const form = open()
    expect(form.values.signer).toBe('')
    Object.assign(form.values, { signer: ' ', copies: '  ' })
    expect(contentOf(form)).toMatchObject({ signer: '　　　' })
    expect(contentOf(form)).not.toHaveProperty('copies')
  })

  test('of minutes hold who was there and no signer', () => {
    const { signer: _signer, addressee: _addressee, ...rest } = dossier
    const minutes = { ...rest, title: '第一次会议', attendance: { present: '各办', absent: '某某' } }
    const form = startForm(id, { type: 'minutes', topics: [id], meeting: id }, minutes, '')
    expect(contentOf(form)).toEqual(minutes)
    expect(printable(contentOf(form))).toBe(true)
  })

  test('of a letter hold its addressee and neither signer nor imprint', () => {
    const { signer: _signer, issue: _issue, ...rest } = dossier
    const letter = { ...rest, title: '关于商请协助整治安全隐患的函' }
    const form = startForm(id, { type: 'call', to: 'v-xf', cases: [id] }, letter, '示街函')
    expect(contentOf(form)).toEqual(letter)
    expect(checkForm(form, false)).toBeNull()
    form.values.addressee = ''
    expect(checkForm(form, false)).toMatchObject({ field: 'addressee' })
  })

  test('make a paragraph of every line and drop what is empty or no paper can hold', () => {
    const form = open()
    form.body.splice(1, 1, { kind: 'paragraph', text: '一\t二\n\n三 ', key: 1 })
    addParagraph(form.body, 1)
    expect(contentOf(form).body.slice(0, 4)).toEqual([
      dossier.body[0],
      { kind: 'paragraph', text: '一 二' },
      { kind: 'paragraph', text: '三' },
      dossier.body[2],
    ])
    expect(printable(contentOf(form))).toBe(true)
  })
})

test('a new paragraph has a key of its own, also where others were taken out', () => {
  const { body } = open()
  body.splice(0, 2)
  expect(addParagraph(body, 0)).toBe(7)
  expect(body[1]).toEqual({ kind: 'paragraph', text: '', key: 7 })
  expect(addParagraph([], -1)).toBe(0)
})

test('each block is called by what it is and a heading by the number it will have', () => {
  expect(nameBlocks(open().body)).toEqual([
    '标题 一、',
    '第 1 段',
    '标题 二、',
    '标题 （一）',
    '第 2 段',
    '标题 （二）',
    '附表',
  ])
  const many = Array.from({ length: 23 }, (_, key) => ({ kind: 'heading', level: 1, text: '', key }) as const)
  expect([9, 10, 19, 22].map((i) => nameBlocks(many)[i])).toEqual([
    '标题 十、',
    '标题 十一、',
    '标题 二十、',
    '标题 二十三、',
  ])
})

test('what is missing is said first: a field, then the text; a number that is there needs no prefix', () => {
  const form = open()
  expect(checkForm(form, false)).toBeNull()
  form.values.prefix = ''
  expect(checkForm(form, false)).toMatchObject({ field: 'prefix' })
  expect(checkForm(form, true)).toBeNull()
  form.body = form.body.filter(({ kind }) => kind !== 'paragraph')
  expect(checkForm(form, true)).toMatchObject({ field: 'body' })
})
