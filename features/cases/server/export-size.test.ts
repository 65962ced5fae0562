import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../app/test-app.ts'
import { exportHazards } from '../contract.ts'

/** A fifth of what is promised: this process holds the server and its client. Of 100,000 a server of its own is asked. */
const ROWS = Number(process.env.EXPORT_ROWS ?? 20_000)
const MB = 1024 * 1024
let server: TestApp

/** Copies one case many times, past the law: only its size matters here. */
const copies = (rows: number) => {
  const ids = `(select i, ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid as id from generate_series(1, ${rows}) i) ids`
  const copy = (table: string, key: string, more: string) =>
    `insert into ${table} select r.* from ${table} t join (select id as one from view.hazard limit 1) o on o.one = t.${key}, ${ids},
       lateral jsonb_populate_record(null::${table}, to_jsonb(t) || jsonb_build_object('${key}', ids.id, ${more})) r;`
  return [
    copy('ledger.entry', 'stream', "'seq', 1000000 + i"),
    copy('view.stream', 'stream', "'seq', 1000000 + i"),
    copy('view.standing', 'hazard', "'from_seq', 1000000 + i"),
    copy('view.hazard', 'id', "'number', 'K' || i"),
    'analyze view.hazard, view.standing, view.stream, ledger.entry',
  ].join('')
}

beforeAll(async () => {
  server = await openTestApp()
  await server.report('grid', { description: '楼道堆放杂物，占用疏散通道。'.repeat(4) })
  await server.book.owner((client) => client.query(copies(ROWS)))
  await server.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => server.end())

test(`an export of ${ROWS} rows streams: memory does not grow with them, and the list is answered meanwhile`, async () => {
  const { port } = server.app.server.address() as { port: number }
  const headers = { cookie: server.cookie('office') }
  const url = `http://127.0.0.1:${port}`
  // What a server has loaded and set aside once, it keeps: growth is what a further export adds.
  for await (const _ of (await fetch(`${url}${exportHazards}`, { headers }))
    .body as unknown as AsyncIterable<Uint8Array>);
  await (await fetch(`${url}/api/hazards?limit=50`, { headers })).arrayBuffer()
  const began = performance.now()
  const cpu = process.cpuUsage()
  const before = process.memoryUsage().rss
  let most = before
  let bytes = 0
  let listed = 0
  let over = false
  const answer = await fetch(`${url}${exportHazards}?ticket=size`, { headers })
  expect(answer.headers.get('content-encoding')).toBeNull()
  const asking = (async () => {
    while (!over) {
      const list = await fetch(`${url}/api/hazards?limit=50`, { headers })
      expect(list.status).toBe(200)
      await list.arrayBuffer()
      listed += 1
    }
  })()
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    most = Math.max(most, process.memoryUsage().rss)
  }
  over = true
  await asking
  const { done, of } = (await server.get('office', '/api/exports/progress?ticket=size')).json()
  expect([done, of]).toEqual([ROWS + 1, ROWS + 1])
  const used = process.cpuUsage(cpu)
  const took = Math.round(performance.now() - began)
  console.log(
    `${ROWS} rows: ${took} ms (CPU ${Math.round((used.user + used.system) / 1000)} ms), ${(bytes / MB).toFixed(1)} MB, RSS +${((most - before) / MB).toFixed(0)} MB, ${listed} lists`,
  )
  expect(listed).toBeGreaterThan(0)
  expect(most - before).toBeLessThan(64 * MB)
})
