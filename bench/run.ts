import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { composeApp } from '../app/server.ts'
import { openTestBook, testReport } from '../ledger/test-book.ts'
import { createAccount, openSession } from '../platform/server/auth.ts'
import { systemClock } from '../platform/server/clock.ts'
import { withOwner } from '../platform/server/db.ts'
import startCluster from '../platform/server/test-database.ts'
import { startBare } from './bare.ts'
import { interleaved, type Work } from './rounds.ts'

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })

function ask(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent, headers: { ...headers, 'content-type': 'application/json' } })
    request.on('error', reject)
    request.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))))
    })
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** A cluster, a book with people, the product over HTTP as a signed-in grid worker, and the bare ceiling beside it. */
async function openGround() {
  const given: Record<string, string> = {}
  const provide = (key: string, value: string) => {
    given[key] = value
  }
  const stopCluster = await startCluster({ provide } as never)
  const { appUrl = '', ownerUrl = '', template = '' } = given
  const book = await openTestBook({ appUrl, ownerUrl, template })
  await withOwner(book.database.ownerUrl, async (owner) => {
    await owner.query('create table public.bare (id bigserial primary key, body jsonb not null)')
    await owner.query('grant select, insert on public.bare to public')
    await owner.query('grant usage on sequence public.bare_id_seq to public')
  })
  const dataDir = mkdtempSync(path.join(tmpdir(), 'anlan-bench-'))
  const app = await composeApp({ pool: book.pool, dataDir, secure: false, clock: systemClock })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  await createAccount(book.pool, { username: 'grid', book: 'b1', person: book.people.grid, password: 'x' })
  const { secret } = await openSession(
    book.pool,
    { username: 'grid', person: book.people.grid, book: 'b1' },
    'token',
    systemClock(),
  )
  const bare = await startBare(book.pool)
  const close = async () => {
    agent.destroy()
    bare.close()
    await app.close()
    await book.end()
    await stopCluster()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { book, url, bare: bare.url, headers: { authorization: `Bearer ${secret}` }, close }
}

const ground = await openGround()
const { book, url, bare, headers } = ground

const report = (): unknown => ({
  commands: [
    {
      id: book.id(),
      stream: book.id(),
      kind: 'hazard',
      step: 'report',
      data: { ...testReport, place: `${randomBytes(3).toString('hex')}栋` },
      takenAt: new Date().toISOString(),
    },
  ],
})
const get = (name: string, base: string, where: string, sent: Record<string, string> = {}): Work => ({
  name,
  once: async () => void (await ask(base + where, 'GET', sent)),
})

const works: Work[] = [
  { name: 'bare: one insert', once: async () => void (await ask(bare, 'POST', {}, report())) },
  {
    name: 'report: signed in, decided, entry + text + command + projections',
    async once() {
      const { results } = JSON.parse(await ask(`${url}/api/commands`, 'POST', headers, report()))
      if (results[0].status !== 'accepted') throw new Error(JSON.stringify(results))
    },
  },
  get('bare: one page of 50', bare, '/'),
  get('list: page of 50, scoped to the viewer', url, '/api/hazards?limit=50', headers),
  get('account: now', url, '/api/account', headers),
]

/** A book of some size whose statistics are known, as on any server that has run for a while. */
await book.ledger.submit(
  'b1',
  book.people.grid,
  Array.from({ length: 3000 }, () => (report() as { commands: unknown[] }).commands[0]),
)
await withOwner(book.database.ownerUrl, (owner) => owner.query('analyze'))

const [bareInsert = 1, reported = 0, barePage = 1, listed = 0, account = 0] = await interleaved(works, 5, 1500)
const say = (what: string, rate: number, of: number) =>
  console.log(`${what.padEnd(72)}${Math.round(rate).toString().padStart(7)}/s   ${(rate / of).toFixed(2)} x bare`)
for (const [work, rate, of] of [
  [works[0], bareInsert, bareInsert],
  [works[1], reported, bareInsert],
  [works[2], barePage, barePage],
  [works[3], listed, barePage],
  [works[4], account, barePage],
] as const)
  say(work?.name ?? '', rate, of)
const { rows } = await book.pool.query('select count(*)::int n from hazard')
console.log(
  `16 clients, medians of 5 interleaved rounds; ${rows[0].n} hazards at the end; rates hold within this run only.`,
)
await ground.close()
