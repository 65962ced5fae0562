import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { isProblem, type Problem } from '../../../domain/problem.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { openTestBook, type TestBook } from '../../../ledger/test-book.ts'
import { getViewer, type Viewer } from '../../../ledger/viewer.ts'
import { type Blobs, openBlobs } from '../../../platform/server/blobs.ts'
import type { DocumentSource, DocumentView } from '../contract.ts'
import type { DocumentDeps } from './document-deps.ts'
import { draftDocument } from './document-drafts.ts'
import { findDocument, readDocuments } from './document-list.ts'
import { issueDocument, previewDocument } from './documents.ts'

let book: TestBook
let viewer: Viewer
let deps: DocumentDeps
let blobs: Blobs
/** A case in the hands of the fire brigade. */
let handled = ''
const folder = mkdtempSync(path.join(tmpdir(), 'anlan-documents-'))
const source = { type: 'dossier' as const, topics: [] as string[] }

function got<T>(answer: T | Problem): T {
  if (isProblem(answer)) throw new Error(`${answer.code} ${answer.message}`)
  return answer
}

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  blobs = openBlobs(folder)
  deps = { pool: book.pool, ledger: book.ledger, clock: book.clock, blobs }
  const { stream } = await book.report('grid')
  await book.act(
    'community',
    'call-up',
    { reason: '社区办不了', tried: '多次劝导', obstacle: 'funds', triedOn: '2026-03-01' },
    stream,
  )
  source.topics.push(book.id())
  const data = { title: '消防设施更换', cases: [stream], lead: 'v-xf', due: '2026-05-01', measures: '统一更换' }
  const command = {
    id: book.id(),
    stream: source.topics[0],
    kind: 'topic',
    step: 'open',
    data,
    takenAt: book.clock().toISOString(),
  }
  await book.ledger.submit('b1', book.people.office, [command])
  const other = await book.report('grid')
  handled = other.stream
  await book.act('community', 'call-up', { reason: '社区办不了', tried: '多次劝导' }, handled)
  await book.act('office', 'assign', { unit: 'v-xf', due: '2026-03-20' }, handled)
  viewer = got(await getViewer(book.pool, book.people.office, 'b1', book.clock(), book.database.appUrl))
})
afterAll(async () => {
  const found = await book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await book.end()
  rmSync(folder, { recursive: true, force: true })
})

const draft = async (from: DocumentSource = source) =>
  draftDocument({ pool: book.pool, viewer, source: from, now: book.clock() })

async function issue(id: string, change: object = {}): Promise<DocumentView | Problem> {
  const content = got(await draft())
  return issueDocument(deps, viewer, { id, source, prefix: '示范街攻坚', content: { ...content, ...change } })
}

const fileOf = (hash: string | undefined) => readFileSync(blobs.path(hash ?? ''))

describe('a dossier', () => {
  test('is drafted from its topics and looked at before it has a number', async () => {
    const content = got(await draft())
    expect(content.body.filter(({ kind }) => kind === 'heading')).toHaveLength(4)
    const pdf = got(await previewDocument(deps, viewer, { type: 'dossier', content }))
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(got(await readDocuments(book.pool, viewer)).documents).toEqual([])
  }, 60_000)

  test('is issued under the next number, its files known by their hashes; sent again it is the same', async () => {
    const id = book.id()
    const issued = got(await issue(id))
    expect(issued).toMatchObject({ number: '示范街攻坚〔2026〕1号', status: 'issued', type: 'dossier' })
    const [first] = issued.issued
    for (const kind of ['docx', 'pdf'] as const)
      expect(createHash('sha256').update(fileOf(first?.[kind])).digest('hex')).toBe(first?.[kind])
    expect(got(await issue(id))).toEqual(issued)
  }, 60_000)

  test('tells while it is made what is being done, and each page of it', async () => {
    const content = got(await draft())
    const told: [string, number, number][] = []
    const rows = Array.from({ length: 90 }, (_, i) => [`${i + 1}`, '示范一社区', '消防通道堆放杂物'])
    const table = { kind: 'table' as const, widths: [1, 2, 4], head: ['序号', '社区', '隐患'], rows }
    const long = { ...content, body: [...content.body, table] }
    got(
      await previewDocument(deps, viewer, { type: 'dossier', content: long }, (stage, page = 0, pages = 0) =>
        told.push([stage, page, pages]),
      ),
    )
    const [filling, setting, ...printing] = told
    expect([filling?.[0], setting?.[0]]).toEqual(['filling', 'setting'])
    expect(printing.length).toBeGreaterThan(3)
    expect(printing).toEqual(printing.map((_, i) => ['printing', i + 1, printing.length]))
  }, 60_000)

  test('corrected is a further version under the same number; the first stays as it was', async () => {
    const id = book.id()
    const before = got(await issue(id))
    const after = got(await issue(id, { title: '关于提请议决消防设施问题的报告' }))
    expect(after.number).toBe('示范街攻坚〔2026〕2号')
    expect(after.issued).toHaveLength(2)
    expect(after.issued[0]).toEqual(before.issued[0])
    expect(fileOf(after.issued[0]?.pdf).equals(fileOf(after.issued[1]?.pdf))).toBe(false)
    expect(after.title).toBe('关于提请议决消防设施问题的报告')
    const words = after.issued.map((one) => JSON.parse(fileOf(one.words ?? '').toString('utf8')).title)
    expect(words).toEqual([before.title, after.title])
  }, 60_000)

  test('with a character that no font has is refused by its name, and takes no number', async () => {
    const refused = await issue(book.id(), { addressee: '\u{20bb7}山办公室' })
    expect(isProblem(refused) && [refused.code, refused.message]).toMatchObject([
      'document.glyph',
      expect.stringContaining('𠮷'),
    ])
    const next = got(await issue(book.id()))
    expect(next.number).toBe('示范街攻坚〔2026〕3号')
  }, 60_000)

  test('does not take the letters of another type, under which the same number would be printed twice', async () => {
    const meeting = book.id()
    const held = { on: '2026-03-02', title: '工作组会议', chair: '组长', present: '各办' }
    const command = { id: book.id(), stream: meeting, kind: 'meeting', step: 'hold', data: held }
    const takenAt = book.clock().toISOString()
    await book.ledger.submit('b1', book.people.office, [{ ...command, takenAt }])
    const minutes = { ...source, type: 'minutes' as const, meeting }
    const content = got(await draft(minutes))
    const wish = { id: book.id(), source: minutes, content }
    expect(await issueDocument(deps, viewer, { ...wish, prefix: '示范街攻坚' })).toMatchObject({
      code: 'document.prefix',
    })
    const issued = got(await issueDocument(deps, viewer, { ...wish, prefix: '示范街攻坚会纪' }))
    expect(issued).toMatchObject({ number: '示范街攻坚会纪〔2026〕1号', type: 'minutes', meeting })
  }, 60_000)

  test('of another type, issued at the same moment under the same new letters, is one of them refused', async () => {
    const press = { type: 'press' as const, to: 'v-xf', cases: [handled] }
    const call = { ...press, type: 'call' as const }
    const tried = await Promise.all(
      [press, call].map(async (from) => {
        const content = got(await draft(from))
        return issueDocument(deps, viewer, { id: book.id(), source: from, prefix: '示街函', content })
      }),
    )
    expect(tried.filter(isProblem).map(({ code }) => code)).toEqual(['document.prefix'])
  }, 60_000)

  test('cut off between its number and its files says so, and goes on under the same number', async () => {
    const id = book.id()
    const dead: Blobs = { ...blobs, put: () => Promise.reject(new Error('the disk is gone')) }
    const content = got(await draft())
    const wish = { id, source, prefix: '示范街攻坚', content }
    await expect(issueDocument({ ...deps, blobs: dead }, viewer, wish)).rejects.toThrow('the disk is gone')
    expect(await findDocument(book.pool, 'b1', id)).toMatchObject({
      status: 'numbered',
      number: '示范街攻坚〔2026〕4号',
      issued: [],
    })
    expect(got(await issueDocument(deps, viewer, wish))).toMatchObject({
      status: 'issued',
      number: '示范街攻坚〔2026〕4号',
    })
  }, 60_000)

  test('sixteen numbers taken at once follow each other without a gap', async () => {
    const ids = Array.from({ length: 16 }, () => book.id())
    const taken = await Promise.all(
      ids.map((stream) => {
        const data = { ...source, title: '同时取号', prefix: '示范街攻坚' }
        const command = { id: book.id(), stream, kind: 'document', step: 'number', data }
        return book.ledger.submit('b1', book.people.office, [{ ...command, takenAt: book.clock().toISOString() }])
      }),
    )
    expect(taken.flat().map(({ status }) => status)).toEqual(ids.map(() => 'accepted'))
    const { documents } = await readDocuments(book.pool, viewer)
    const numbers = documents
      .filter(({ type }) => type === 'dossier')
      .map(({ number }) => Number(/〕(\d+)号/.exec(number)?.[1]))
      .sort((x, y) => x - y)
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
  })
})
