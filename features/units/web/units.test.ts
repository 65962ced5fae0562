import { describe, expect, test } from 'vitest'
import type { Unit } from '../../../domain/units/units.ts'
import { readPasted } from './paste-units.ts'
import { pendingChanges, sayStretch } from './pending-words.ts'
import { sayPreview } from './preview-words.ts'
import { freeCode, treeLines } from './unit-tree.ts'

const unit = (code: string, kind: Unit['kind'], parent: string | null, more: Partial<Unit> = {}): Unit => ({
  ...{ code, name: `${code}名`, kind, parent },
  ...more,
})
const units = [
  unit('jd', 'street', null),
  unit('c10', 'community', 'jd'),
  unit('c02', 'community', 'jd'),
  unit('c02-g1', 'grid', 'c02'),
  unit('c01', 'community', 'jd', { off: 'ended', to: '2026-03-10', into: ['c02'] }),
  unit('zb', 'office', 'jd'),
]

describe('the tree', () => {
  test('lists each unit under its own, communities first, ended ones last, as far as it is open', () => {
    const codes = (open: (code: string) => boolean) => treeLines(units, open).map((line) => line.unit.code)
    expect(codes(() => false)).toEqual(['jd'])
    expect(codes((code) => code === 'jd')).toEqual(['jd', 'c02', 'c10', 'zb', 'c01'])
    expect(codes(() => true)).toEqual(['jd', 'c02', 'c02-g1', 'c10', 'zb', 'c01'])
  })

  test('gives the next free code of each kind', () => {
    const taken = new Set(['c01', 'c02', 'c01-g1', 'o-js'])
    expect(freeCode('community', 'jd', taken)).toBe('c03')
    expect(freeCode('grid', 'c01', taken)).toBe('c01-g2')
    expect(freeCode('compound', 'c01', taken)).toBe('c01-s1')
    expect(freeCode('office', 'jd', taken, 'js')).toBe('o-js2')
    expect(freeCode('office', 'jd', taken)).toBe('o-1')
  })
})

describe('changes to come', () => {
  const say = (code: string) => `${code}名`

  test('are listed by their day, a split once', () => {
    const changing = [
      unit('c01', 'community', 'jd', {
        ...{ to: '2026-03-10', into: ['c03', 'c04'] },
        splits: [
          {
            from: '2026-03-10',
            at: '',
            parts: [
              { code: 'c03', takes: [] },
              { code: 'c04', takes: [] },
            ],
          },
        ],
      }),
      unit('c03', 'community', 'jd', { from: '2026-03-10', off: 'later' }),
      unit('c04', 'community', 'jd', { from: '2026-03-10', off: 'later' }),
      unit('c02', 'community', 'jd', {
        names: [
          { name: '旧', from: '', at: '' },
          { name: '新', from: '2026-03-05', at: '' },
        ],
      }),
      unit('o-1', 'office', 'jd', { to: '2026-03-08', into: ['o-2'] }),
      unit('c01-s9', 'compound', 'c01', { from: '2026-03-06' }),
    ]
    expect(pendingChanges(changing, '2026-03-04', say).map(({ day, words }) => `${day} ${words}`)).toEqual([
      '2026-03-05 c02名改名为新',
      '2026-03-06 启用c01-s9名',
      '2026-03-08 o-1名并入o-2名',
      '2026-03-10 c01名分设为c03名、c04名',
    ])
    expect(pendingChanges(changing, '2026-03-10', say)).toEqual([])
  })

  test('are said beside the unit', () => {
    expect(sayStretch(units[4]!)).toBe('2026年3月10日撤销')
    expect(sayStretch(unit('x', 'grid', 'c01', { from: '2026-03-05', off: 'later' }))).toBe('2026年3月5日启用')
    expect(sayStretch(units[1]!)).toBe('')
  })

  test('say what they will do, officers by name and grid workers by number', () => {
    const along = (name: string) => ({ name, role: 'grid', unit: 'c01-g1', to: 'c03' })
    const preview = {
      from: '2026-03-10',
      hazards: [{ from: 'c01', to: 'c03', n: 43 }],
      hands: [{ from: 'o-1', to: 'o-2', n: 2 }],
      finished: 15,
      people: [{ name: '甲', role: 'community', from: 'c01', to: 'c03' }],
      along: [along('乙'), along('丙')],
    }
    expect(sayPreview(preview, say)).toEqual([
      '自 2026年3月10日 零时起生效；之前任何一天的数字和名称都不变。',
      '未销号的隐患：43 条由c01名转到c03名，2 条由o-1名转到o-2名；编号、状态、期限都不变。',
      '已销号和不列入的 15 条留在原名下，由接续的单位查看。',
      '人员：甲（社区两委）由c01名转到c03名；网格员 2 人随网格或小区到c03名。',
    ])
    expect(sayPreview({ from: '', hazards: [], hands: [], finished: 0, people: [], along: [] }, say)).toEqual([
      '没有未销号的隐患因此转办。',
      '没有人员因此调整。',
    ])
  })
})

describe('pasted lines', () => {
  const communities = [{ code: 'c01', name: '华新街社区' }]
  const read = (text: string) => readPasted(text, communities, () => new Set(['旧苑']))

  test('are units of a community, by comma, tab or semicolon, with or without the word 社区', () => {
    expect(
      read('华新街社区，新苑一\n华新街\t新苑二\n\nc01;新苑三').map(({ community, name, said }) => [
        community,
        name,
        said,
      ]),
    ).toEqual([
      ['c01', '新苑一', ''],
      ['c01', '新苑二', ''],
      ['c01', '新苑三', ''],
    ])
  })

  test('say by their number what is wrong with them', () => {
    const faults = read('别处，新苑\n华新街社区\n华新街社区，旧苑\n华新街社区，甲\n华新街社区，甲\n华新街社区，乙，丙')
    expect(faults.map(({ line, said }) => `${line} ${said}`)).toEqual([
      '1 没有“别处”这个社区',
      '2 每行写两项：社区，名称',
      '3 华新街社区已有“旧苑”',
      '4 ',
      '5 与前面一行重复',
      '6 每行写两项：社区，名称',
    ])
  })
})
