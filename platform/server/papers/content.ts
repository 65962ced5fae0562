import * as z from 'zod/mini'

/**
 * A brace inside the words of a paper stands as this character while placeholders are filled, so that words which look
 * like a placeholder are not taken for one. No paper may hold it.
 */
export const BRACE = '\u{10fffd}'

/** What XML can hold, without line breaks. */
const plain = /^[^\p{Cc}\p{Cs}\ufffe\uffff\u{10fffd}]+$/u
/** The same, broken into lines where the writer wants it (GB/T 9704 asks for titles in the shape of a trapezoid). */
const broken = /^(?:[^\p{Cc}\p{Cs}\ufffe\uffff\u{10fffd}]|(?!^)\n(?!$))+$/u

const text = (most: number) => z.string().check(z.maxLength(most), z.regex(plain))
const cell = z.string().check(z.maxLength(2000), z.regex(/^[^\p{Cc}\p{Cs}\ufffe\uffff\u{10fffd}]*$/u))

const table = z
  .object({
    kind: z.literal('table'),
    /** Relative widths of the columns; they share the width of the type area. */
    widths: z.array(z.number().check(z.gt(0))).check(z.minLength(1), z.maxLength(12)),
    head: z.array(cell),
    rows: z.array(z.array(cell)).check(z.maxLength(1000)),
  })
  .check(z.refine(({ widths, head, rows }) => [head, ...rows].every((row) => row.length === widths.length)))

const block = z.union([
  /** Its number (一、（一）1.（1）) is written by the engine, so that it is never wrong. */
  z.object({ kind: z.literal('heading'), level: z.literal([1, 2, 3, 4]), text: text(200) }),
  z.object({ kind: z.literal('paragraph'), text: text(20_000) }),
  table,
])

/** What one official paper says. Which of it a form needs, its template decides by its placeholders. */
export const paperContent = z.object({
  /** 发文机关; for minutes the meeting, as it stands before 纪要. */
  organ: text(60),
  /** 文号 as printed: 示街办〔2026〕7号; for minutes 第3期. */
  number: text(60),
  /** 签发人, on papers to a superior. */
  signer: z.optional(text(60)),
  title: z.string().check(z.maxLength(200), z.regex(broken)),
  /** 主送机关 without the colon. */
  addressee: z.optional(text(300)),
  body: z.array(block).check(z.minLength(1), z.maxLength(3000)),
  /** Names of the attachments, without numbers. */
  attachments: z.optional(z.array(text(200)).check(z.minLength(1), z.maxLength(50))),
  /** 署名. */
  signature: text(60),
  /** 成文日期, a Shanghai day; printed in Arabic numerals without leading zeros. */
  date: z.iso.date(),
  /** 抄送机关 without the full stop. */
  copies: z.optional(text(500)),
  /** Who issued it and on which day (印发机关、印发日期): the last line of the imprint. */
  issue: z.optional(z.object({ office: text(60), date: z.iso.date() })),
  /** 出席, 请假 and 列席 of minutes. */
  attendance: z.optional(
    z.object({ present: text(2000), absent: z.optional(text(2000)), observers: z.optional(text(2000)) }),
  ),
})

export type PaperContent = z.infer<typeof paperContent>
export type PaperBlock = PaperContent['body'][number]
export type PaperTable = Extract<PaperBlock, { kind: 'table' }>
