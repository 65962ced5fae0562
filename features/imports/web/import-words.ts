import type { ImportView } from '../contract.ts'

const part = (n: number | undefined, say: (n: number) => string): string[] => (n ? [say(n)] : [])

/** What the preview counted, in one line that adds up. */
export function sayCounts({ counts, kind }: ImportView): string {
  const parts = [
    `共 ${counts.rows} 行`,
    kind === 'export' ? `${counts.ready} 行有改动` : `${counts.ready} 行可以导入`,
    `${counts.errors} 行有错`,
    ...part(counts.same, (n) => (kind === 'export' ? `${n} 行没有改动` : `${n} 行已在台账里，不会重复`)),
    ...part(counts.suspected, (n) => `可以导入的里有 ${n} 行可能重复`),
    ...part(counts.asides, (n) => `略过示例、合计等 ${n} 行`),
  ]
  return parts.join('，')
}

/** What came of it. */
export function sayResult({ counts, kind, status }: ImportView): string {
  if (status === 'undone') {
    const kept = counts.kept ? `；${counts.kept} 条已有人办理，留在台账里` : ''
    return `已撤销 ${counts.retracted ?? 0} 条${kept}。`
  }
  const done = kind === 'export' ? `已更正 ${counts.imported ?? 0} 条` : `已导入 ${counts.imported ?? 0} 条`
  const more = [
    ...part(counts.skipped, (n) => `跳过可能重复的 ${n} 条`),
    ...part(counts.refused, (n) => `${n} 条没有办成`),
  ]
  return `${[done, ...more].join('，')}。`
}

export const statusWords: Record<ImportView['status'], string> = {
  preview: '待确认',
  confirming: '正在导入',
  done: '已导入',
  undoing: '正在撤销',
  undone: '已撤销',
}
