import { describe, expect, it, test } from 'vitest'
import { ALIKE, alike, type Likeable, likest } from './similar.ts'

type Said = [item: string, site: string | null, place: string, description: string]
const report = ([item, site, place, description]: Said): Likeable => ({ item, site, place, description })

/** The same thing, told twice. */
const same: [Said, Said][] = [
  [
    ['1.3', 's1', '伏龙小区3栋2单元', '楼道堆放杂物，堵塞消防通道'],
    ['1.3', 's1', '伏龙小区三栋二单元楼道', '消防通道被杂物堵了'],
  ],
  [
    ['2.1', null, '华新街12号门口', '电动车飞线充电'],
    ['2.1', null, '华新街１２号', '有人私拉电线给电动车充电'],
  ],
  [
    ['1.1', 's2', '锦绣花园5幢', '灭火器过期，压力不足'],
    ['1.1', 's2', '锦绣花园5号楼一楼', '灭火器压力不足'],
  ],
  [
    ['3.2', null, '祥龙菜市场东门', '燃气软管老化开裂'],
    ['3.2', null, '祥龙菜市场东门王记面馆', '厨房燃气软管老化'],
  ],
  [
    ['4.1', 's1', '伏龙小区', '外墙瓷砖脱落，有坠落危险'],
    ['4.1', 's1', '伏龙小区', '外墙瓷砖往下掉，砸到人怎么办'],
  ],
  [
    ['5.1', null, '成都大道与天府路路口', '窨井盖破损'],
    ['5.1', null, '天府路成都大道路口', '窨井盖破了，车过就响'],
  ],
  [
    ['2.1', 's1', '伏龙小区地下车库B区', '配电箱门没锁，线路裸露'],
    ['2.1', 's1', '伏龙小区地下车库B区', '配电箱线路裸露'],
  ],
]

/** Not the same, however alike it sounds. */
const other: [Said, Said][] = [
  [
    ['1.3', 's1', '伏龙小区3栋2单元', '楼道堆放杂物，堵塞消防通道'],
    ['1.3', 's1', '伏龙小区7栋1单元', '楼道堆放杂物，堵塞消防通道'],
  ],
  [
    ['1.1', 's1', '伏龙小区3栋', '灭火器过期'],
    ['4.1', 's1', '伏龙小区3栋', '外墙瓷砖脱落，有坠落危险'],
  ],
  [
    ['2.1', null, '华新街12号', '电动车飞线充电'],
    ['2.1', null, '华新街86号', '电动车飞线充电'],
  ],
  [
    ['3.2', null, '祥龙菜市场东门王记面馆', '厨房燃气软管老化'],
    ['3.2', null, '天府路火锅店', '燃气瓶放在地下室'],
  ],
  [
    ['1.1', null, '祥龙菜市场东门', '灭火器压力不足'],
    ['1.1', 's1', '伏龙小区9栋1单元', '灭火器压力不足'],
  ],
  [
    ['1.1', null, '一品天下商场', '消火栓无水'],
    ['1.1', null, '示范中学', '灭火器过期'],
  ],
  [
    ['2.1', 's1', '伏龙小区地下车库', '配电箱线路裸露'],
    ['2.1', 's1', '伏龙小区门卫室', '插线板串接使用大功率取暖器'],
  ],
]

const told = ([, , place, description]: Said) => `${place}：${description}`

describe('two reports of one community', () => {
  test.each(same.map(([a, b]) => [told(a), told(b), a, b] as const))('%s ~ %s', (_a, _b, a, b) => {
    expect(alike(report(a), report(b))).toBeGreaterThanOrEqual(ALIKE)
  })

  test.each(other.map(([a, b]) => [told(a), told(b), a, b] as const))('%s ≠ %s', (_a, _b, a, b) => {
    expect(alike(report(a), report(b))).toBeLessThan(ALIKE)
  })

  it('are as alike one way round as the other, and most alike to themselves', () => {
    for (const [a, b] of [...same, ...other]) {
      expect(alike(report(a), report(b))).toBeCloseTo(alike(report(b), report(a)), 10)
      expect(alike(report(a), report(a))).toBe(1)
    }
  })

  it('of which one’s words are erased are not alike', () => {
    const erased = { item: '1.1', site: 's1', place: null, description: null }
    expect(alike(erased, erased)).toBe(0)
  })
})

describe('the likest', () => {
  it('come first, at most five, of the same item or the same compound', () => {
    const mine = report(['1.3', 's1', '伏龙小区3栋2单元', '楼道堆放杂物'])
    const near = report(['1.3', 's1', '伏龙小区3栋2单元', '楼道堆放杂物'])
    const nearly = report(['1.3', 's1', '伏龙小区3栋2单元楼道', '堆了很多杂物'])
    const elsewhere = report(['9.9', null, '伏龙小区3栋2单元', '楼道堆放杂物'])
    expect(likest(mine, [nearly, elsewhere, near])).toEqual([near, nearly])
    expect(
      likest(
        mine,
        Array.from({ length: 9 }, () => near),
      ),
    ).toHaveLength(5)
  })
})
