import { describe, expect, test } from 'vitest'
import { smallCatalogue, smallReference } from '../../../domain/hazard/given-tree.ts'
import { splitPaste } from '../../../platform/web/text/split-paste.ts'
import { judgeList } from './judge-list.ts'
import { listCommands } from './list-commands.ts'
import { type ListRow, readList } from './list-table.ts'

const ground = { units: smallReference.units, catalogue: smallCatalogue, today: '2026-03-02' }
const pasted = `区安委办关于反馈问题的通知附件
序号\t问题点位\t存在问题\t隐患类别\t所属社区\t整改责任单位\t整改时限\t备注
1\t示范花园3栋\t灭火器失压\t消防设施\t示范一社区\t消防救援大队\t2026-03-20\t
2\t示范小区门口\t通道堵塞严重\t1.3\t\t\t\t
3\t示范家园\t电线老化\t用电\t示范九社区\t交警队\t3月5日\t
合计\t3\t\t\t\t\t\t`
const rowsOf = (text: string) => readList(splitPaste(text)) as ListRow[]
const letter = { name: '区安委办反馈问题清单', on: '2026-02-27', photos: ['d'.repeat(64)] }
const sending = { book: 'b1', sender: 'p1', lists: [], takenAt: '2026-03-02T01:00:00Z', sheet: 'a'.repeat(64) }

describe('a superior’s list that is pasted', () => {
  test('is found by its headings, under its title, without its sum', () => {
    expect(rowsOf(pasted).map(({ line, cells }) => [line, cells.number, cells.place, cells.unit])).toEqual([
      [3, '1', '示范花园3栋', '消防救援大队'],
      [4, '2', '示范小区门口', ''],
      [5, '3', '示范家园', '交警队'],
    ])
    expect(readList(splitPaste('姓名\t电话\n张三\t1'))).toBeNull()
  })

  test('is judged row by row, in Chinese that names row and column', () => {
    const [first, second, third] = judgeList(rowsOf(pasted), ground)
    expect(first?.finding).toEqual({
      ...{ place: '示范花园3栋', description: '灭火器失压', item: '1.1', community: 'c01', site: 'c01-s1' },
      ...{ unit: 'v-xf', due: '2026-03-20' },
    })
    // The community follows from the compound in the place.
    expect(second?.finding).toMatchObject({ item: '1.3', community: 'c02', site: 'c02-s1', unit: null, due: null })
    expect(third?.finding).toBeNull()
    const said = third?.errors.map(({ say }) => say).join('')
    for (const words of [
      '第 5 行“类别”：“用电”',
      '第 5 行“社区”：没有叫“示范九社区”',
      '第 5 行“期限”：“3月5日”没有写年份',
    ])
      expect(said).toContain(words)
    const past = judgeList(rowsOf(pasted.replace('2026-03-20', '2026-02-20')), ground)[0]
    expect(past?.errors[0]?.say).toContain('已经过了')
    const twice = judgeList(rowsOf(pasted.replace('\n2\t', '\n1\t')), ground)[1]
    expect(twice?.errors[0]?.say).toBe('第 4 行“编号”：编号与第 3 行相同，请改成不同的，或空着。')
  })

  test('becomes one batch of reports on the superior’s behalf, the letter with each', () => {
    const [open, one, two, ...more] = listCommands(judgeList(rowsOf(pasted), ground), letter, sending)
    expect(more).toEqual([])
    expect(open).toMatchObject({ kind: 'batch', step: 'open', data: { rows: 3, of: 'superior', name: letter.name } })
    expect(one?.data).toMatchObject({
      source: 'superior',
      backfill: { found: '2026-02-27', batch: open?.stream, facts: { row: 3 }, words: { number: '1' } },
      paper: { on: '2026-02-27', photos: letter.photos },
      direct: { unit: 'v-xf', due: '2026-03-20' },
    })
    expect(two?.data.direct).toBeUndefined()
  })

  test('is the same wish when it is pasted again, and another once the first was taken back', () => {
    const judged = judgeList(rowsOf(pasted), ground)
    const ids = (lists: object[]) =>
      listCommands(judged, letter, { ...sending, lists: lists as never, takenAt: '2026-03-05T01:00:00Z' }).map(
        ({ id, stream }) => [id, stream],
      )
    expect(ids([])).toEqual(listCommands(judged, letter, sending).map(({ id, stream }) => [id, stream]))
    expect(ids([{ name: letter.name, undone: true }])[1]).not.toEqual(ids([])[1])
    expect(ids([{ name: '别的清单', undone: true }])).toEqual(ids([]))
  })
})
