import type { Calendar } from '../domain/calendar/working-days.ts'
import type { Catalogue } from '../domain/catalogue/catalogue.ts'
import type { Kind } from '../domain/entry.ts'
import { SYSTEM } from '../domain/entry.ts'
import { uuidv7 } from '../domain/ids.ts'
import type { Role } from '../domain/units/roles.ts'
import type { Unit } from '../domain/units/units.ts'
import type { Clock } from '../platform/server/clock.ts'
import type { Ledger } from './append.ts'

export interface Founder {
  ledger: Ledger
  book: string
  clock: Clock
  random: (bytes: number) => Buffer
}

/** Sends founding steps as the system, in batches; a refusal here is a fault of the seed data and throws. */
export async function sendAsSystem(
  { ledger, book, clock, random }: Founder,
  steps: { kind: Kind; step: string; data: unknown; stream?: string }[],
): Promise<string[]> {
  const now = clock()
  const fresh = () => uuidv7(now.getTime(), random(10))
  const commands = steps.map(({ stream, ...rest }) => ({
    ...rest,
    id: fresh(),
    stream: stream ?? fresh(),
    takenAt: now.toISOString(),
  }))
  const results = await ledger.submit(book, SYSTEM, commands)
  const refused = results.find((result) => result.status === 'refused')
  if (refused) throw new Error(`founding refused: ${refused.problem?.code} ${JSON.stringify(refused.problem?.detail)}`)
  return commands.map((command) => command.stream)
}

/** What a new book needs before anybody can report: units, the catalogue and the working calendar. */
export async function foundBook(
  founder: Founder,
  seed: { units: readonly Unit[]; catalogue: Catalogue; calendar: Calendar },
): Promise<void> {
  await sendAsSystem(founder, [
    ...seed.units.map((unit) => ({ kind: 'unit' as const, step: 'found', data: unit })),
    { kind: 'catalogue', step: 'publish', data: seed.catalogue },
    { kind: 'calendar', step: 'publish', data: seed.calendar },
  ])
}

/** Enrols people; gives their ids in order. */
export function enrol(
  founder: Founder,
  people: readonly { name: string; memberships: { role: Role; unit: string }[] }[],
): Promise<string[]> {
  return sendAsSystem(
    founder,
    people.map((person) => ({ kind: 'person', step: 'enrol', data: person })),
  )
}
