import { lackNames, obstacleNames } from '../../../domain/hazard/obstacles.ts'
import { type Severity, severities, severityNames } from '../../../domain/hazard/state.ts'
import { reference, unitName } from '../reference.ts'

/** A code and its word, as a select shows them. */
type Options = readonly [code: string, name: string][]

/** Who put it right: one's own unit, where one acts for it, or another for whom it is entered (代录). */
export const recordedChoices = (onlyOthers: boolean): Options => [
  ...(onlyOthers ? [] : [['', '本单位整改，自己填报'] as [string, string]]),
  ['party', '整改责任主体整改，我代录'],
  ['unit', '责任单位整改，我凭其书面材料代录'],
]

/** Why a community cannot solve it alone; nothing is chosen beforehand. */
export const obstacleChoices = (): Options => [['', '请选择'], ...Object.entries(obstacleNames)]

/** What a call-up lacks that goes back to its community. */
export const lackChoices = (): Options => [['', '请选择'], ...Object.entries(lackNames)]

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
