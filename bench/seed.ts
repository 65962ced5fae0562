import { randomFillSync } from 'node:crypto'
import pg from 'pg'
import { seeded } from '../app/demo/random.ts'
import { openBook } from '../app/first-book.ts'
import type { Command } from '../domain/entry.ts'
import { uuidv7 } from '../domain/ids.ts'
import type { Membership } from '../domain/units/roles.ts'
import { type Group, judge } from '../ledger/decide-group.ts'
import { enrol } from '../ledger/found.ts'
import { loadReference } from '../ledger/load.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { createAccount, hashPassword } from '../platform/server/auth.ts'
import { copyRows, copyText } from '../platform/server/copy.ts'
import { openPool, withOwner } from '../platform/server/db.ts'
import { roleOf } from '../platform/server/migrate.ts'
import { communities, leads, lifeOf, type Move } from './lives.ts'

export const BOOK = 'hy'
/** Days over which the cases came in. */
const SPAN = 300
const DAY = 86_400_000
const CHUNK = 4000

/** Who acts: by `duty@unit`. Those with a `user` name sign in. */
const crew: Record<string, Membership> = {
  'office@zb': { role: 'office', unit: 'zb' },
  'checker@jd': { role: 'checker', unit: 'jd' },
  ...Object.fromEntries(leads.map((unit) => [`handler@${unit}`, { role: 'handler', unit }])),
  ...Object.fromEntries(
    communities.flatMap((unit): [string, Membership][] => [
      [`grid@${unit}`, { role: 'grid', unit: `${unit}-g1` }],
      [`community@${unit}`, { role: 'community', unit }],
      [`colleague@${unit}`, { role: 'community', unit }],
    ]),
  ),
}

/** Random bytes out of a stock: one call of the system's for thousands of salts and ids. */
function stocked(): (bytes: number) => Buffer {
  let stock = Buffer.alloc(0)
  return (bytes) => {
    if (stock.length < bytes) stock = randomFillSync(Buffer.allocUnsafeSlow(65_536))
    const taken = stock.subarray(0, bytes)
    stock = stock.subarray(bytes)
    return taken
  }
}
const random = stocked()

interface Ground {
  appUrl: string
  ownerUrl: string
}

/** Founds the book and enrols the crew through the ledger; everybody may sign in by his key. */
async function foundCrew({ appUrl, ownerUrl }: Ground, start: Date): Promise<Map<string, string>> {
  const pool = openPool(appUrl)
  try {
    const founder = await openBook(pool, ownerUrl, () => start, '压测台账')
    const keys = Object.keys(crew)
    const people = keys.map((key) => ({ name: key, memberships: [crew[key] as Membership] }))
    const ids = await enrol(founder, people)
    const hashed = await hashPassword('bench')
    for (const [i, username] of keys.entries())
      await createAccount(pool, { username, book: BOOK, person: ids[i] ?? '', password: '', hashed })
    return new Map(keys.map((key, i) => [key, ids[i] ?? '']))
  } finally {
    await pool.end()
  }
}

/** The moves of all cases in order of time, up to the end: pairs of a case and which of its moves. */
function* inOrder(lives: readonly Move[][]): Generator<[number, Move, boolean]> {
  const all = lives.flatMap((life, hazard) => life.map((move, i) => ({ hazard, move, last: i === life.length - 1 })))
  const done = all.filter(({ move }) => move.at < 1).sort((a, b) => a.move.at - b.move.at)
  for (const { hazard, move, last } of done) yield [hazard, move, last]
}

async function openGroup(owner: pg.Client): Promise<Group> {
  const { rows } = await owner.query('select seq, reference_seq from ledger.book where id = $1', [BOOK])
  await owner.query('set search_path = view, ledger')
  const reference = await loadReference(owner, BOOK, Number(rows[0].reference_seq), 'bench')
  const empty = {
    streams: new Map(),
    photos: new Map(),
    counters: new Map(),
    answered: new Map(),
    openCases: new Map(),
  }
  return { book: BOOK, seq: Number(rows[0].seq), now: new Date(0), reference, ...empty, random }
}

const hex = (bytes: Buffer | string | null): string | null => (bytes === null ? null : `\\x${bytes.toString('hex')}`)

type Row = Parameters<typeof copyText>[0][number]

interface Loaded {
  entries: Row[]
  texts: Row[]
  commands: Row[]
}

/** Decides one command by the rulebook and keeps what it led to as rows. A refusal is a fault of the seed. */
function decide(group: Group, actor: string, command: Command, { entries, texts, commands }: Loaded): void {
  const verdict = judge({ actor, command }, group)
  group.answered.clear()
  if (verdict.problem) throw new Error(`seed refused ${command.step}: ${JSON.stringify(verdict.problem)}`)
  for (const { entry, leaf, salt } of verdict.changes) {
    const { seq, stream, version, kind, step, takenAt, recordedAt } = entry
    const data = JSON.stringify(entry.data)
    const hash = entry.textHash && `\\x${entry.textHash}`
    entries.push([
      BOOK,
      seq,
      stream,
      version,
      kind,
      step,
      data,
      hash,
      actor,
      command.id,
      entry.ordinal,
      takenAt,
      recordedAt,
      hex(leaf),
    ])
    if (salt) texts.push([BOOK, seq, hex(salt), JSON.stringify(entry.text)])
    commands.push([BOOK, command.id, actor, hex(verdict.hash), stream, seq, version, recordedAt])
  }
}

const copyAll = (client: pg.Client, { entries, texts, commands }: Loaded): Promise<void> =>
  copyRows(client, [
    { into: 'ledger.entry', text: copyText(entries) },
    { into: 'ledger.entry_text', text: copyText(texts) },
    {
      into: 'ledger.command (book_id, id, actor, body_hash, stream, seq, version, recorded_at)',
      text: copyText(commands),
    },
  ])

/** Lets the rulebook decide every move in memory, on a clock that runs to `end`, and copies what it wrote. */
async function writeBook(client: pg.Client, lives: Move[][], people: Map<string, string>, end: number): Promise<Group> {
  const group = await openGroup(client)
  const streams = new Map<number, string>()
  const fresh = (): Loaded => ({ entries: [], texts: [], commands: [] })
  let rows = fresh()
  let copied: Promise<void> = Promise.resolve()
  for (const [hazard, move, last] of inOrder(lives)) {
    const now = Math.max(group.now.getTime() + 1, Math.floor(end - (1 - move.at) * SPAN * DAY))
    group.now = new Date(now)
    const takenAt = group.now.toISOString()
    const stream = streams.get(hazard) ?? uuidv7(now, random(10))
    streams.set(hazard, stream)
    const command = { id: uuidv7(now, random(10)), stream, kind: 'hazard', step: move.step, takenAt } as const
    decide(group, people.get(move.who) ?? '', { ...command, data: move.data(takenAt) }, rows)
    if (last) group.streams.delete(stream)
    if (rows.entries.length < CHUNK) continue
    await copied
    copied = copyAll(client, rows)
    copied.catch(() => undefined)
    rows = fresh()
    // Lets the last chunk's rows go out while the next is decided.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await copied
  await copyAll(client, rows)
  return group
}

/** Fills a fresh book with `size` cases: decided by the rulebook, copied, its lists derived by a rebuild. */
export async function seed(ground: Ground, size: number, say: (line: string) => void): Promise<void> {
  const end = Date.now() - 3_600_000
  const people = await foundCrew(ground, new Date(end - (SPAN + 1) * DAY))
  const dice = seeded(size)
  const lives = Array.from({ length: size }, () => lifeOf(dice, SPAN))
  const began = performance.now()
  const client = new pg.Client({ connectionString: ground.ownerUrl })
  await client.connect()
  const { seq, now } = await writeBook(client, lives, people, end)
  await client.query('update ledger.book set seq = $2, head_at = $3 where id = $1', [BOOK, seq, now])
  await client.query('analyze')
  await client.end()
  const written = performance.now()
  say(`seed: ${size} hazards, ${seq} entries decided and copied in ${((written - began) / 1000).toFixed(0)} s`)
  await withOwner(ground.ownerUrl, async (owner) => {
    await rebuild(owner, roleOf(ground.appUrl), { compare: false })
    await owner.query('vacuum analyze')
  })
  say(`seed: derived by rebuild in ${((performance.now() - written) / 1000).toFixed(0)} s`)
}
