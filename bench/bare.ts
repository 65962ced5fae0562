import http from 'node:http'
import { text } from 'node:stream/consumers'
import type { Pool, QueryConfig } from 'pg'
import type { Entry } from '../domain/entry.ts'
import type { HazardState } from '../domain/hazard/state.ts'
import { readListText } from '../features/cases/server/reads.ts'
import { projectCore } from '../ledger/project.ts'
import { readBook } from '../ledger/read.ts'
import { getViewer, type Viewer } from '../ledger/viewer.ts'
import { writeAnswers, writeEntries } from '../ledger/write.ts'
import { openPool, together, withTx } from '../platform/server/db.ts'

/**
 * The ceiling: Node's own server with the product's SQL, driver and payload. A create writes what the product writes for
 * one report into a book that nobody else holds; a list is its statement. No sign-in, no rule, no hash, no grouping.
 */
const pool = openPool(process.env.DATABASE_URL ?? '', { max: 16 })
const free = (process.env.BARE_BOOKS ?? '').split(',').map((book) => ({ book, seq: 0 }))

async function readTemplate(): Promise<{ entry: Entry; state: HazardState }> {
  const book = process.env.BENCH_BOOK ?? ''
  const { rows } = await pool.query(
    "select state, seq from stream where book_id = $1 and kind = 'hazard' and version = 1 limit 1",
    [book],
  )
  const [entry] = await readBook(pool, book, Number(rows[0].seq) - 1, 1)
  return { entry: entry as Entry, state: rows[0].state }
}

/** The statement that the product sends for this viewer's list. */
async function readStatement(person: string): Promise<QueryConfig> {
  const viewer = (await getViewer(pool, person, process.env.BENCH_BOOK ?? '', new Date())) as Viewer
  const sent = { text: '' }
  // The first read of a day seals it before it asks again.
  const spy = {
    query: (asked: QueryConfig | string, values?: unknown[]) =>
      typeof asked === 'string' ? pool.query(asked, values) : pool.query(Object.assign(sent, asked)),
  }
  await readListText(spy as unknown as Pool, viewer, {}, new Date())
  return sent
}

const template = await readTemplate()
const lists = await Promise.all((process.env.BENCH_PEOPLE ?? '').split(',').map(readStatement))
const nothing = Buffer.alloc(32)
/** Inserts one report as the product would, with a number and a place in the book of its own. */
async function create(sent: { id: string; stream: string; data: { place: string; description: string } }) {
  const mine = free.pop() as (typeof free)[number]
  const seq = ++mine.seq
  const number = `YH2026-${String(seq).padStart(5, '0')}`
  const own = { book: mine.book, seq, stream: sent.stream, commandId: sent.id }
  const { place, description } = sent.data
  const entry: Entry = { ...template.entry, ...own, text: { place, description } }
  const after: HazardState = { ...template.state, id: sent.stream, seq, number }
  const change = { entry, before: null, after, salt: nothing.subarray(16), leaf: nothing }
  const task = { actor: entry.actor, command: { id: sent.id, stream: sent.stream } }
  const verdict = { task, hash: nothing, kept: true, changes: [change] }
  await withTx(pool, (tx) =>
    together([
      writeEntries(tx, mine.book, [change]),
      writeAnswers(tx, mine.book, [verdict as never], new Date()),
      projectCore(tx, mine.book, [change]),
    ]),
  ).finally(() => free.push(mine))
  return `{"results":[{"id":"${sent.id}","status":"accepted","stream":"${sent.stream}","seq":${seq},"version":1}]}`
}

async function list(who: number): Promise<string> {
  const { rows } = await pool.query<{ json: string }>(lists[who] ?? '')
  return `{"items":[${rows.slice(0, 50).map(({ json }) => json)}],"next":null}`
}

const server = http.createServer(async (request, response) => {
  const post = request.method === 'POST'
  const body = post
    ? await create(JSON.parse(await text(request)).commands[0])
    : await list(Number(request.url?.slice(1)))
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body)
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port))
