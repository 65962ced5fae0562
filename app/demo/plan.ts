import type { Source } from '../../domain/hazard/state.ts'
import { sceneOf } from './photos.ts'
import { between, pick } from './random.ts'
import { callUpWords, chengnan, fixWords, hazardWords, itemCodes, plazaItems, voidWords } from './texts.ts'

/** What the article announces for day 17. The demo reaches these figures through the real rules only. */
const targets = { closed: 336, community: 996, called: 822, void: 41 } as const
export const DAYS = 17

type Fate = 'closed' | 'closed-by-street' | 'reported' | 'handling' | 'rectified' | 'called' | 'void'

export interface Site {
  community: string
  site: string
  name: string
}

/** A hazard of the demo before it has a time: who and what, and how far it gets. */
interface Case {
  fate: Fate
  item: string
  site: Site
  place: string
  description: string
  source?: Source
}

/** One command of the demo: which duty sends it, when (0 is the start of day 1, 1 the moment of loading). */
export interface Move {
  at: number
  hazard: number
  who:
    | 'grid'
    | 'grid2'
    | 'volunteer'
    | 'property'
    | 'community'
    | 'colleague'
    | 'office'
    | 'checker'
    | `handler@${string}`
  community: string
  step: string
  data: Record<string, unknown>
  /** Photos to name: of which scene's item, before or after. */
  photos?: { before?: boolean; after?: boolean }
  item: string
}

function fates(): Fate[] {
  const street = 36
  const reported = 214
  const rectified = 163
  const count: Record<Fate, number> = {
    closed: targets.closed - street,
    'closed-by-street': street,
    reported,
    rectified,
    handling: targets.community - reported - rectified,
    called: targets.called,
    void: targets.void,
  }
  return (Object.entries(count) as [Fate, number][]).flatMap(([fate, n]) => Array.from({ length: n }, () => fate))
}

function shuffled<T>(random: () => number, list: T[]): T[] {
  const out = [...list]
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[out[i], out[j]] = [out[j] as T, out[i] as T]
  }
  return out
}

/** The named places first, none of them left out, then whatever fills the figures. */
function cases(random: () => number, sites: readonly Site[]): Case[] {
  const named = (name: string) => sites.find((site) => site.name === name) ?? (sites[0] as Site)
  const plaza = named('商业广场一期')
  const fixed = [
    ...plazaItems.map((item) => ({ item, site: plaza, ...hazardWords(random, item, plaza.name) })),
    ...chengnan.map((one) => ({ ...one, site: named('成南领寓'), source: 'joint' as const })),
    ...Array.from({ length: 12 }, (_, i) => ({
      item: '8.1',
      site: named('伏龙小区'),
      place: `伏龙小区${i + 1}栋旁消防车通道`,
      description: '违停车辆占用消防车通道，老旧安置小区车位不足',
    })),
  ]
  const found = shuffled(
    random,
    fates().filter((fate) => fate !== 'void'),
  )
  const voids = fates().filter((fate) => fate === 'void')
  const rest = shuffled(random, [...found.slice(fixed.length), ...voids])
  // 商业广场一期 has the thirty that the article counts, and no more.
  const others = sites.filter((site) => site !== plaza)
  return [...found.slice(0, fixed.length), ...rest].map((fate, i) => {
    const given = fixed[i]
    if (given) return { fate, ...given }
    const item = pick(random, itemCodes)
    const site = pick(random, others)
    return { fate, item, site, ...hazardWords(random, item, site.name) }
  })
}

/** Items the catalogue grades ordinary: only those may be fixed on the spot. */
const notOrdinary = new Set(['1.4', '1.5', '2.2', '2.3', '3.2', '5.2', '7.2'])

/** The named volunteer and property representative find some of what still waits in their community. */
function finderOf(random: () => number, { fate, site }: Case): 'grid' | 'grid2' | 'volunteer' | 'property' {
  const grid = pick(random, ['grid', 'grid2'] as const)
  if (site.community !== 'c01' || (fate !== 'reported' && fate !== 'handling') || random() > 0.4) return grid
  return site.site === 'c01-s1' ? 'property' : 'volunteer'
}

/** How hazards came to be known: mostly on patrol, some told by people. */
function sourceOf(random: () => number): Source {
  const roll = random()
  if (roll < 0.7) return 'patrol'
  if (roll < 0.82) return 'resident'
  return roll < 0.92 ? 'community' : 'meeting'
}

/** Department that the street asks for an item, by item or by category. */
const leads: Record<string, string> = {
  '1': 'v-xf',
  '2': 'p-gd',
  '2.2': 'p-rq',
  '2.3': 'p-dt',
  '3': 'o-aw',
  '4': 'o-cg',
  '5': 'v-pcs',
  '6': 'o-sy',
  '7': 'o-sz',
  '8': 'v-jj',
  '9': 'o-sz',
}
export const leadUnits = [...new Set(Object.values(leads))]
const leadOf = (item: string): string => leads[item] ?? leads[item.charAt(0)] ?? 'o-aw'

function movesOf(random: () => number, one: Case, hazard: number, dueAfter: (days: number) => string): Move[] {
  const { item, site, fate } = one
  const start = fate === 'reported' ? 0.75 + random() * 0.24 : random() * (fate === 'handling' ? 0.92 : 0.8)
  const next = (from: number) => from + (1 - from) * (0.08 + random() * 0.3)
  const base = { hazard, community: site.community, item }
  const finder = finderOf(random, one)
  const told = { community: site.community, item, place: one.place, description: one.description, site: site.site }
  const source = finder === 'volunteer' || finder === 'property' ? finder : (one.source ?? sourceOf(random))
  const report: Move = {
    ...base,
    at: start,
    who: finder,
    step: 'report',
    data: { ...told, source },
    photos: { before: random() < 0.6 },
  }
  const t1 = next(start)
  const t2 = next(t1)
  const t3 = next(t2)
  const t4 = next(t3)
  // 成南领寓 has a representative with an account: what is open there lies with him.
  const handed = fate === 'handling' && site.site === 'c01-s1' ? site.site : site.community
  const verify: Move = { ...base, at: t1, who: 'community', step: 'verify', data: { unit: handed } }
  const callUp = {
    ...base,
    who: 'community',
    step: 'call-up',
    data: callUpWords(random),
  } as const
  const rectify = (at: number, who: Move['who']): Move => ({
    ...base,
    at,
    who,
    step: 'rectify',
    data: { note: fixWords(random, item) },
    photos: { after: true },
  })
  const close = (at: number, who: Move['who']): Move => ({
    ...base,
    at,
    who,
    step: 'close',
    data: { note: item.startsWith('7') ? '回访双方，已无异议' : '现场复查，整改到位' },
  })
  switch (fate) {
    case 'reported':
      return [report]
    case 'handling':
      return [report, verify]
    case 'rectified':
      return [report, verify, rectify(t2, 'community')]
    case 'called':
      return random() < 0.5 ? [report, { ...callUp, at: t1 }] : [report, verify, { ...callUp, at: t2 }]
    case 'void':
      return [
        report,
        { ...base, at: t1, who: 'community', step: 'void', data: { reason: voidWords(random) } },
        { ...base, at: t2, who: 'office', step: 'void', data: { reason: '同意社区意见' } },
      ]
    case 'closed-by-street': {
      const lead = leadOf(item)
      const assign: Move = {
        ...base,
        at: t2,
        who: 'office',
        step: 'assign',
        data: { unit: lead, due: dueAfter(between(random, 20, 30)) },
      }
      return [report, { ...callUp, at: t1 }, assign, rectify(t3, `handler@${lead}`), close(t4, 'checker')]
    }
    case 'closed': {
      if (random() < 0.7 && sceneOf(item) && !notOrdinary.has(item)) {
        const spot: Move = {
          ...report,
          data: { ...told, source, fixed: { note: fixWords(random, item) } },
          photos: { before: true, after: true },
        }
        return [spot, close(t1, 'colleague')]
      }
      return [report, verify, rectify(t2, 'community'), close(t3, 'colleague')]
    }
  }
}

/** Every command of the campaign in order of time, the last at the moment of loading. */
export function planCampaign(random: () => number, sites: readonly Site[], dueAfter: (days: number) => string): Move[] {
  const moves = cases(random, sites)
    .flatMap((one, hazard) => movesOf(random, one, hazard, dueAfter))
    .sort((a, b) => a.at - b.at)
  const last = moves[moves.length - 1]?.at ?? 1
  return moves.map((move) => ({ ...move, at: move.at / last }))
}

/**
 * Campaign time to an instant: people work from 8 to 20 h Shanghai time, on day 17 up to the moment of loading.
 * @param at 0..1 @param end the moment of loading, ms since 1970
 */
export function timeOf(at: number, end: number): number {
  const day = 86_400_000
  const shift = 8 * 3_600_000
  const midnight = Math.floor((end + shift) / day) * day - shift
  const worked = 12 * 3_600_000
  const today = Math.max(end - midnight - 8 * 3_600_000, 60_000)
  const lastShare = Math.min(today, worked)
  const total = (DAYS - 1) * worked + lastShare
  const done = at * total
  const n = Math.min(Math.floor(done / worked), DAYS - 1)
  if (n < DAYS - 1) return midnight - (DAYS - 1 - n) * day + 8 * 3_600_000 + (done - n * worked)
  const from = Math.max(end - lastShare, midnight)
  return Math.min(from + ((done - n * worked) / lastShare) * (end - from), end - 1000)
}
