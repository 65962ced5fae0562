import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isProblem, type Problem } from '../../../domain/problem.ts'
import { attribute } from '../sheets/xml.ts'
import type { PaperContent } from './content.ts'
import type { PaperForm } from './forms.ts'
import { defaultTemplate, fillTemplate } from './papers.ts'
import { type Element, parsePart } from './parts.ts'

/** Is poppler here? Tests that measure pages are skipped by name where it is not. */
export const hasPoppler = ['pdftotext', 'pdffonts'].every(
  (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
)
export const popplerOnly = hasPoppler ? '' : '（没有 poppler：未跑；apt-get install poppler-utils）'

const common: PaperContent = {
  organ: '示范街道办事处',
  number: '示街办〔2026〕7号',
  title: '关于隐患排查整改情况的\n报告',
  addressee: '示范区安全生产委员会办公室',
  body: [
    { kind: 'paragraph', text: '示范街道组织各社区开展了隐患排查整改。现将有关情况报告如下。' },
    { kind: 'heading', level: 1, text: '基本情况' },
    { kind: 'heading', level: 2, text: '排查情况' },
    { kind: 'paragraph', text: '截至2026年11月28日17时，共排查隐患2154处，已销号336处。' },
    {
      kind: 'table',
      widths: [1, 3, 2],
      head: ['序号', '社区', '未销号'],
      rows: [
        ['1', '示范一社区', '65'],
        ['2', '示范二社区', '64'],
      ],
    },
    { kind: 'heading', level: 2, text: '存在问题' },
    { kind: 'heading', level: 3, text: '设施缺失' },
    { kind: 'heading', level: 4, text: '消火栓' },
    { kind: 'heading', level: 1, text: '下一步打算' },
    { kind: 'paragraph', text: '特此报告。' },
  ],
  attachments: ['未销号隐患清单', '提请协调解决事项一览表'],
  signature: '示范街道办事处',
  date: '2026-11-08',
  copies: '示范区应急管理局，示范区消防救援大队',
  issue: { office: '示范街道办事处党政办公室', date: '2026-11-09' },
}

/** One paper of each form, whole. */
export const samples: Record<PaperForm, PaperContent> = {
  report: { ...common, signer: '主任甲' },
  general: { ...common, title: '关于限期整改燃气隐患的通知' },
  letter: { ...common, title: '关于商请协助整治燃气隐患的函', issue: undefined },
  minutes: {
    ...common,
    organ: '示范街道专题会议',
    number: '第3期',
    title: '研究未销号隐患处置工作',
    addressee: undefined,
    attendance: { present: '主任甲、副主任乙', absent: '副主任丙', observers: '参谋丁' },
  },
}

export const proseOf = (text: string): PaperContent => ({ ...samples.report, body: [{ kind: 'paragraph', text }] })

/** A filled paper; a refusal fails the test that did not expect it. */
export async function filled(content: PaperContent, template?: Buffer): Promise<Buffer> {
  return sure(await fillTemplate(template ?? (await defaultTemplate('report')), content))
}

export function sure<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(`${found.code} ${found.message}`)
  return found
}

/** Runs a program of poppler on a PDF and gives what it says. */
export function poppler(program: string, pdf: Buffer, ...options: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'anlan-paper-'))
  try {
    const file = path.join(folder, 'paper.pdf')
    writeFileSync(file, pdf)
    const out = program === 'pdftotext' ? ['-'] : []
    return execFileSync(program, [...options, file, ...out], { encoding: 'utf8', timeout: 60_000 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface SeenLine {
  text: string
  /** Edges in points from the page's upper left corner. */
  left: number
  top: number
  right: number
}

const descendants = (element: Element, name: string): Element[] =>
  element.children.flatMap((one) => [...(one.name === name ? [one] : []), ...descendants(one, name)])

/** What stands on each page, line by line, as poppler measures it. */
export async function pagesOf(pdf: Buffer): Promise<SeenLine[][]> {
  const html = poppler('pdftotext', pdf, '-bbox').replace(/<!DOCTYPE[^>]*>/, '')
  const root = await parsePart(Buffer.from(html))
  return descendants(root, 'page').map((page) => {
    const words = descendants(page, 'word').map(({ raw, text }) => {
      const at = (name: string) => Number(attribute(raw, name))
      return { text: text.trim(), left: at('xMin'), right: at('xMax'), top: at('yMin'), bottom: at('yMax') }
    })
    const lines: (SeenLine & { bottom: number })[] = []
    for (const word of words) {
      const middle = (word.top + word.bottom) / 2
      const line = lines.find(({ top, bottom }) => Math.abs((top + bottom) / 2 - middle) < 3)
      if (line) Object.assign(line, { text: line.text + word.text, right: Math.max(line.right, word.right) })
      else lines.push(word)
    }
    return lines.sort((a, b) => a.top - b.top)
  })
}
