import type { Command } from '../../../domain/entry.ts'
import { type Status, statusNames } from '../../../domain/hazard/state.ts'
import type { EntryView, HazardView } from '../../../domain/hazard/views.ts'
import { request } from '../../../platform/web/api.ts'
import { tellEntries } from '../../../platform/web/case/entry-words.ts'
import { sayMakers } from '../../../platform/web/case/maker-words.ts'

/** The case of a wish that came back, as it stands now. */
interface Standing {
  hazard: Pick<HazardView, 'version' | 'status'>
  entries: EntryView[]
  available: { step: string }[]
}

/** What others did to a case since a wish was written, and whether the wish may still be done. */
export interface Meanwhile {
  done: { seq: number; title: string; by: string; at: string }[]
  /** Version of the case that this tells of: a new try has seen all of it. */
  version: number
  /** Where the step cannot be done any more: how the case stands. */
  over: string
}

/** Tells of a case what its `person` had not seen when he wrote the wish; oldest first. */
export function meanwhileOf({ hazard, entries, available }: Standing, command: Command, person: string): Meanwhile {
  const told = tellEntries(entries)
  const done = entries.flatMap((entry, i) => {
    const unseen = entry.version > (command.seen ?? 0) && entry.actor.id !== person
    const title = told[i]?.title ?? entry.label
    return unseen ? [{ seq: entry.seq, title, by: sayMakers(entry), at: entry.recordedAt }] : []
  })
  const over = available.some(({ step }) => step === command.step) ? '' : statusNames[hazard.status as Status]
  return { done, version: hazard.version, over }
}

/** Reads it from the server. Throws `Refused`, as where there is no network or the case has left one's sight. */
export async function readMeanwhile(command: Command, person: string): Promise<Meanwhile> {
  return meanwhileOf((await request('GET', `/api/hazards/${command.stream}`)) as Standing, command, person)
}
