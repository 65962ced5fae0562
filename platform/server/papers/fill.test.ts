import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { convert, hasOffice, officeOnly } from '../sheets/test-office.ts'
import type { PaperContent } from './content.ts'
import { fillDocx } from './fill.ts'
import { paperForms } from './forms.ts'
import type { Block, Paragraph, Table } from './model.ts'
import { layPages } from './pages.ts'
import { refusalOf } from './paper-fault.ts'
import { defaultTemplate, fillTemplate, printPaper } from './papers.ts'
import { MOST_PAPER, readParts, writeParts } from './parts.ts'
import { readPaper } from './read-paper.ts'
import { filled, hasPoppler, pagesOf, popplerOnly, proseOf, samples, sure } from './test-paper.ts'
import { officeTemplate, p, r } from './test-template.ts'

beforeAll(() => {
  spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.server.json'])
})

const wordsOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) =>
    block.kind === 'table'
      ? [...block.head, ...block.rows].flatMap((row) => row.flatMap(({ paragraphs }) => wordsOf(paragraphs)))
      : [block.inlines.map((one) => (one.kind === 'text' ? one.text : one.kind === 'tab' ? '→' : '')).join('')],
  )
const wordsIn = async (docx: Buffer): Promise<string[]> => wordsOf((await readPaper(docx)).blocks)
const own: PaperContent = { ...samples.letter, attachments: undefined }

/** What the child answers, without starting one for each. */
const answer = (template: Buffer, content: PaperContent) => fillDocx(template, content).catch(refusalOf)

describe('a filled template', () => {
  test('says everything in its place, headings numbered, attachments counted, days without zeros', async () => {
    expect(await wordsIn(await filled(samples.report))).toEqual([
      '示范街道办事处文件',
      '示街办〔2026〕7号→签发人：主任甲',
      '关于隐患排查整改情况的报告',
      '示范区安全生产委员会办公室：',
      '示范街道组织各社区开展了隐患排查整改。现将有关情况报告如下。',
      '一、基本情况',
      '（一）排查情况',
      '截至2026年11月28日17时，共排查隐患2154处，已销号336处。',
      ...['序号', '社区', '未销号', '1', '示范一社区', '65', '2', '示范二社区', '64'],
      '（二）存在问题',
      '1.设施缺失',
      '（1）消火栓',
      '二、下一步打算',
      '特此报告。',
      '附件：1.未销号隐患清单',
      '2.提请协调解决事项一览表',
      '示范街道办事处',
      '2026年11月8日',
      '抄送：示范区应急管理局，示范区消防救援大队。',
      '示范街道办事处党政办公室→2026年11月9日印发',
      '',
    ])
  })

  test('leaves out the paragraphs of what this paper does not say', async () => {
    const bare = {
      ...samples.report,
      attachments: undefined,
      copies: undefined,
      issue: undefined,
      addressee: undefined,
    }
    const words = (await wordsIn(await filled(bare))).join('\n')
    expect(words).not.toMatch(/附件|抄送|印发|^：$/m)
    expect(words).toContain('2026年11月8日')
  })

  test('takes no word of the paper for a placeholder, and loses none', async () => {
    const text = '{标题}{正文}{{}}｛文号｝<w:br/>&amp;$1\\'
    const found = await wordsIn(await filled({ ...proseOf(text), title: '{签发人}', signer: '{标题}' }))
    expect(found).toEqual(expect.arrayContaining([text, '{签发人}', '示街办〔2026〕7号→签发人：{标题}']))
  })

  test.each(paperForms)(
    'as a %s is the same file whenever it is made, and names no time but the paper’s',
    async (form) => {
      const make = async () => sure(await fillTemplate(await defaultTemplate(form), samples[form]))
      const first = await make()
      await new Promise((resolve) => setTimeout(resolve, 2100))
      expect((await make()).equals(first)).toBe(true)
      const core = String((await readParts(first, MOST_PAPER)).get('docProps/core.xml'))
      expect(core.match(/\d{4}-\d\d-\d\dT[^<]*/g)).toEqual(['2026-11-08T00:00:00Z', '2026-11-08T00:00:00Z'])
    },
  )

  test('gives a signature of sixteen characters the room it needs, its end on the margin', async () => {
    const signature = '示范街道平安建设和应急管理办公室'
    const { blocks } = await readPaper(await filled({ ...samples.report, signature }))
    const found = blocks.find((block) => wordsOf([block])[0] === signature) as Paragraph
    // The type area is 442 points wide, sixteen characters 252.
    expect(found.style).toMatchObject({ align: 'center', left: 442.25 - 252, right: 0, keepNext: true })
    expect(wordsOf(blocks)).toContain('2026年11月8日')
  })

  test('sets a column of a table to the left as a whole when one of its cells needs more than a line', async () => {
    const rows = [
      ['1', '短', '短'],
      ['2', '长'.repeat(40), '短'],
    ]
    const body = [{ kind: 'table' as const, widths: [1, 4, 1], head: ['序号', '情况', '备注'], rows }]
    const { blocks } = await readPaper(await filled({ ...samples.report, body }))
    const table = blocks.find(({ kind }) => kind === 'table') as Table
    const aligns = [...table.head, ...table.rows].map((row) => row.map(({ paragraphs }) => paragraphs[0]?.style.align))
    expect(aligns).toEqual([
      ['center', 'center', 'center'],
      ['center', 'left', 'center'],
      ['center', 'left', 'center'],
    ])
    expect(table.rows[0]?.map(({ width }) => Math.round(width))).toEqual([74, 295, 74])
  })

  test('names the fonts of offices, and brings none of them', async () => {
    const parts = await readParts(await filled(samples.report), MOST_PAPER)
    const xml = String(parts.get('word/document.xml')) + String(parts.get('word/styles.xml'))
    for (const font of ['方正小标宋简体', '仿宋_GB2312', '黑体', '楷体_GB2312']) expect(xml).toContain(`"${font}"`)
    expect([...parts.keys()].filter((name) => /fonts\/|\.(ttf|odttf)$/i.test(name))).toEqual([])
  })
})

describe('a template of the office’s own', () => {
  const shown = [
    '本单位自己的抬头 示范街道办事处',
    '编号为示街办〔2026〕7号',
    '经办 示范街道办事处',
    '日期 2026年11月8日',
  ]

  test('shows its own words in the .docx, a placeholder in pieces filled all the same', async () => {
    expect(await wordsIn(await filled(own, await officeTemplate()))).toEqual(expect.arrayContaining(shown))
  })

  test.runIf(hasPoppler)(
    `shows its own words in the PDF, its text and page number as it has them${popplerOnly}`,
    async () => {
      const docx = await filled(
        { ...own, body: [{ kind: 'paragraph', text: '示'.repeat(2000) }] },
        await officeTemplate(),
      )
      const pages = await pagesOf(sure(await printPaper(docx)))
      const words = pages.flat().map(({ text }) => text)
      expect(words).toEqual(expect.arrayContaining(['本单位自己的抬头示范街道办事处', '编号为示街办〔2026〕7号']))
      expect(words).toContain('经办示范街道办事处日期2026年11月8日')
      // 4号 is 14 points, the type area 156 mm, the line 28 points.
      const full = pages[1]?.filter(({ text }) => /^示{31}$/.test(text)) ?? []
      expect(full).toHaveLength(22)
      expect((full[1]?.top ?? 0) - (full[0]?.top ?? 0)).toBeCloseTo(28, 1)
      const [odd, even] = pages.map((page) => page.find(({ text }) => /^\d页$/.test(text)))
      expect(odd?.left).toBeGreaterThan(300)
      expect(even?.left).toBeLessThan(100)
    },
  )

  test.runIf(hasOffice && hasPoppler)(`shows its own words in LibreOffice${officeOnly || popplerOnly}`, async () => {
    const pages = await pagesOf(convert(await filled(own, await officeTemplate()), 'docx', 'pdf'))
    const words = pages.flat().map(({ text }) => text)
    expect(words).toEqual(expect.arrayContaining(['本单位自己的抬头示范街道办事处', '编号为示街办〔2026〕7号']))
  })

  test.each([
    ['knows a name that nobody gives', p(r('{密级}')), 'document.placeholder-unknown', '{密级}'],
    ['has a blank in a name', p(r('{ 文号 }')), 'document.placeholder-unknown', '{ 文号 }'],
    ['has full-width braces', p(r('｛文号｝')), 'document.placeholder-unknown', '｛文号｝'],
    ['has a brace that does not close', p(r('{文号')), 'document.placeholder-unknown', '{文号'],
    ['has no place for what the paper says', '', 'document.placeholder-absent', '{主送}'],
    ['asks for what the paper does not say', p(r('{文号}{签发人}')), 'document.content-absent', '{签发人}'],
    ['has other words beside the text', p(r('一、{正文}')), 'document.placeholder-alone', '{正文}'],
    ['has a text box', p('<w:r><w:pict/></w:r>'), 'document.template-part', '文本框'],
    ['has a picture', p('<w:r><w:drawing/></w:r>'), 'document.template-part', '图片'],
    ['has tracked changes', p(`<w:ins w:id="1">${r('x')}</w:ins>`), 'document.template-part', '修订'],
    ['is numbered by Word', p(r('x'), '<w:numPr><w:numId w:val="1"/></w:numPr>'), 'document.template-part', '自动编号'],
    ['has several sections', p(r('x'), '<w:sectPr/>'), 'document.template-part', '分节符'],
    ['shows today', p('<w:fldSimple w:instr=" DATE "/>'), 'document.template-part', '日期'],
    ['has footnotes', p('<w:r><w:footnoteReference w:id="2"/></w:r>'), 'document.template-part', '脚注'],
  ])('that %s is refused in a sentence that names it', async (_, more, code, named) => {
    const places = [
      '发文机关',
      '文号',
      '标题',
      '正文',
      '署名',
      '成文日期',
      '抄送',
      ...(code.endsWith('absent') && more === '' ? [] : ['主送']),
    ]
    const template = await officeTemplate(places.map((name) => p(r(`{${name}}`))).join('') + more)
    const found = await answer(template, own)
    expect(found).toMatchObject({ code })
    expect((found as { message: string }).message).toMatch(/^模板.*。$/)
    expect((found as { message: string }).message).toContain(named)
  })

  test.each([
    ['is no .docx', Buffer.from('hello'), 'document.template-unreadable'],
    ['is empty', Buffer.alloc(0), 'document.template-unreadable'],
    [
      'is locked',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'document.template-unreadable',
    ],
  ])('that %s is refused', async (_, bytes, code) => {
    expect(await answer(bytes, own)).toMatchObject({ code })
  })

  test.each([
    ['has macros', { 'word/vbaProject.bin': 'x' }, 'document.template-active'],
    ['is a bomb', { 'word/media/a.xml': 'a'.repeat(30_000_000) }, 'document.template-large'],
    [
      'has a document type',
      { 'word/styles.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' },
      'document.template-unreadable',
    ],
    ['is nested without end', { 'word/styles.xml': '<a>'.repeat(10_000) }, 'document.template-unreadable'],
    [
      'takes its styles from elsewhere',
      {
        'word/_rels/settings.xml.rels':
          '<Relationships><Relationship Id="rId1" Type="x/attachedTemplate" Target="http://x.test/a.dotm" TargetMode="External"/></Relationships>',
      },
      'document.template-active',
    ],
  ])('that %s is refused', async (_, parts: Record<string, string>, code) => {
    expect(await answer(await officeTemplate(undefined, parts), own)).toMatchObject({ code })
  })
})

describe('a template damaged anywhere', () => {
  const ROUNDS = 150

  test(`is filled and read again or refused in a sentence, ${ROUNDS} times`, async () => {
    const parts = await readParts(await officeTemplate(), MOST_PAPER)
    const names = [...parts.keys()]
    let state = 20_261_128
    const draw = (most: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % most
    }
    for (let round = 0; round < ROUNDS; round++) {
      const name = names[draw(names.length)] as string
      const text = (parts.get(name) as Buffer).toString('utf8')
      const at = draw(text.length)
      const put = ['', '<', '>', '"', '</w:p>', '<w:p>', '<w:tbl>', '{', 'w:val="-1"', '&#0;', '\ufffe'][
        draw(11)
      ] as string
      const damaged = text.slice(0, at) + put + text.slice(at + draw(40))
      const template = await writeParts(new Map([...parts, [name, Buffer.from(damaged)]]))
      const work = fillDocx(template, own).then(async (docx) => layPages(await readPaper(docx), () => 10))
      // What is no refusal is thrown on, and fails this test.
      await work.catch((error) => expect(refusalOf(error).message, damaged).toMatch(/。$/))
    }
  })

  test('is refused by the process that works on it as it is here', async () => {
    const template = await officeTemplate(p(r('{密级}')))
    expect(await fillTemplate(template, own)).toEqual(await answer(template, own))
  })
})

describe('content', () => {
  test.each([
    ['a table whose rows differ in length', { body: [{ kind: 'table', widths: [1, 1], head: ['甲'], rows: [] }] }],
    ['a day that is none', { date: '2026-02-30' }],
    ['no text', { body: [] }],
    ['a character that XML cannot say', { number: 'a\u0000' }],
    ['half a character', { number: '\ud842' }],
    ['a line break where none belongs', { number: 'a\nb' }],
    ['a title that begins with a line break', { title: '\n甲' }],
  ])('with %s is refused, the field named', async (_, wrong) => {
    const found = await answer(await defaultTemplate('report'), { ...samples.report, ...wrong } as PaperContent)
    expect(found).toMatchObject({
      code: 'document.content',
      detail: { field: expect.stringMatching(Object.keys(wrong)[0] as string) },
    })
  })
})
