import { type Severity, severities, severityNames } from '../../../domain/hazard/state.ts'
import { reference, unitName } from '../reference.ts'

/** A code and its word, as a select shows them. */
type Options = readonly [code: string, name: string][]

/** 代录: who put it right, as the one who enters it says. */
export const recordedChoices: Options = [
  ['', '本单位整改，自己填报'],
  ['party', '整改责任主体整改，我代录'],
  ['unit', '责任单位整改，我凭其书面材料代录'],
]

/** A severity only rises. */
export const severityChoices = (now: Severity): Options => [
  ['', `不变（${severityNames[now]}）`],
  ...severities.slice(severities.indexOf(now) + 1).map((code): [string, string] => [code, severityNames[code]]),
]

/** Compounds of a community, or none. */
export const siteChoices = (community: string): Options => [
  ['', '不属于小区或点位'],
  ...[...reference.units.values()]
    .filter(({ kind, parent }) => kind === 'compound' && parent === community)
    .map(({ code }): [string, string] => [code, unitName(code)]),
]
