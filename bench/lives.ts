import { between, pick } from '../app/demo/random.ts'
import { callUpWords, fixWords, hazardWords, itemCodes } from '../app/demo/texts.ts'
import { addDays, shanghaiDate } from '../domain/calendar/working-days.ts'
import { seedUnits } from '../domain/units/seed-units.ts'

/** One command to come: at a share of the time, by whom (`duty@unit`), and what. */
export interface Move {
  at: number
  who: string
  step: string
  data(now: string): Record<string, unknown>
}

export const communities = seedUnits.filter(({ kind }) => kind === 'community').map(({ code }) => code)
const compounds = seedUnits.filter(({ kind }) => kind === 'compound')
/** Departments that the street asks. */
export const leads = ['v-xf', 'p-gd', 'p-rq', 'o-aw', 'o-cg', 'o-sy', 'o-sz']
/** Words that few cases have: what a rare search looks for. */
const rare = ['墙内发现白蚁', '花坛种着龙舌兰', '窨井盖翘起', '旗杆拉索锈断', '鸽棚堵住天窗']
const roads = ['建设路', '正北街', '滨河路', '华阳大道', '麓山大道', '祥龙街', '伏龙路', '古城街', '通济巷', '戛纳湾路']
const remarks = [
  '已电话催办',
  '住户不在家，改日再看',
  '施工方答应本周进场',
  '材料已到，待安装',
  '请物业配合',
  '已拍照留存',
]

function wordsOf(random: () => number, item: string, site: string) {
  const words = hazardWords(random, item, site)
  const place = random() < 0.4 ? `${pick(random, roads)}${between(random, 1, 300)}号${words.place}` : words.place
  const odd = random() < 0.0005 ? `，${pick(random, rare)}` : ''
  return { place, description: `${words.description}${odd}` }
}

const later = (days: number) => (now: string) => addDays(shanghaiDate(now), days)

/** What happens to one case, in order; how far it gets is a matter of its start and of luck. */
export function lifeOf(random: () => number, span: number): Move[] {
  const site = pick(random, compounds)
  const community = site.parent ?? ''
  const item = pick(random, itemCodes)
  const words = wordsOf(random, item, site.name)
  const source = pick(random, ['patrol', 'patrol', 'patrol', 'resident', 'meeting', 'community'])
  const told = { community, item, ...words, site: site.code, photos: [], source }
  let at = random()
  const moves: Move[] = []
  const then = (who: string, step: string, data: Move['data'] | Record<string, unknown>) => {
    moves.push({
      at,
      who: who.includes('@') ? who : `${who}@${community}`,
      step,
      data: typeof data === 'function' ? data : () => data,
    })
    at += ((0.2 + random() * 6) / span) * (random() < 0.1 ? 5 : 1)
  }
  const remark = () => random() < 0.75 && then('community', 'comment', { text: pick(random, remarks) })
  const fixed = (who: string) => then(who, 'rectify', { note: fixWords(random, item), photos: [] })
  const close = (who: string) => then(who, 'close', { note: '现场复查，整改到位', photos: [] })
  then('grid', 'report', told)
  remark()
  const fate = random()
  if (fate < 0.05) {
    then('community', 'void', { reason: '现场核实不属实' })
    then('office@zb', 'void', { reason: '同意社区意见' })
    return moves
  }
  if (fate < 0.09) return moves
  if (fate < 0.3) {
    then('community', 'call-up', callUpWords(random))
    if (random() < 0.4) return moves
    const lead = pick(random, leads)
    then('office@zb', 'assign', (now) => ({ unit: lead, due: later(between(random, 10, 30))(now) }))
    remark()
    if (random() < 0.2) return moves
    fixed(`handler@${lead}`)
    if (random() < 0.1) return moves
    close('checker@jd')
    return moves
  }
  then('community', 'verify', { unit: community })
  remark()
  if (random() < 0.12) return moves
  fixed('community')
  remark()
  if (random() < 0.06) return moves
  if (random() < 0.25) {
    then('colleague', 'return', { reason: '现场仍未整改到位' })
    fixed('community')
  }
  close('colleague')
  return moves
}
