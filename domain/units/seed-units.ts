import type { Unit, UnitKind } from './units.ts'

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
const chinese = (n: number): string => {
  if (n <= 10) return numerals[n - 1] ?? ''
  const tens = Math.floor(n / 10)
  return `${tens > 1 ? numerals[tens - 1] : ''}十${n % 10 ? numerals[(n % 10) - 1] : ''}`
}

const unit = (code: string, name: string, kind: UnitKind, parent: string | null): Unit => ({ code, name, kind, parent })
const two = (n: number): string => String(n).padStart(2, '0')

/** The communities the article names, then neutral ones: no list of the real twenty-eight is published. */
const named = ['华新街社区', '祥龙社区', '长江街社区']
const communityName = (n: number): string => named[n - 1] ?? `示范${chinese(n - named.length)}社区`

/** Places of the article, by community; all others are neutral. */
const places: Record<number, string[]> = {
  1: ['成南领寓', '示范花园'],
  3: ['商业广场一期', '示范家园'],
  4: ['伏龙小区', '示范新居'],
}
const estates = ['一期', '二期', '三期', '四期', '五期']

function community(n: number): Unit[] {
  const code = `c${two(n)}`
  const grids = Array.from({ length: 2 + (n % 2) }, (_, i) =>
    unit(`${code}-g${i + 1}`, `第${chinese(i + 1)}网格`, 'grid', code),
  )
  const count = n === 2 ? 5 : 3 + (n % 3)
  const names = Array.from({ length: count }, (_, i) => places[n]?.[i] ?? `示范苑${estates[i]}`)
  const compounds = names.map((name, i) => unit(`${code}-s${i + 1}`, name, 'compound', code))
  return [unit(code, communityName(n), 'community', 'jd'), ...grids, ...compounds]
}

/** The unit tree of the demo campaign: new area, sub-district, 28 communities with grids and compounds, and organs. */
export const seedUnits: readonly Unit[] = [
  unit('xq', '天府新区（示范）', 'area', null),
  unit('jd', '华阳街道（示范）', 'street', 'xq'),
  unit('zb', '百日攻坚工作组办公室', 'office', 'jd'),
  unit('o-cg', '城市管理办公室', 'office', 'jd'),
  unit('o-sz', '社区治理办公室', 'office', 'jd'),
  unit('o-aw', '安全生产委员会办公室', 'office', 'jd'),
  unit('o-zw', '政务服务中心', 'office', 'jd'),
  unit('o-sy', '食药监所', 'office', 'jd'),
  unit('o-gs', '工商所', 'office', 'jd'),
  { ...unit('v-xf', '消防救援大队', 'organ', 'jd'), agency: 'fire' },
  unit('v-pcs', '华阳派出所', 'organ', 'jd'),
  unit('v-tjq', '通济桥派出所', 'organ', 'jd'),
  unit('v-jj', '交警七分局', 'organ', 'jd'),
  unit('p-rq', '燃气公司', 'enterprise', 'jd'),
  unit('p-gd', '供电公司', 'enterprise', 'jd'),
  unit('p-gs', '供水公司', 'enterprise', 'jd'),
  unit('p-dt', '电梯维保单位', 'enterprise', 'jd'),
  ...Array.from({ length: 28 }, (_, i) => community(i + 1)).flat(),
]
