import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../ledger/rebuild.ts'
import { type Caller, everybody, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
beforeAll(async () => {
  server = await openTestApp()
})
afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

/** A case of the first community that the office gave to the fire brigade, with the town office's help. */
async function handledByFire(): Promise<string> {
  const id = await server.report('grid')
  await server.step('community', 'call-up', { reason: '难', tried: '劝' }, id)
  await server.step('office', 'assign', { unit: 'v-xf', due: '2026-04-01', helpers: ['o-cg'] }, id)
  return id
}

/** Those whom `ask` answers with 200. */
async function whoGets(url: string): Promise<Caller[]> {
  const found: Caller[] = []
  for (const who of [...everybody, 'stranger'] as const) {
    const { statusCode } = await server.get(who, url)
    if (statusCode === 200) found.push(who)
    else expect(statusCode, who).toBe(404)
  }
  return found.sort()
}

test('a letter is opened by the readers of all documents and by the unit that it went to; to others there is none', async () => {
  const [hazard, other] = [await handledByFire(), await handledByFire()]
  const source = { type: 'call', to: 'v-xf', cases: [hazard] }
  const content = (await server.post('office', '/api/documents/draft', source)).json()
  const id = server.book.id()
  const issued = await server.post('office', '/api/documents', { id, source, prefix: '示街函', content })
  expect(issued.statusCode).toBe(200)
  for (const kind of ['pdf', 'docx'])
    expect(await whoGets(`/api/documents/${id}/${kind}`)).toEqual(['auditor', 'fire', 'leader', 'office'])
  expect(await whoGets(`/api/documents/${id}/words`)).toEqual(['office'])
  for (const kind of ['toString', 'constructor', 'seq', 'pdf?version=2'])
    expect((await server.get('office', `/api/documents/${id}/${kind}`)).statusCode, kind).toBe(404)

  const listed = async (who: Caller, of: string) => {
    const { letters } = (await server.get(who, `/api/hazards/${of}/letters`)).json()
    return letters?.map((one: { id: string }) => one.id)
  }
  for (const who of ['fire', 'office', 'leader', 'auditor'] as const)
    expect(await listed(who, hazard), who).toEqual([id])
  expect((await server.get('fire', `/api/hazards/${hazard}/letters`)).json().letters[0]).toMatchObject({
    ...{ type: 'call', to: 'v-xf', status: 'issued', versions: 1, title: '关于商请协助整治安全隐患的函' },
    number: expect.stringMatching(/^示街函〔\d{4}〕1号$/),
  })
  // The community and the helper see the case and not what was written to another unit.
  for (const who of ['community', 'grid'] as const) expect(await listed(who, hazard), who).toEqual([])
  expect(await listed('office', other)).toEqual([])
  for (const who of ['community2', 'volunteer', 'stranger'] as const)
    expect((await server.get(who, `/api/hazards/${hazard}/letters`)).statusCode, who).toBe(404)
}, 60_000)

test('a letter that has a number and no file yet is for nobody, and one that is void says so', async () => {
  const hazard = await handledByFire()
  const id = server.book.id()
  const data = { type: 'call', to: 'v-xf', cases: [hazard], title: '函', prefix: '示街函' }
  const taken = await server.step('office', 'number', data, id, { kind: 'document' })
  expect(taken.status).toBe('accepted')
  const letters = async (who: Caller) => (await server.get(who, `/api/hazards/${hazard}/letters`)).json().letters
  expect([await letters('fire'), await letters('office')]).toEqual([[], []])
  expect((await server.get('fire', `/api/documents/${id}/pdf`)).statusCode).toBe(404)
  const source = { type: 'call', to: 'v-xf', cases: [hazard] }
  const content = (await server.post('office', '/api/documents/draft', source)).json()
  await server.post('office', '/api/documents', { id, source, prefix: '示街函', content })
  await server.step('office', 'void', { reason: '写错' }, id, { kind: 'document' })
  expect(await letters('fire')).toMatchObject([{ id, status: 'void' }])
}, 60_000)

test('how far a paper is that is being made is told to its maker alone, and only while it is made', async () => {
  const hazard = await handledByFire()
  const source = { type: 'call', to: 'v-xf', cases: [hazard] }
  const content = (await server.post('office', '/api/documents/draft', source)).json()
  const id = server.book.id()
  const making = async (who: Caller) => (await server.get(who, `/api/documents/${id}/making`)).json().making
  expect(await making('office')).toBeNull()
  let made = false
  const preview = server.post('office', '/api/documents/preview', { id, type: 'call', content }).finally(() => {
    made = true
  })
  const stages = new Set<string>()
  while (!made) {
    const [own, others] = [await making('office'), await making('leader')]
    if (own) stages.add(own.stage)
    expect(others).toBeNull()
  }
  expect((await preview).statusCode).toBe(200)
  expect([...stages]).toEqual(expect.arrayContaining(['filling', 'setting']))
  expect(await making('office')).toBeNull()
}, 60_000)
