import { addWorkingDays, daysBetween } from '../../../domain/calendar/working-days.ts'
import { modeOf, type Reference } from '../../../domain/units/units.ts'
import type { HandledCase } from '../contract.ts'
import { type Block, counted, type Draft, itemOf, nameOf, paragraph, placeOf, sayDate } from './draft.ts'

/** What a letter is drafted from; `today` is a Shanghai day. */
export interface LetterSource {
  to: string
  cases: readonly HandledCase[]
  reference: Reference
  today: string
  /** 督办编号, where the office keeps such numbers. */
  mark?: string
}

/** Working days within which an answer is asked for; the clerk may change it in the text. */
const ANSWER = 3

const isAsked = ({ to, reference }: LetterSource): boolean => modeOf(reference.units, to) === 'request'
/** A vertical organ or an enterprise is addressed as a guest, what belongs to the street is not. */
const youOf = (source: LetterSource): string => (isAsked(source) ? '贵单位' : '你单位')
const answerBy = ({ reference, today }: LetterSource): string =>
  sayDate(addWorkingDays(reference.calendar, today, ANSWER).date)

const lateDays = ({ due }: HandledCase, today: string): number => Math.max(0, due ? daysBetween(due, today) : 0)

/** Longest words of a problem in the list; the whole of it is on the case's page. */
const PROBLEM = 100

function problemOf({ item, description }: HandledCase, reference: Reference): string {
  const said = description ?? ''
  return `${itemOf(reference, item)}：${said.length > PROBLEM ? `${said.slice(0, PROBLEM)}…` : said || '（文字已删除）'}`
}

/** A column that the letter adds: its head, its width in points, what it says of a case. */
type Column = [head: string, width: number, say: (one: HandledCase) => string]

/** What a table has for places and problems; the rest of the type area's 442 points is as wide as its words. */
const WORDS = 314

/** Every case once: number, place, problem, then what the letter adds of it. */
function caseTable({ cases, reference }: LetterSource, more: readonly Column[]): Block {
  const rows = cases.map((one, i) => [
    String(i + 1),
    one.number,
    placeOf(reference, one),
    problemOf(one, reference),
    ...more.map(([, , say]) => say(one)),
  ])
  const room = WORDS - more.reduce((sum, [, width]) => sum + width, 0)
  const widths = [36, 92, room * 0.45, room * 0.55, ...more.map(([, width]) => width)]
  return { kind: 'table', widths, head: ['序号', '编号', '点位', '存在问题', ...more.map(([head]) => head)], rows }
}

/** 2026.12.8: a day as tables have it, so that it stays in one line. */
const dueColumn = (head: string): Column => [head, 74, ({ due }) => due?.split('-').map(Number).join('.') ?? '尽快']

function sayExtent({ cases, reference }: LetterSource): string {
  const items = cases.map(({ item }) => itemOf(reference, item))
  const places = cases.map(({ community }) => nameOf(reference, community))
  return `安全隐患${cases.length}条（${counted(items, '条')}），分布在${counted(places, '条')}`
}

/** The one day by which all are due; null where they differ. */
function commonDue(cases: readonly HandledCase[]): string | null {
  const [due, ...others] = [...new Set(cases.map((one) => one.due))]
  return others.length === 0 && due ? due : null
}

/** 呼叫函: vertical organs and enterprises are asked for their help (商请), own offices told by when. */
export function draftCall(source: LetterSource): Draft {
  const { cases } = source
  const you = youOf(source)
  const due = commonDue(cases)
  const by = due ? `于${sayDate(due)}前` : '按表中所列时间'
  const table = caseTable(source, [dueColumn(isAsked(source) ? '办结时间' : '办结期限')])
  const found = `经排查，有${sayExtent(source)}，社区不能单独化解`
  const interim = '整改完成前，请采取必要的临时安全措施，防止发生事故。'
  if (isAsked(source))
    return {
      title: '关于商请协助整治安全隐患的函',
      body: [
        paragraph(`${found}，需${you}依职责支持处置。现将有关情况函告如下。`),
        table,
        paragraph(`商请${you}依法依职责予以处置，${by}办结，并于${answerBy(source)}前将办理安排函复我街道。${interim}`),
        paragraph('特此函商，请予支持。'),
      ],
    }
  return {
    title: '关于限期整治安全隐患的函',
    body: [
      paragraph(`${found}，属${you}职责范围。现将有关情况函告如下。`),
      table,
      paragraph(`请${by}办理完毕，并于${answerBy(source)}前书面反馈办理安排。${interim}`),
      paragraph('特此函告。'),
    ],
  }
}

/** How many days over each is, as of the day of drafting; what was asked for is 未反馈, never overdue. */
function saySlow(source: LetterSource): string {
  const late = source.cases.map((one) => lateDays(one, source.today)).filter((days) => days > 0)
  if (late.length === 0) return '均未到期限，须按期办结'
  const word = isAsked(source) ? '已过商请时间未反馈' : '已超过整改期限'
  return `其中${late.length}条${word}，最长${Math.max(...late)}天`
}

/** 督办函: what is late or needs pressing, how long each is over, what is asked meanwhile and by when to answer. */
export function draftPress(source: LetterSource): Draft {
  const { today, mark } = source
  const you = youOf(source)
  const asked = isAsked(source)
  const days = (one: HandledCase): string => {
    const late = lateDays(one, today)
    return late > 0 ? `${late}天` : '未到期'
  }
  return {
    title: asked ? '关于商请加快办理安全隐患的函' : '关于督办安全隐患整改工作的函',
    body: [
      ...(mark ? [paragraph(`督办编号：${mark}`)] : []),
      paragraph(
        `截至${sayDate(today)}，${you}正在办理${sayExtent(source)}。${saySlow(source)}。现予督办，具体情况如下。`,
      ),
      caseTable(source, [dueColumn(asked ? '办结时间' : '整改期限'), [asked ? '未反馈' : '已超期', 50, days]]),
      paragraph(
        `${asked ? '商请' : '请'}${you}抓紧办理，于${answerBy(source)}前将进展情况、未按期完成的原因和完成时间书面反馈我街道。整改完成前，请落实临时安全措施，明确专人负责，防止发生事故。`,
      ),
      paragraph(asked ? '特此函商，请予支持。' : '特此函告。'),
    ],
  }
}
