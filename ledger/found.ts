import { createHash } from 'node:crypto'
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

interface FoundingStep {
  kind: Kind
  step: string
  data: unknown
  stream?: string
  /** Names the step for ever within its book: sent again, it is the same command and a duplicate. */
  key?: string
}

/** An id that follows from what it names (RFC 9562, version 8): a founding that was cut off goes on where it was. */
export function namedId(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/**
 * Sends founding steps as the system, in batches; a refusal here is a fault of the seed data and throws. A named step
 * that an earlier version of the seed has already taken stands as it was taken. @returns the streams, in order
 */
export async function sendAsSystem(
  { ledger, book, clock, random }: Founder,
  steps: readonly FoundingStep[],
): Promise<string[]> {
  const now = clock()
  const fresh = () => uuidv7(now.getTime(), random(10))
  const commands = steps.map(({ stream, key, ...rest }) => ({
    ...rest,
    id: key ? namedId(book, rest.kind, rest.step, key) : fresh(),
    stream: stream ?? (key ? namedId(book, rest.kind, key) : fresh()),
    takenAt: now.toISOString(),
  }))
  const results = await ledger.submit(book, SYSTEM, commands)
  const refused = results.find(
    (result, i) => result.status === 'refused' && !(steps[i]?.key && result.problem?.code === 'command.reused'),
  )
  if (refused) throw new Error(`founding refused: ${refused.problem?.code} ${JSON.stringify(refused.problem?.detail)}`)
  return commands.map((command) => command.stream)
}

/** What a new book needs before anybody can report: units, the catalogue and the working calendar. May be repeated. */
export async function foundBook(
  founder: Founder,
  seed: { units: readonly Unit[]; catalogue: Catalogue; calendar: Calendar },
): Promise<void> {
  await sendAsSystem(founder, [
    ...seed.units.map((unit) => ({ kind: 'unit' as const, step: 'found', data: unit, key: unit.code })),
    { kind: 'catalogue', step: 'publish', data: seed.catalogue, key: seed.catalogue.version },
    { kind: 'calendar', step: 'publish', data: seed.calendar, key: 'first' },
  ])
}

/** Enrols people; gives their ids in order. Somebody with a `key` is enrolled once, however often that is asked. */
export function enrol(
  founder: Founder,
  people: readonly { name: string; memberships: { role: Role; unit: string }[]; key?: string }[],
): Promise<string[]> {
  return sendAsSystem(
    founder,
    people.map(({ key, ...person }) => ({ kind: 'person', step: 'enrol', data: person, key })),
  )
}
