import type { Pool } from 'pg'
import { findItem } from '../../../domain/catalogue/catalogue.ts'
import { canSee } from '../../../domain/hazard/audience.ts'
import { hazardSteps } from '../../../domain/hazard/steps.ts'
import { photosNamed } from '../../../domain/photo.ts'
import { readStates } from '../../../ledger/read.ts'
import type { Viewer } from '../../../ledger/viewer.ts'
import { listTurnedAway, type TurnedAway } from '../../../platform/server/turned-away.ts'
import type { TurnedAwayView } from '../contract.ts'

/** Fields of a step that somebody wrote in words, in the order in which they are read. */
const written = ['place', 'description', 'note', 'text', 'measures', 'reason', 'tried'] as const

const wordsOf = (data: TurnedAway['command']['data']): string[] =>
  written.flatMap((name) => (typeof data[name] === 'string' && data[name] ? [data[name]] : []))

/** What the phone of somebody disabled wished for; a case that this viewer may not see is not named. */
export async function readTurnedAway(pool: Pool, viewer: Viewer, person: string): Promise<TurnedAwayView[]> {
  const kept = await listTurnedAway(pool, viewer.book, [person])
  const states = await readStates(pool, viewer.book, [...new Set(kept.map(({ command }) => command.stream))])
  const seen = states.filter((state) => canSee(state, viewer.scope))
  const numbers = new Map(seen.map(({ id, number }) => [id, number]))
  const itemOf = (code: unknown) =>
    viewer.reference.catalogues.map((catalogue) => findItem(catalogue, String(code))?.name).findLast(Boolean)
  return kept.map(({ command: { id, stream, step, data, takenAt }, at }) => ({
    ...{ id, takenAt, at: at.toISOString() },
    step: hazardSteps.find((row) => row.step === step)?.label ?? step,
    about: numbers.get(stream) ?? itemOf(data.item) ?? null,
    words: wordsOf(data),
    photos: photosNamed(data).length,
  }))
}
