import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Client as Owner } from 'pg'
import { rebuild } from '../ledger/rebuild.ts'
import { roleOf } from '../platform/server/migrate.ts'
import { type Bench, CLIENTS, creates, lists } from './bench.ts'
import { compareBoards } from './board.ts'
import { Client, getOf, load } from './client.ts'
import { harm } from './harm.ts'
import { communities } from './lives.ts'
import { sendHuge } from './photo.ts'
import { memoryOf, startServer } from './processes.ts'
import { regroup } from './regroup.ts'
import { interleaved, type Measured, measure, median, quantile, type Work } from './rounds.ts'
import { BOOK } from './seed.ts'
import { seek } from './words.ts'
import { writeLeast } from './xlsx.ts'

type Say = (line: string) => void

const ROUNDS = Number(process.env.ROUNDS ?? 5)
const MS = Number(process.env.ROUND_MS ?? 2000)
const ratio = (a: number, b: number): string => (a / b).toFixed(2)
const goal = (said: string, met: boolean): string => `${met ? 'met    ' : 'NOT MET'} ${said}`

const line = (name: string, { rate, app, database, p50, p95, failed }: Measured): string =>
  `  ${name.padEnd(30)}${rate.toFixed(0).padStart(7)} req/s   CPU ms app ${app.toFixed(2)} database ${database.toFixed(2)}   p50 ${p50.toFixed(1)} p95 ${p95.toFixed(1)} ms${failed > 0 ? `   ${failed} FAILED` : ''}`

/** One kind of request beside the bare server's, round by round. */
async function reportPair(name: string, works: readonly [Work, Work], least: number, say: Say): Promise<void> {
  const { medians, others } = await interleaved(works, ROUNDS, MS)
  const [bare, ours] = medians as [Measured, Measured]
  const cpu = ({ app, database }: Measured) => app + database
  const busy = `others used ${(others * 100).toFixed(0)} % of the machine`
  say(`\n${CLIENTS} clients, medians of ${ROUNDS} rounds of ${MS} ms; ${busy}`)
  for (const [i, one] of medians.entries()) say(line(works[i]?.name ?? '', one))
  const said = `${name} ${ratio(ours.rate, bare.rate)} x bare req/s (>= ${least}), ${ratio(cpu(ours), cpu(bare))} x its CPU`
  say(goal(said, ours.rate >= least * bare.rate))
}

/**
 * List and create beside the bare server; then each alone at one client. Lists come first: what is created stands at the
 * top of the very lists, and a page of nothing but new reports is half as long as a page of the campaign.
 */
export async function reportRates(bench: Bench, say: Say): Promise<void> {
  const list = [
    bench.work('bare: page of 50', 'bare', lists(bench, 'bare')),
    bench.work('list: page of 50', 'app', lists(bench, 'app')),
  ] as const
  const create = [
    bench.work('bare: insert', 'bare', creates(bench)),
    bench.work('create', 'app', creates(bench)),
  ] as const
  await reportPair('list', list, 0.8, say)
  await reportPair('create', create, 0.45, say)
  const memory = [memoryOf(bench.app.pid), memoryOf(bench.bare.pid)] as const
  say(`  memory after this: app ${memory[0].now.toFixed(0)} MB, bare ${memory[1].now.toFixed(0)} MB`)
  const one = communities[0] ?? ''
  const officer = bench.person(`community@${one}`).headers
  const office = bench.person('office@zb').headers
  const alone = {
    create: creates(bench)[0] ?? (() => ''),
    list: () => getOf('/api/hazards', officer),
    'list of the office': () => getOf('/api/hazards', office),
    'one community’s account': () => getOf(`/api/account?community=${one}`, office),
    board: () => getOf('/api/account?by=community', office),
    'account of an officer': () => getOf('/api/account', officer),
  }
  for (const [name, ask] of Object.entries(alone))
    say(line(`1 client: ${name}`, await measure(bench.work(name, 'app', [ask]), MS)))
}

export async function reportBoard(bench: Bench, say: Say): Promise<void> {
  const board = () => bench.ask('office@zb', '/api/account?by=community')
  const { raw, ours } = await compareBoards(bench.pool, BOOK, board, 3)
  const said = `board ${ours.toFixed(1)} ms of ${raw.toFixed(0)} ms by SQL over the entries: ${(ours / raw).toFixed(4)} (<= 0.05), every cell equal`
  say(goal(said, ours <= 0.05 * raw))
}

export async function reportWords(bench: Bench, say: Say): Promise<void> {
  const found = await seek(bench.pool, bench.person('office@zb').viewer, 3 * ROUNDS)
  for (const { term, like, ours, found: n } of found)
    say(
      `  ${term.padEnd(12)} ${String(n).padStart(3)} rows   like ${like.toFixed(1).padStart(7)} ms   ours ${ours.toFixed(1).padStart(7)} ms   ${ratio(ours, like)}`,
    )
  const rare = found.filter((one) => one.rare && one.term.length === 2)
  const most = Math.max(...rare.map(({ ours, like }) => ours / like))
  const slowest = found.toSorted((a, b) => b.ours / b.like - a.ours / a.like)[0]
  say(goal(`rare words of two characters ${most.toFixed(3)} x like at most (<= 0.05)`, most <= 0.05))
  const worst = slowest ? slowest.ours / slowest.like : 0
  say(goal(`slowest of all: ${slowest?.term} ${worst.toFixed(2)} x like (<= 1.2)`, worst <= 1.2))
}

/** What one would write by hand for the same cells; names of units and items stay codes. */
const SHEET_SQL = `select row_number() over (order by h.seq desc), h.number, h.community, h.site, h.place, split_part(h.item, '.', 1),
    h.item, h.description, h.severity, timezone('Asia/Shanghai', h.reported_at)::date::text, h.source, r.name, h.unit, p.party,
    h.due::text, h.status, f.note, f.day, c.name, h.status = 'closed', c.day, h.id::text, h.version::text
  from hazard h join stream s on (s.book_id, s.stream) = (h.book_id, h.id)
  left join person r on (r.book_id, r.id) = (h.book_id, (s.state ->> 'reporter')::uuid)
  left join lateral (select t.text ->> 'note' as note, timezone('Asia/Shanghai', e.recorded_at)::date::text as day
    from entry e left join entry_text t on (t.book_id, t.seq) = (e.book_id, e.seq)
    where e.book_id = $1 and e.stream = h.id and e.step = 'rectify' order by e.version desc limit 1) f
    on h.status in ('rectified', 'closed')
  left join lateral (select o.name, timezone('Asia/Shanghai', e.recorded_at)::date::text as day
    from entry e left join person o on (o.book_id, o.id) = (e.book_id, e.actor::uuid)
    where e.book_id = $1 and e.stream = h.id and e.step = 'close' order by e.version desc limit 1) c on h.status = 'closed'
  left join lateral (select t.text ->> 'party' as party
    from entry e join entry_text t on (t.book_id, t.seq) = (e.book_id, e.seq)
    where e.book_id = $1 and e.stream = h.id and t.text ->> 'party' <> '' order by e.version desc limit 1) p on true
  where h.book_id = $1 and h.community = any($2) order by h.seq desc`

export async function reportSheet(bench: Bench, say: Say): Promise<void> {
  const some = communities.slice(0, 14)
  const folder = mkdtempSync(path.join(tmpdir(), 'anlan-sheet-'))
  const file = path.join(folder, 'least.xlsx')
  const { headers } = bench.person('office@zb')
  const where = `http://127.0.0.1:${bench.app.port}/api/exports/hazards.xlsx?community=${some.join(',')}`
  const exported = async () => {
    let bytes = 0
    const answer = await fetch(where, { headers })
    for await (const part of answer.body ?? []) bytes += (part as Uint8Array).length
    if (answer.status !== 200) throw new Error(`export ${answer.status}`)
    return bytes
  }
  const [least, ours]: [number[], number[]] = [[], []]
  const page = lists(bench, 'app').slice(0, 4)
  const idle = (await load(bench.app.port, page, MS)).times
  let [rows, bytes, grown] = [0, 0, 0]
  const meanwhile: number[] = []
  for (let round = 0; round < 3; round++) {
    const from = performance.now()
    rows = await writeLeast(bench.ground.appUrl, SHEET_SQL, [BOOK, some], file)
    const between = performance.now()
    const before = memoryOf(bench.app.pid).now
    let most = before
    const watch = setInterval(() => (most = Math.max(most, memoryOf(bench.app.pid).now)), 50)
    bytes = await exported()
    clearInterval(watch)
    least.push(between - from)
    ours.push(performance.now() - between)
    grown = Math.max(grown, most - before)
    let over = false
    const done = exported().finally(() => (over = true))
    while (!over) meanwhile.push(...(await load(bench.app.port, page, 300)).times)
    await done
  }
  const [a, b] = [median(least), median(ours)]
  say(
    `\n${rows} rows: least writer ${a.toFixed(0)} ms ${(statSync(file).size / 1e6).toFixed(1)} MB, export ${b.toFixed(0)} ms ${(bytes / 1e6).toFixed(1)} MB`,
  )
  say(goal(`export ${ratio(b, a)} x the least writer (<= 1.3)`, b <= 1.3 * a))
  say(goal(`memory grew by ${grown.toFixed(0)} MB (<= 64)`, grown <= 64))
  const [p, q] = [quantile(idle, 0.95), quantile(meanwhile, 0.95)]
  say(goal(`list p95 meanwhile ${q.toFixed(1)} ms, ${ratio(q, p)} x idle (<= 3)`, q <= 3 * p))
  rmSync(folder, { recursive: true, force: true })
}

/** Workbooks that must not come in, and the others' lists meanwhile. */
export async function reportHarm(bench: Bench, say: Say): Promise<void> {
  const { idle, meanwhile, refused } = await harm(bench, MS)
  const files = Object.entries(refused).map(([name, n]) => `${n} x ${name}`)
  const said = `list p95 while bad workbooks are read ${meanwhile.toFixed(1)} ms, ${ratio(meanwhile, idle)} x idle (<= 2); refused: ${files.join(', ')}`
  say(goal(said, meanwhile <= 2 * idle))
}

/** The office's study of all that communities have called up, and every way of putting its cases together otherwise. */
export async function reportStudy(bench: Bench, say: Say): Promise<void> {
  const rounds: Awaited<ReturnType<typeof regroup>>[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await regroup(bench))
  const [first] = rounds
  const middle = (name: string): number => median(rounds.map(({ took }) => took.get(name) ?? 0))
  const [suggested = '', ...others] = [...(first?.took.keys() ?? [])]
  const took = middle(suggested)
  const what = `study of ${first?.total} called-up cases in ${first?.groups} groups`
  say(goal(`${what} ${took.toFixed(0)} ms (<= 1000 for 2,000)`, took <= 1000))
  for (const name of others) say(goal(`  ${name} ${middle(name).toFixed(0)} ms (<= 200)`, middle(name) <= 200))
}

/** The largest photo that is taken. */
export async function reportPhoto(bench: Bench, say: Say): Promise<void> {
  const { bytes, upload, checks, small, large, bare, grown } = await sendHuge(bench, `grid@${communities[0]}`)
  const seconds = (ms: number) => (ms / 1000).toFixed(2)
  say(
    `\na photo of ${(bytes / 1e6).toFixed(0)} MB: taken in ${seconds(upload)} s, its checks ${seconds(checks)} s, small picture ${seconds(small)} s, largest one ${seconds(large)} s`,
  )
  const path = checks + small
  say(
    goal(
      `checked and shown ${ratio(path, bare)} x hash and pictures by hand, ${seconds(path)} s (<= 3 s)`,
      path <= 3000,
    ),
  )
  say(goal(`memory grew by ${grown.toFixed(0)} MB (<= 300)`, grown <= 300))
}

/** Clients that hang up: what is left of the throughput, and of the connections. */
export async function reportAborts(bench: Bench, say: Say): Promise<void> {
  const work = bench.work('create', 'app', creates(bench))
  const rates = async () =>
    median([await measure(work, MS), await measure(work, MS), await measure(work, MS)].map(({ rate }) => rate))
  const before = await rates()
  for (let burst = 0; burst < 20; burst++) {
    for (const ask of work.asks) new Client(bench.app.port).abort(ask())
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const after = await rates()
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const { rows } = await bench.pool.query(
    "select count(*)::int as n from pg_stat_activity where state like 'idle in transaction%'",
  )
  say(
    goal(
      `after 20 bursts of 16 aborted posts ${ratio(after, before)} x the throughput before (>= 0.9)`,
      after >= 0.9 * before,
    ),
  )
  say(goal(`connections idle in transaction: ${rows[0].n} (0)`, rows[0].n === 0))
}

export async function reportRebuild(owner: Owner, bench: Bench, say: Say): Promise<void> {
  const from = performance.now()
  const { entries, differences } = await rebuild(owner, roleOf(bench.ground.appUrl), { swap: false })
  const took = (performance.now() - from) / 1000
  const rate = entries / took
  const differ = Object.keys(differences).length
  say(
    goal(
      `rebuild ${rate.toFixed(0)} entries/s (>= 15000): ${entries} in ${took.toFixed(1)} s, compared both ways, ${differ} tables differ`,
      rate >= 15_000 && differ === 0,
    ),
  )
}

/** The product with its own PostgreSQL in a warm folder, from nothing to the first answer. */
export async function reportStart(bench: Bench, dist: string, say: Say): Promise<void> {
  const times: number[] = []
  let memory = 0
  for (let i = 0; i < 3; i++) {
    const env = { PORT: '0', DATA_DIR: bench.ground.dataDir }
    const app = await startServer(path.join(dist, 'app/server.js'), env, '/api/health')
    times.push(app.took)
    memory = memoryOf(app.pid).now
    await app.stop()
  }
  say(
    `\nstart to first answer with its own PostgreSQL, warm folder: ${median(times).toFixed(0)} ms, ${memory.toFixed(0)} MB;`,
  )
  say(`  beside a running PostgreSQL: app ${bench.app.took.toFixed(0)} ms, bare ${bench.bare.took.toFixed(0)} ms`)
}
