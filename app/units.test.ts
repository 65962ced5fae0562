import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onBasis } from '../domain/catalogue/crosswalk.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { testCatalogue } from '../ledger/test-book.ts'
import { streamOf } from '../ledger/test-units.ts'
import { untilMidnight } from './clock-jobs.ts'
import { expectProblem, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
const json = async (who: Parameters<TestApp['get']>[0], url: string) => {
  const answer = await server.get(who, url)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}
const change = async (code: string, step: string, data: object) =>
  server.step('admin', step, data, await streamOf(server.book, code), { kind: 'unit' })
const preview = async (who: 'admin' | 'office', code: string, step: string, data: object) =>
  server.post(who, '/api/units/preview', { stream: await streamOf(server.book, code), step, data })

beforeAll(async () => {
  server = await openTestApp()
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

describe('a change of units over HTTP', () => {
  const into = [
    { code: 'c03', name: '东社区', takes: ['c01-s1', 'c01-g1'] },
    { code: 'c04', name: '西社区', takes: ['c01-s2'] },
  ]
  const split = { into, from: '2026-03-02' }
  let told: { hazards: { from: string; to: string; n: number }[] }

  test('is counted before it is taken, by whoever keeps the units and by nobody else', async () => {
    for (let i = 0; i < 3; i++) await server.report('community', { site: 'c01-s1' })
    for (let i = 0; i < 2; i++) await server.report('community', { site: 'c01-s2' })
    await server.report('community')
    expectProblem(await preview('office', 'c01', 'split', split), 403, 'step.not-yours')
    expectProblem(await preview('admin', 'c01', 'split', { ...split, from: '2026-03-01' }), 422, 'unit.past')
    told = (await preview('admin', 'c01', 'split', split)).json()
    expect(told).toMatchObject({
      from: '2026-03-02',
      hazards: [
        { from: 'c01', to: 'c03', n: 4 },
        { from: 'c01', to: 'c04', n: 2 },
      ],
      finished: 0,
    })
    const { people, along } = (await preview('admin', 'c01', 'split', split)).json()
    expect(people.map((one: { role: string; to: string }) => `${one.role} ${one.to}`)).toEqual(
      expect.arrayContaining(['community c03', 'volunteer c03']),
    )
    expect(along).toEqual([
      { name: '测试grid', role: 'grid', unit: 'c01-g1', to: 'c03' },
      { name: '测试property', role: 'property', unit: 'c01-s1', to: 'c03' },
      { name: '测试branch', role: 'branch', unit: 'c01-s1', to: 'c03' },
    ])
  })

  test('the administrator counts what he does not see; others count what they see', async () => {
    const use = async (who: 'admin' | 'community2' | 'volunteer') => {
      const { units } = await json(who, '/api/units/use')
      return units.find((unit: { code: string }) => unit.code === 'c01')
    }
    expect(await use('admin')).toEqual({ code: 'c01', open: 6, people: 3 })
    expect(await use('community2')).toEqual({ code: 'c01', open: 0, people: null })
    expect((await use('volunteer')).open).toBe(0)
    expect((await json('admin', '/api/hazards')).items).toEqual([])
  })

  test('once taken, the job that it wakes does exactly what was foretold', async () => {
    expect((await change('c01', 'split', split)).status).toBe('accepted')
    const places = async () => {
      const { rows } = await json('office', '/api/account?by=community')
      return rows.map((row: { key: string; found: number }) => `${row.key} ${row.found}`)
    }
    await expect.poll(places, { timeout: 20_000 }).toEqual(told.hazards.map(({ to, n }) => `${to} ${n}`))
    const grid = await json('grid', '/api/hazards')
    expect(grid.items).toHaveLength(4)
    const page = await json('office', `/api/hazards/${grid.items[0].id}`)
    const last = page.entries[page.entries.length - 1]
    expect(last).toMatchObject({ step: 'move', label: '单位调整转办', actor: { name: '系统' } })
    expect(last.data).toMatchObject({ moved: { c01: 'c03' }, cause: 'c01' })
    expect(page.available.map((one: { step: string }) => one.step)).not.toContain('move')
  })

  test('the jobs wake a second after midnight in Shanghai', () => {
    expect(untilMidnight(new Date('2026-03-02T15:59:59Z'))).toBe(2000)
    expect(untilMidnight(new Date('2026-03-02T16:00:00Z'))).toBe(86_401_000)
  })
})

describe('a new version of the catalogue', () => {
  const [fire, facilities] = testCatalogue.categories
  const next = {
    version: 't2',
    name: '新清单',
    from: '2026-03-03',
    categories: [
      { ...fire!, items: [{ ...fire!.items[0]!, name: '消防设施与通道' }] },
      {
        ...facilities!,
        items: [...facilities!.items, { ...facilities!.items[0]!, code: '2.2', name: '飞檐走壁', synonyms: ['爬墙'] }],
      },
    ],
    crosswalk: { '1.3': '1.1' },
  }
  const publish = (data: object) => server.step('admin', 'publish', data, server.book.id(), { kind: 'catalogue' })

  test('is refused where it is wrong, and comes into force on its day', async () => {
    const { crosswalk: _, ...silent } = next
    expect((await publish(silent)).problem?.code).toBe('catalogue.crosswalk')
    expect((await publish({ ...next, from: '2026-03-02' })).problem?.code).toBe('catalogue.past')
    await server.report('community', { community: 'c03', item: '1.3' })
    expect((await publish(next)).status).toBe('accepted')
    expect((await json('grid', '/api/catalogue')).version).toBe('t1')
    await server.report('community', { community: 'c03', item: '1.3' })
    server.setClock('2026-03-03T01:00:00Z')
    await server.renew()
    const now = await json('grid', '/api/catalogue')
    expect([now.version, now.crosswalk]).toEqual(['t2', { '1.3': '1.1' }])
    expect(now.pinyin).toMatchObject({ 飞檐走壁: 'fei yan zou bi', 爬墙: 'pa qiang' })
    const refused = server.command('report', {
      community: 'c03',
      item: '1.3',
      place: '门口',
      description: '堵',
      photos: [],
    })
    expect((await server.send('community', [refused]))[0]?.problem?.code).toBe('item.unknown')
  })

  test('leaves every case under the version, item and name it was reported under', async () => {
    const { versions } = await json('grid', '/api/catalogue')
    expect(versions.map((one: { version: string }) => one.version)).toEqual(['t1', 't2'])
    const named = (version: string) => versions.find((one: { version: string }) => one.version === version).items
    expect(named('t1')).toContainEqual({ code: '1.3', name: '通道堵塞' })
    expect(named('t2')).toContainEqual({ code: '1.1', name: '消防设施与通道' })
    expect((await json('grid', '/api/catalogue?version=t1')).name).toBe('测试清单')
    expect((await server.get('grid', '/api/catalogue?version=none')).statusCode).toBe(404)
    expect((await json('office', '/api/hazards?item=1.3')).items).toHaveLength(2)
  })

  test('the totals of both bases reconcile by the crosswalk', async () => {
    await server.report('community', { community: 'c03', item: '2.2' })
    const { tallies } = await json('admin', '/api/catalogue/use')
    const { found } = await json('office', '/api/account')
    const all = [testCatalogue, next] as never
    const sum = (list: { n: number }[]) => list.reduce((total, { n }) => total + n, 0)
    expect(sum(tallies)).toBe(found)
    const basis = onBasis(all, next as never, tallies)
    expect(sum(basis.rows) + basis.unlisted).toBe(found)
    expect(basis.rows).toEqual([
      { item: '1.1', n: 8 },
      { item: '2.1', n: 0 },
      { item: '2.2', n: 1 },
    ])
    expect(tallies).toContainEqual({ version: 't1', item: '1.3', n: 2, open: 2 })
  })
})
