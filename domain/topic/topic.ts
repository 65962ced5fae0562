import type { Entry } from '../entry.ts'
import type { Verdict } from '../hazard/steps-decide.ts'

export const topicStatusNames = { draft: '拟稿', tabled: '待议决', decided: '已议决', dropped: '已撤销' } as const
export type TopicStatus = keyof typeof topicStatusNames

/** What a meeting decided of these cases, in codes and days; its words are the entry's text. */
export interface Decided {
  seq: number
  meeting: string
  cases: string[]
  kind: Verdict['kind']
  /** Lead of an assignment, its helpers. */
  lead: string | null
  helpers: string[]
  /** The deadline, or the review day of what is put off. */
  day: string | null
}

/** 议题: cases that the work group is to decide together, and what the office proposes. */
export interface Topic {
  id: string
  /** Entries of it so far: who has seen fewer writes on an older one. */
  version: number
  /** YT2026-001 once tabled; gapless a year. */
  number: string | null
  status: TopicStatus
  by: string
  cases: string[]
  lead: string | null
  helpers: string[]
  due: string | null
  decided: Decided[]
}

/** Codes of a topic's entry. */
export interface TopicData {
  number?: string
  status?: TopicStatus
  cases?: string[]
  lead?: string | null
  helpers?: string[]
  due?: string | null
  decided?: Omit<Decided, 'seq'>[]
}

const unborn: Omit<Topic, 'id' | 'version' | 'by'> = {
  ...{ number: null, status: 'draft', cases: [], lead: null, helpers: [], due: null, decided: [] },
}

/** The topic after one more entry. Pure; never reads an entry's text. */
export function evolveTopic(before: Topic | null, entry: Entry): Topic {
  // Of a deputy's entry the data also say for whom he acted; that is no part of the topic.
  const { decided = [], behalf: _behalf, ...set } = entry.data as TopicData & { behalf?: string }
  const state = before ?? { ...unborn, id: entry.stream, version: 0, by: entry.actor }
  const { version } = entry
  return {
    ...state,
    ...set,
    version,
    decided: [...state.decided, ...decided.map((one) => ({ ...one, seq: entry.seq }))],
  }
}
