import { type Grouping, groupings, type StudyGroup } from '../contract.ts'
import { type Advice, isAdvice, narrowGroups, narrowLead, narrowObstacle } from './study-page.ts'

/** How the study is grouped and narrowed, as the address says; '' is everything. */
export interface Asked {
  by: Grouping
  advice: Advice
  lead: string
  obstacle: string
  community: string
}

export function readAsked(query: Readonly<Record<string, unknown>>): Asked {
  const word = (name: string): string => (typeof query[name] === 'string' ? query[name] : '')
  return {
    by: groupings.find((one) => one === query.by) ?? 'site',
    advice: isAdvice(query.advice) ? query.advice : '',
    lead: word('lead'),
    obstacle: word('obstacle'),
    community: word('community'),
  }
}

/** What every filter but the advice leaves. */
export const narrowAsked = (groups: readonly StudyGroup[], { lead, obstacle, community }: Asked): StudyGroup[] =>
  narrowObstacle(narrowLead(narrowGroups(groups, '', community), lead), obstacle)
