import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { isProblem, type Problem } from '../../../domain/problem.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { openTestBook, type TestBook } from '../../../ledger/test-book.ts'
import { getViewer, type Viewer } from '../../../ledger/viewer.ts'
import { openBlobs } from '../../../platform/server/blobs.ts'
import type { DraftSource } from '../contract.ts'
import type { DocumentDeps } from './document-deps.ts'
import { draftDocument, type Editable } from './document-drafts.ts'
import { readDocuments } from './document-list.ts'
import { issueDocument } from './documents.ts'
import { readHandled } from './handled.ts'

let book: TestBook
let viewer: Viewer
let deps: DocumentDeps
const folder = mkdtempSync(path.join(tmpdir(), 'anlan-letters-'))

function got<T>(answer: T | Problem): T {
  if (isProblem(answer)) throw new Error(`${answer.code} ${answer.message}`)
  return answer
}

/** A case that the office gave to the unit. */
async function assigned(unit: string, due: string, more: object = {}): Promise<string> {
  const { stream } = await book.report('grid', more)
  await book.act('community', 'call-up', { reason: '社区办不了', tried: '多次劝导' }, stream)
  const { status } = await book.act('office', 'assign', { unit, due }, stream)
  if (status !== 'accepted') throw new Error(status)
  return stream
}

let fire: string[] = []
let urban: string[] = []
let own = ''

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  deps = { pool: book.pool, ledger: book.ledger, clock: book.clock, blobs: openBlobs(folder) }
  fire = [await assigned('v-xf', '2026-03-20'), await assigned('v-xf', '2026-03-06', { item: '2.1', place: '地下室' })]
  urban = [await assigned('o-cg', '2026-03-20')]
  own = (await book.report('grid')).stream
  await book.act('community', 'verify', { unit: 'c01', due: '2026-03-05' }, own)
  viewer = got(await getViewer(book.pool, book.people.office, 'b1', book.clock(), book.database.appUrl))
})
afterAll(async () => {
  const found = await book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await book.end()
  rmSync(folder, { recursive: true, force: true })
})

const draft = async (source: DraftSource, on = '2026-03-09'): Promise<Editable> =>
  got(await draftDocument({ pool: book.pool, viewer, source, now: new Date(`${on}T01:00:00Z`) }))

const said = ({ body }: Editable): string =>
  body.map((one) => (one.kind === 'table' ? one.rows.map((row) => row.join('|')).join('\n') : one.text)).join('\n')

describe('what letters may be written of', () => {
  test('is counted by the unit that handles it, late ones first; a community’s own only for pressing', async () => {
    const now = new Date('2026-03-09T01:00:00Z')
    const call = await readHandled(book.pool, viewer, { type: 'call', to: 'v-xf' }, now)
    expect(call.units).toEqual([
      { unit: 'v-xf', cases: 2, late: 1 },
      { unit: 'o-cg', cases: 1, late: 0 },
    ])
    expect(call.cases.map(({ id }) => id)).toEqual([fire[1], fire[0]])
    const first = await readHandled(book.pool, viewer, { type: 'call', to: 'v-xf', cases: fire[0] }, now)
    expect(first.cases.map(({ id }) => id)).toEqual(fire)
    const press = await readHandled(book.pool, viewer, { type: 'press' }, now)
    expect(press.units.map(({ unit }) => unit).sort()).toEqual(['c01', 'o-cg', 'v-xf'])
    expect(press.cases).toEqual([])
  })
})

describe('a call', () => {
  test('asks a vertical organ (商请) and tells an own office by when', async () => {
    const asking = await draft({ type: 'call', to: 'v-xf', cases: fire })
    expect(asking).toMatchObject({ title: '关于商请协助整治安全隐患的函', addressee: '消防救援大队' })
    expect(asking).not.toHaveProperty('issue')
    expect(said(asking)).toContain('安全隐患2条（')
    expect(said(asking)).toContain('商请贵单位依法依职责予以处置，按表中所列时间办结，并于2026年3月12日前')
    expect(said(asking)).toContain('示范一社区地下室|电气：灭火器压力不足|2026.3.6')
    const telling = await draft({ type: 'call', to: 'o-cg', cases: urban })
    expect(said(telling)).toContain('请于2026年3月20日前办理完毕')
    expect(said(telling)).not.toMatch(/商请|贵单位/)
  })

  test('of a case in other hands is not drafted into a number', async () => {
    const source = { type: 'call' as const, to: 'o-cg', cases: [...urban, ...fire] }
    const content = await draft(source)
    const refused = await issueDocument(deps, viewer, { id: book.id(), source, prefix: '示街函', content })
    expect(refused).toMatchObject({ code: 'document.cases' })
    expect((await readDocuments(book.pool, viewer)).documents).toEqual([])
  }, 60_000)

  test('is issued under its own numbers and names its cases and its unit', async () => {
    const source = { type: 'call' as const, to: 'v-xf', cases: fire }
    const wish = { id: book.id(), source, prefix: '示街函', content: await draft(source) }
    const issued = got(await issueDocument(deps, viewer, wish))
    expect(issued).toMatchObject({ number: '示街函〔2026〕1号', status: 'issued', to: 'v-xf', cases: fire })
  }, 60_000)
})

test('documents of before letters are given what they lack by the migration, and the rest stays', async () => {
  const lift = readFileSync('migrations/20261207-03-letters.sql', 'utf8')
  const files = [
    { seq: 1, docx: 'a', pdf: 'b' },
    { seq: 2, docx: 'c', pdf: 'd' },
  ]
  await book.owner(async (client) => {
    await client.query('begin')
    const state = { type: 'dossier', topics: ['t'], issued: files }
    await client.query("update view.stream set state = $1 where kind = 'document'", [state])
    await client.query(lift)
    const { rows } = await client.query("select state from view.stream where kind = 'document'")
    expect(rows[0]?.state).toEqual({
      ...{ ...state, cases: [], to: null },
      issued: files.map((one) => ({ ...one, template: null, words: null })),
    })
    await client.query("update view.stream set state = $1 where kind = 'document'", [{ ...state, issued: [] }])
    await client.query(lift)
    const none = await client.query("select state -> 'issued' as issued from view.stream where kind = 'document'")
    expect(none.rows[0]?.issued).toEqual([])
    await client.query('rollback')
  })
})

describe('a press letter', () => {
  test('says how many days each is over on the day of drafting, and nothing overdue of who was asked', async () => {
    const asking = said(await draft({ type: 'press', to: 'v-xf', cases: fire, mark: '督办2026-3' }))
    expect(asking).toContain('督办编号：督办2026-3')
    expect(asking).toContain('其中1条已过商请时间未反馈，最长3天')
    expect(asking).toMatch(/2026\.3\.6\|3天/)
    expect(asking).toMatch(/2026\.3\.20\|未到期/)
    expect(asking).not.toMatch(/超期|超过整改期限/)
    const telling = said(await draft({ type: 'press', to: 'c01', cases: [own] }, '2026-03-15'))
    expect(telling).toContain('其中1条已超过整改期限，最长10天')
    expect(telling).toContain('请落实临时安全措施')
  })
})
