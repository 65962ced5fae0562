import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../ledger/rebuild.ts'
import { type Caller, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
beforeAll(async () => {
  server = await openTestApp()
})
afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

const words = { community: 'c01', item: '1.1', place: '伏龙小区3栋2单元', description: '灭火器压力不足' }
const ask = async (who: Caller, more: Record<string, string> = {}) => {
  const query = new URLSearchParams({ ...words, ...more })
  return (await server.get(who, `/api/hazards/similar?${query}`)).json()
}
const ids = async (who: Caller, more = {}) =>
  ((await ask(who, more)).items as { id: string }[]).map((row) => row.id).sort()

test('finds what was reported there in other words, and shows each only what he may see', async () => {
  const one = await server.report('volunteer', {
    ...words,
    place: '伏龙小区三栋二单元楼道',
    description: '灭火器没压力了',
  })
  const next = await server.report('grid', { ...words, place: '伏龙小区9栋1单元' })
  expect(await ids('community')).toEqual([one])
  expect(await ids('grid')).toEqual([one])
  expect(await ids('volunteer')).toEqual([one])
  expect(await ids('property')).toEqual([])
  expect(await ids('community2')).toEqual([])
  expect(await ids('stranger')).toEqual([])
  expect(await ids('community', { except: one })).toEqual([])
  expect(await ids('community', { place: '伏龙小区9栋1单元' })).toEqual([next])
  expect((await ask('grid')).items[0]).toMatchObject({ place: '伏龙小区三栋二单元楼道', status: 'reported' })
})

test('leaves out what was left out, and what was struck off long ago', async () => {
  const place = '祥龙菜市场东门'
  const one = await server.report('grid', { ...words, place })
  expect(await ids('office', { place })).toEqual([one])
  await server.step('community', 'verify', { unit: 'c01' }, one)
  await server.step('community', 'rectify', { note: '换了', photos: [] }, one)
  await server.step('colleague', 'close', { note: '看过', photos: [] }, one)
  expect(await ids('office', { place })).toEqual([one])
  server.setClock('2026-05-03T02:00:00Z')
  expect(await ids('office', { place })).toEqual([])
  const two = await server.report('grid', { ...words, place })
  expect(await ids('office', { place })).toEqual([two])
  await server.step('office', 'void', { reason: '不属实' }, two)
  expect(await ids('office', { place })).toEqual([])
})

test('gives five at most, and refuses what is no question', async () => {
  const place = '一品天下商场负一层'
  for (let i = 0; i < 7; i++) await server.report('grid', { ...words, place })
  expect(await ids('office', { place })).toHaveLength(5)
  expect((await server.get('office', '/api/hazards/similar?community=c01')).statusCode).toBe(400)
  const long = await server.get('office', `/api/hazards/similar?community=c01&item=1.1&place=${'长'.repeat(201)}`)
  expect(long.statusCode).toBe(400)
})
