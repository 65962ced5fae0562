import { testReport, type Who } from '../ledger/test-book.ts'
import type { TestApp } from './test-app.ts'

/** What a hazard is, as far as rights go. Written down by hand beside the steps that lead there. */
export interface Thing {
  status: 'reported' | 'handling' | 'rectified' | 'called' | 'closed' | 'void'
  community: 'c01' | 'c02'
  site: string | null
  /** Responsible unit, who holds it now, and who put it there. */
  unit: string
  holder: string | null
  by: string
  helpers: string[]
  level: 'community' | 'street'
  reporter: Who
  fixer?: Who
  recorder?: Who
  major?: true
  superior?: true
  proposed?: true
  /** Who leads its supervision (挂牌督办). */
  led?: string
  /** The fire agency has spoken. */
  determined?: true
  /** Who called it 疑似重大. */
  flagger?: Who
  /** Came in from a sheet, without photos. */
  backfilled?: true
  /** Somebody of the unit has opened it. */
  received?: true
  /** More time was asked for: who did, and whose answer it needs. */
  asked?: { by: Who; answer: 'office' | 'leader' }
  /** Somebody has acted since the report. */
  touched?: true
  /** How it comes about: who takes which step. */
  history: [Who, string, object][]
}

const plain: Thing = {
  status: 'reported',
  community: 'c01',
  site: null,
  unit: 'c01',
  holder: 'c01',
  by: 'c01',
  helpers: [],
  level: 'community',
  reporter: 'volunteer',
  history: [['volunteer', 'report', testReport]],
}

function then(thing: Thing, who: Who, step: string, data: object, change: Partial<Thing>): Thing {
  return { ...thing, touched: true, ...change, history: [...thing.history, [who, step, data]] }
}

const reportedBy = (reporter: Who, more: object, change: Partial<Thing>): Thing => ({
  ...plain,
  reporter,
  ...change,
  history: [[reporter, 'report', { ...testReport, ...more }]],
})

const due = '2026-04-01'
const fix = { note: '已处理', photos: [] }
const note = { note: '看过', photos: [] }
const far = { community: 'c02' } as const
const inFar = { ...far, unit: 'c02', holder: 'c02', by: 'c02' }

const verified = then(plain, 'community', 'verify', { unit: 'c01' }, { status: 'handling' })
const called = then(
  plain,
  'community',
  'call-up',
  { reason: '难', tried: '劝' },
  { status: 'called', unit: 'zb', holder: 'zb', level: 'street' },
)
const toFire = { status: 'handling', unit: 'v-xf', holder: 'v-xf', by: 'zb' } as const
const fire = then(called, 'office', 'assign', { unit: 'v-xf', due }, toFire)
const urban = then(
  called,
  'office',
  'assign',
  { unit: 'o-cg', due },
  { status: 'handling', unit: 'o-cg', holder: 'o-cg', by: 'zb' },
)
const more = { due: '2026-05-08', reason: '配件要定制' }
const compound = then(
  reportedBy('property', { site: 'c01-s1' }, { site: 'c01-s1' }),
  'community',
  'verify',
  { unit: 'c01-s1' },
  { status: 'handling', unit: 'c01-s1', holder: 'c01-s1' },
)
const fixed = then(verified, 'community', 'rectify', fix, { status: 'rectified', fixer: 'community' })
const fixedByFire = then(fire, 'fire', 'rectify', fix, { status: 'rectified', fixer: 'fire', holder: 'zb' })
const major = then(
  reportedBy('grid', { item: '1.3' }, { major: true }),
  'community',
  'verify',
  { unit: 'c01' },
  {
    status: 'handling',
  },
)
const farReported = reportedBy('community2', far, inFar)
const farVerified = then(farReported, 'community2', 'verify', { unit: 'c02' }, { status: 'handling' })
const farCalled = then(
  farReported,
  'community2',
  'call-up',
  { reason: '难', tried: '劝' },
  { status: 'called', unit: 'zb', holder: 'zb', level: 'street' },
)
const farFixed = then(farVerified, 'community2', 'rectify', fix, { status: 'rectified', fixer: 'community2' })

export const things: Record<string, Thing> = {
  'reported by a volunteer': plain,
  'reported by the grid worker': reportedBy('grid', {}, {}),
  'reported by the property': reportedBy('property', { site: 'c01-s1' }, { site: 'c01-s1' }),
  'reported by the branch': reportedBy('branch', { site: 'c01-s1' }, { site: 'c01-s1' }),
  'reported by a department': reportedBy('fire', {}, {}),
  'found by the superior': reportedBy('superior', {}, { superior: true }),
  'commented by the community': then(plain, 'community', 'comment', { text: '去看' }, {}),
  'proposed for leaving out': then(plain, 'community', 'void', { reason: '不实' }, { proposed: true }),
  'handled by the community': verified,
  'handled by the grid': then(
    plain,
    'community',
    'verify',
    { unit: 'c01-g1' },
    { status: 'handling', unit: 'c01-g1', holder: 'c01-g1' },
  ),
  'handled by the compound': compound,
  'sent back to the community': then(
    called,
    'office',
    'send-back',
    { reason: '可自办', due },
    { status: 'handling', unit: 'c01', holder: 'c01', by: 'zb', level: 'community' },
  ),
  'called up': called,
  'handled by the fire brigade': fire,
  'handled by the town office': urban,
  'received by the town office': then(urban, 'urban', 'receive', {}, { received: true }),
  'asked more time for': then(urban, 'urban', 'ask-extension', more, { asked: { by: 'urban', answer: 'office' } }),
  'asked more time for works': then(
    urban,
    'urban',
    'ask-extension',
    { ...more, works: true },
    { asked: { by: 'urban', answer: 'leader' } },
  ),
  'handled with a helper': then(
    called,
    'office',
    'assign',
    { unit: 'v-xf', due, helpers: ['o-cg'] },
    {
      ...toFire,
      helpers: ['o-cg'],
    },
  ),
  'refused by the fire brigade': then(fire, 'fire', 'refuse', { reason: '不属' }, { unit: 'zb', holder: 'zb' }),
  'rectified by the community': fixed,
  'rectified by the compound': then(compound, 'property', 'rectify', fix, {
    status: 'rectified',
    fixer: 'property',
    holder: 'c01',
  }),
  'rectified by the fire brigade': fixedByFire,
  'recorded for the party': then(
    verified,
    'colleague',
    'rectify',
    { ...fix, by: 'party' },
    {
      status: 'rectified',
      recorder: 'colleague',
    },
  ),
  'rectified, and major': then(major, 'community', 'rectify', fix, {
    status: 'rectified',
    fixer: 'community',
    holder: 'zb',
  }),
  'rectified, and 疑似重大': then(
    fixed,
    'volunteer',
    'flag',
    { reason: '多户' },
    { flagger: 'volunteer', holder: 'zb' },
  ),
  'called 疑似重大 by the office': then(plain, 'office', 'flag', { reason: '多户' }, { flagger: 'office' }),
  'found by the office, called 疑似重大 by the grid worker': then(
    reportedBy('office', {}, {}),
    'grid',
    'flag',
    { reason: '多户' },
    { flagger: 'grid' },
  ),
  'corrected by the community': then(verified, 'colleague', 'correct', { place: '5栋', reason: '写错' }, {}),
  'under a plate that the town office leads': then(
    plain,
    'leader',
    'hang',
    { unit: 'o-cg', due, requirement: '限期整治' },
    { led: 'o-cg' },
  ),
  'determined as major by the fire agency': then(
    fire,
    'fire',
    'determine',
    { result: 'major', standard: 'GB35181-2025', basis: '直接判定要素' },
    { major: true, determined: true },
  ),
  'determined as not major by the fire agency': then(
    fire,
    'fire',
    'determine',
    { result: 'not', standard: 'GB35181-2025', basis: '不符合判定要素' },
    { determined: true },
  ),
  'taken over from a sheet as fixed': reportedBy(
    'office',
    { backfill: { found: '2025-11-03', reason: '台账' }, fixed: { note: '已清', photos: [] } },
    { status: 'rectified', recorder: 'office', backfilled: true },
  ),
  closed: then(fixed, 'colleague', 'close', note, { status: 'closed', holder: null }),
  'closed after the fire brigade': then(fixedByFire, 'checker', 'close', note, { status: 'closed', holder: null }),
  'left out': then(plain, 'office', 'void', { reason: '不实' }, { status: 'void', holder: null }),
  'far: reported': farReported,
  'far: handled': farVerified,
  'far: handled by the compound': then(
    farReported,
    'community2',
    'verify',
    { unit: 'c02-s1' },
    {
      status: 'handling',
      unit: 'c02-s1',
      holder: 'c02-s1',
    },
  ),
  'far: called up': farCalled,
  'far: handled by the fire brigade': then(farCalled, 'office', 'assign', { unit: 'v-xf', due }, toFire),
  'far: rectified': farFixed,
  'far: closed': then(farFixed, 'checker', 'close', note, { status: 'closed', holder: null }),
}

/** Makes a hazard that is such a thing, step by step over HTTP. */
export async function make(server: TestApp, thing: Thing): Promise<string> {
  const stream = server.book.id()
  for (const [who, step, data] of thing.history) {
    const result =
      step === 'hang'
        ? await server.step(who, step, { ...data, cases: [stream] }, server.book.id(), { kind: 'supervision' })
        : await server.step(who, step, data, stream)
    if (result.status !== 'accepted') throw new Error(`${who} ${step}: ${JSON.stringify(result.problem)}`)
  }
  return stream
}
