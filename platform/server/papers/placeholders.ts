import type { PaperContent } from './content.ts'

/** 2026-01-09 as GB/T 9704 prints a day: 2026年1月9日. */
function dayWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** Placeholders whose paragraph gives way to paragraphs. */
export const BODY = '正文'
export const ATTACHMENTS = '附件说明'
/** May need more room than its template gives it. */
export const SIGNATURE = '署名'

/** Placeholders that stand within a line, by the name that the template gives them in braces. */
const inLine: Record<string, (content: PaperContent) => string | undefined> = {
  发文机关: ({ organ }) => organ,
  文号: ({ number }) => number,
  签发人: ({ signer }) => signer,
  标题: ({ title }) => title,
  主送: ({ addressee }) => addressee,
  [SIGNATURE]: ({ signature }) => signature,
  成文日期: ({ date }) => dayWords(date),
  抄送: ({ copies }) => copies,
  印发机关: ({ issue }) => issue?.office,
  印发日期: ({ issue }) => issue && dayWords(issue.date),
  出席: ({ attendance }) => attendance?.present,
  请假: ({ attendance }) => attendance?.absent,
  列席: ({ attendance }) => attendance?.observers,
}

/** Every name a template may use. */
const knownNames: ReadonlySet<string> = new Set([...Object.keys(inLine), BODY, ATTACHMENTS])

/** The words for each placeholder that stands within a line; a name is absent where the paper does not say it. */
export function wordsFor(content: PaperContent): Map<string, string> {
  const found = Object.entries(inLine).map(([name, read]) => [name, read(content)] as const)
  return new Map(found.flatMap(([name, words]) => (words === undefined ? [] : [[name, words]])))
}

/** Names of all that this paper says and a template must therefore have a place for. */
export function namesSaid(content: PaperContent): string[] {
  return [...wordsFor(content).keys(), BODY, ...(content.attachments ? [ATTACHMENTS] : [])]
}

/** A placeholder is a name between half-width braces; anything else that has a brace was meant to be one. */
const token = /\{([^{}｛｝]*)\}|[{｛][^{}｛｝]{0,12}[}｝]?|[}｝]/g

/** What stands in braces, in the order of the text: names of placeholders, and what is none as it stands. */
export function placeholdersIn(text: string): { names: string[]; unknown: string[] } {
  const found = [...text.matchAll(token)]
  const isKnown = (name: string | undefined): name is string => name !== undefined && knownNames.has(name)
  return {
    names: found.flatMap(([, name]) => (isKnown(name) ? [name] : [])),
    unknown: found.flatMap(([whole, name]) => (isKnown(name) ? [] : [whole])),
  }
}
