import type { Thing } from './rights-objects.ts'
import type { Caller } from './test-app.ts'

/** The rights as the handbook says them, written a second time and without the domain's code. */
const place: Partial<Record<Caller, string>> = { community: 'c01', colleague: 'c01', community2: 'c02' }
const isOfficer = (who: Caller, thing: Thing): boolean => place[who] === thing.community

const seesAll: readonly Caller[] = ['office', 'checker', 'leader', 'superior', 'auditor']
const unitOf: Partial<Record<Caller, string>> = { property: 'c01-s1', branch: 'c01-s1', fire: 'v-xf', urban: 'o-cg' }

export function sees(who: Caller, thing: Thing): boolean {
  if (who === 'stranger' || who === 'admin') return false
  if (seesAll.includes(who) || who === thing.reporter || isOfficer(who, thing)) return true
  if (who === 'grid') return thing.community === 'c01'
  const unit = unitOf[who]
  return unit !== undefined && [thing.unit, thing.holder, thing.site, thing.led, ...thing.helpers].includes(unit)
}

/** Whose hands the responsible unit has. */
const hands: Record<string, readonly Caller[]> = {
  c01: ['community', 'colleague', 'grid'],
  'c01-g1': ['community', 'colleague', 'grid'],
  'c01-s1': ['community', 'colleague', 'property', 'branch'],
  c02: ['community2'],
  'c02-s1': ['community2'],
  'v-xf': ['fire'],
  'o-cg': ['urban'],
  zb: ['office'],
}
export const actsFor = (who: Caller, thing: Thing): boolean => hands[thing.unit]?.includes(who) ?? false

const isChecker = (who: Caller, thing: Thing): boolean => {
  if (who === thing.fixer || who === thing.recorder) return false
  const grave = thing.major === true || thing.flagger !== undefined
  const colleagueOfFixer = grave && isOfficer(who, thing)
  return !colleagueOfFixer && (isOfficer(who, thing) || who === 'office' || who === 'checker')
}

const open: Thing['status'][] = ['reported', 'handling', 'rectified', 'called']

/** Whose people open it as their own unit's: not those who keep the unit for it. */
const own: Record<string, readonly Caller[]> = {
  ...hands,
  'c01-g1': ['grid'],
  'c01-s1': ['property', 'branch'],
  'c02-s1': [],
}

const answers: Rule = (who, { asked }) =>
  asked !== undefined && who !== asked.by && (who === 'leader' || (who === 'office' && asked.answer === 'office'))

type Rule = (who: Caller, thing: Thing) => boolean
const rules: Record<string, { from: Thing['status'][]; by: Rule }> = {
  verify: {
    from: ['reported'],
    by: (who, thing) => isOfficer(who, thing) || (who === 'grid' && thing.community === 'c01'),
  },
  assign: {
    from: ['handling', 'called'],
    by: (who, thing) =>
      who === 'office' || (isOfficer(who, thing) && thing.status === 'handling' && thing.level === 'community'),
  },
  refuse: {
    from: ['handling'],
    by: (who, thing) =>
      thing.by !== thing.unit && (actsFor(who, thing) || who === 'office' || place[who] === thing.by.slice(0, 3)),
  },
  receive: {
    from: ['handling'],
    by: (who, thing) => thing.by !== thing.unit && !thing.received && (own[thing.unit]?.includes(who) ?? false),
  },
  'ask-extension': {
    from: ['handling'],
    by: (who, thing) =>
      !thing.asked && thing.by === 'zb' && thing.unit !== 'zb' && (actsFor(who, thing) || who === 'office'),
  },
  extend: { from: ['handling'], by: answers },
  'deny-extension': { from: ['handling'], by: answers },
  // A helper's own share: app/rights-objects.ts has cases with one.
  help: { from: ['handling'], by: (who, thing) => thing.helpers.some((unit) => unitOf[who] === unit) },
  rectify: { from: ['handling'], by: (who, thing) => actsFor(who, thing) || isOfficer(who, thing) || who === 'office' },
  close: { from: ['rectified'], by: isChecker },
  return: { from: ['rectified'], by: isChecker },
  'call-up': {
    from: ['reported', 'handling'],
    by: (who, thing) => isOfficer(who, thing) && thing.level === 'community',
  },
  'send-back': { from: ['called'], by: (who) => who === 'office' },
  void: {
    from: ['reported', 'handling'],
    by: (who, thing) => {
      if (thing.superior || thing.led) return false
      if (who === 'office' && (who !== thing.reporter || !thing.touched)) return true
      if (isOfficer(who, thing)) return true
      return who === thing.reporter && !thing.touched
    },
  },
  correct: { from: open, by: (who, thing) => isOfficer(who, thing) || who === 'office' },
  flag: { from: open, by: (_who, thing) => !thing.major && !thing.flagger && !thing.determined },
  unflag: {
    from: open,
    by: (who, thing) =>
      who === 'office' && thing.flagger !== undefined && who !== thing.flagger && who !== thing.reporter,
  },
  // Everything here is older than a minute when it is looked at; app/http-mend.test.ts takes back younger ones.
  // Nothing here came in with a sheet: features/imports has what did.
  retract: { from: open, by: () => false },
  determine: { from: open, by: (who) => who === 'fire' },
  undo: { from: [...open, 'closed', 'void'], by: () => false },
  comment: { from: [...open, 'closed', 'void'], by: () => true },
  // The system's own: it answers everybody as a step that is nobody's.
  move: { from: [], by: () => false },
  resume: { from: [], by: () => false },
  // Taken by way of a topic only (app/rights-routes.test.ts has its routes).
  table: { from: [], by: () => false },
  decide: { from: [], by: () => false },
  // Taken by way of a plate only: app/rights-supervisions.test.ts.
  supervise: { from: [], by: () => false },
}
export const stepNames = Object.keys(rules)

/** May this person take this step on a thing like this? */
export function may(who: Caller, step: string, thing: Thing): boolean {
  const rule = rules[step]
  return rule !== undefined && sees(who, thing) && rule.from.includes(thing.status) && rule.by(who, thing)
}

/** Offered, yet refused when sent with these plain data: a second proposal needs the number of the original. */
export const needsMore = (who: Caller, step: string, thing: Thing): boolean =>
  step === 'void' && thing.proposed === true && isOfficer(who, thing)
