import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodyOf, type Command } from '../domain/entry.ts'
import { testReport } from '../ledger/test-book.ts'
import { type Caller, expectProblem, openTestApp, type TestApp } from './test-app.ts'
import { hashOf, openPhone, type Phone, takePhoto } from './test-phone.ts'

let server: TestApp
let phone: Phone

beforeAll(async () => {
  server = await openTestApp()
  phone = await openPhone(server)
})
afterAll(() => server.end())

const receiptsOf = async (who: Caller, ids: string[]) => {
  const answer = await server.get(who, `/api/receipts?ids=${ids.join(',')}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json().receipts
}
const reportOf = (data: object = {}) => server.command('report', { ...testReport, ...data })
const bodyHash = (command: unknown) =>
  createHash('sha256')
    .update(canonicalize(bodyOf(command as Command)) ?? '')
    .digest('hex')

describe('a receipt', () => {
  test('of what was accepted has its place in the book, the hash of its words, and which photos are there', async () => {
    const [here, away] = [await takePhoto(), hashOf(Buffer.from('never sent'))]
    await phone.upload('grid', here)
    const report = reportOf({ photos: [hashOf(here)], fixed: { note: '当场清走', photos: [away] } })
    const [told] = await server.send('grid', [report])
    const [receipt] = await receiptsOf('grid', [report.id as string])
    expect(receipt).toMatchObject({
      ...{ id: report.id, status: 'accepted', stream: report.stream, seq: told?.seq, version: told?.version },
      body: bodyHash(report),
    })
    expect(receipt.photos).toEqual([
      { sha256: hashOf(here), arrived: true },
      { sha256: away, arrived: false },
    ])
  })

  test('of what was refused says so and names its photos', async () => {
    const photo = hashOf(Buffer.from('not here either'))
    const report = reportOf({ community: 'c02', photos: [photo] })
    expect((await server.send('volunteer', [report]))[0]?.problem?.code).toBe('report.place')
    expect(await receiptsOf('volunteer', [report.id as string])).toMatchObject([
      { status: 'refused', body: bodyHash(report), photos: [{ sha256: photo, arrived: false }] },
    ])
  })

  test('is given to its maker alone, and of what the book does not know there is none', async () => {
    const report = reportOf()
    await server.send('grid', [report])
    const unknown = server.book.id()
    for (const who of ['office', 'admin', 'stranger'] as const)
      expect(await receiptsOf(who, [report.id as string, unknown])).toEqual([])
    expect(await receiptsOf('grid', [unknown, report.id as string])).toHaveLength(1)
  })

  test('is asked for 1 to 200 at a time, by ids', async () => {
    const ids = Array.from({ length: 201 }, () => server.book.id())
    expect(await receiptsOf('grid', ids.slice(1))).toEqual([])
    for (const bad of ['', 'none', ids.join(','), `${ids[0]},`])
      expectProblem(await server.get('grid', `/api/receipts?ids=${bad}`), 400, 'request.malformed')
  })
})
