/**
 * 按期率, in the version that is printed under the figure: the formulas in use elsewhere disagree, so a change of this
 * one is a new version with its own words. Our own rule, after 按期结案率 = 按期结案 / 应结案.
 */
export const onTimeFormula = {
  version: '2026-1',
  says: '按期率 = 按期办结 ÷ 应办，应办 = 按期办结 + 超期',
  notes: [
    '每条隐患按经手分段，每段只计在经手单位自己名下；核实、整改、研判、复查各有期限。',
    '期限当日及以前办出的为按期；以后办出的，或过了期限还没有办出的，为超期；还没有到期限的不算应办。',
    '延期的按准予的期限计，另列按原期限办结的条数。',
    '退单成立的不计；还没有认定的先不计；不成立又交回原单位的，从首次交办起、按首次的期限并作一段。',
    '没过期限就被别人改派、提请或转走的，不算办结，也不算应办，另列。',
    '商请不计超期，只列未反馈；待议决、缓办、报上级期间没有期限，不计。',
  ],
} as const

/** Kinds of legs that a figure counts and a list shows; the first seven are all legs, each once. */
export const legFigures = {
  onTime: '按期',
  late: '超期',
  running: '未到期',
  refused: '退单成立',
  judging: '退单待认定',
  taken: '改派收回',
  asked: '商请',
  counted: '应办',
  inFirst: '按原期限办结',
  extended: '延过期',
  unanswered: '商请未反馈',
} as const
export type LegFigure = keyof typeof legFigures
export const legFigureNames = Object.keys(legFigures) as [LegFigure, ...LegFigure[]]
