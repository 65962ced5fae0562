import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { documentTypes } from '../../../domain/document/document-types.ts'
import { isProblem, type Problem } from '../../../domain/problem.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import { openTestBook, type TestBook } from '../../../ledger/test-book.ts'
import { getViewer, type Viewer } from '../../../ledger/viewer.ts'
import { openBlobs } from '../../../platform/server/blobs.ts'
import { defaultTemplate, fillTemplate } from '../../../platform/server/papers/papers.ts'
import { MOST_PAPER, readParts, writeParts } from '../../../platform/server/papers/parts.ts'
import { officeTemplate, p, r } from '../../../platform/server/papers/test-template.ts'
import type { DocumentDeps } from './document-deps.ts'
import { draftDocument } from './document-drafts.ts'
import { issueDocument, previewDocument } from './documents.ts'
import { readTemplates, replaceTemplate, templateEver, templateInForce, tryTemplate } from './templates.ts'

let book: TestBook
let viewer: Viewer
let deps: DocumentDeps
let hazard = ''
const folder = mkdtempSync(path.join(tmpdir(), 'anlan-templates-'))

function got<T>(answer: T | Problem): T {
  if (isProblem(answer)) throw new Error(`${answer.code} ${answer.message}`)
  return answer
}

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
  deps = { pool: book.pool, ledger: book.ledger, clock: book.clock, blobs: openBlobs(folder) }
  hazard = (await book.report('grid')).stream
  await book.act('community', 'call-up', { reason: '社区办不了', tried: '多次劝导' }, hazard)
  await book.act('office', 'assign', { unit: 'v-xf', due: '2026-03-20' }, hazard)
  viewer = got(await getViewer(book.pool, book.people.office, 'b1', book.clock(), book.database.appUrl))
})
afterAll(async () => {
  const found = await book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await book.end()
  rmSync(folder, { recursive: true, force: true })
})

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('a file that is brought as a template', () => {
  test('is filled with a sample and printed: the house’s own of every type, and an office’s own', async () => {
    for (const type of documentTypes) {
      const own = got(await templateInForce(deps, 'b1', type))
      expect(
        got(await tryTemplate(type, own))
          .subarray(0, 5)
          .toString(),
        type,
      ).toBe('%PDF-')
    }
    expect(isProblem(await tryTemplate('call', await officeTemplate()))).toBe(false)
  }, 180_000)

  test('that is none is refused in a sentence of its own: PDF, .doc, macros, a bomb, what is missing and what nobody knows', async () => {
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)])
    const parts = await readParts(await officeTemplate(), MOST_PAPER)
    const bomb = await officeTemplate(p(r('0'.repeat(12_000_000))))
    const tries: [string, Buffer, string][] = [
      ['a PDF', Buffer.from('%PDF-1.7 x'), 'document.template-pdf'],
      ['an old .doc', ole, 'document.template-old'],
      ['a picture', Buffer.from('\x89PNG\r\n'), 'document.template-unreadable'],
      ['nothing', Buffer.alloc(0), 'document.template-unreadable'],
      [
        'a .docm',
        await writeParts(new Map([...parts, ['word/vbaProject.bin', Buffer.from('x')]])),
        'document.template-active',
      ],
      ['a bomb', bomb, 'document.template-large'],
      ['no place for the number', await officeTemplate(p(r('{标题}')) + p(r('{正文}'))), 'document.placeholder-absent'],
      ['an unknown name', await officeTemplate(p(r('{领导签名}'))), 'document.placeholder-unknown'],
    ]
    for (const [name, bytes, code] of tries) expect(await tryTemplate('call', bytes), name).toMatchObject({ code })
    expect(await tryTemplate('dossier', await officeTemplate())).toMatchObject({ code: 'document.placeholder-absent' })
  }, 180_000)
})

describe('a template put in force', () => {
  const source = () => ({ type: 'call' as const, to: 'v-xf', cases: [hazard] })
  const issue = async (id: string) => {
    const content = got(await draftDocument({ pool: book.pool, viewer, source: source(), now: book.clock() }))
    return got(await issueDocument(deps, viewer, { id, source: source(), prefix: '示街函', content }))
  }
  const templateOf = async (id: string) => {
    const { rows } = await book.pool.query(
      "select state -> 'issued' -> 0 ->> 'template' as t from stream where stream = $1",
      [id],
    )
    return rows[0]?.t as string
  }

  test('is what documents are filled into from then on; those of before stay, and the house’s own comes back', async () => {
    const [before, after, again] = [book.id(), book.id(), book.id()]
    const first = await issue(before)
    const bytes = await officeTemplate()
    const wish = { type: 'call' as const, name: '本街道函.docx', bytes, id: book.id() }
    expect(await replaceTemplate(deps, viewer, wish)).toBeUndefined()
    expect(await replaceTemplate(deps, viewer, wish)).toBeUndefined()
    expect(await replaceTemplate(deps, viewer, { ...wish, id: book.id() })).toMatchObject({ code: 'template.same' })
    expect(got(await templateInForce(deps, 'b1', 'call')).equals(bytes)).toBe(true)
    expect(got(await templateInForce(deps, 'b1', 'press')).equals(bytes)).toBe(false)
    const second = await issue(after)
    const files = [first, second].map(({ issued }) => readFileSync(deps.blobs.path(issued[0]?.docx ?? '')))
    const texts = await Promise.all(
      files.map(async (one) => (await readParts(one, MOST_PAPER)).get('word/document.xml')?.toString()),
    )
    expect(texts.map((text) => text?.includes('本单位自己的抬头'))).toEqual([false, true])
    const standard = await defaultTemplate('letter')
    expect([await templateOf(before), await templateOf(after)]).toEqual([hashOf(standard), hashOf(bytes)])

    // What the entry names is enough to make the issued file again, byte for byte.
    const words = JSON.parse(readFileSync(deps.blobs.path(second.issued[0]?.words ?? ''), 'utf8'))
    const kept = readFileSync(deps.blobs.path(await templateOf(after)))
    expect(got(await fillTemplate(kept, { ...words, number: second.number })).equals(files[1] as Buffer)).toBe(true)

    const { templates } = await readTemplates(book.pool, viewer)
    const call = templates.find(({ type }) => type === 'call')
    expect(call?.changes).toMatchObject([{ docx: hashOf(bytes), name: '本街道函.docx', by: '测试office' }])
    expect(call?.placeholders).toEqual(expect.arrayContaining(['文号', '主送', '正文', '抄送']))
    const [restored] = await book.ledger.submit('b1', book.people.office, [
      {
        ...{ id: book.id(), stream: call?.stream, kind: 'template', step: 'restore', data: {} },
        takenAt: book.clock().toISOString(),
      },
    ])
    expect(restored?.status).toBe('accepted')
    await issue(again)
    expect(await templateOf(again)).toBe(hashOf(standard))
    // What was in force can still be had, and nothing else by its hash.
    expect(got(await templateEver(deps, 'b1', 'call', hashOf(bytes))).equals(bytes)).toBe(true)
    for (const [type, hash] of [
      ['press', hashOf(bytes)],
      ['call', first.issued[0]?.pdf],
    ] as const)
      expect(await templateEver(deps, 'b1', type, hash ?? '')).toMatchObject({ code: 'not-found' })
  }, 180_000)

  test('that is refused is not put in force', async () => {
    const wish = { type: 'minutes' as const, name: 'x.pdf', bytes: Buffer.from('%PDF-1.7'), id: book.id() }
    expect(await replaceTemplate(deps, viewer, wish)).toMatchObject({ code: 'document.template-pdf' })
    const { templates } = await readTemplates(book.pool, viewer)
    expect(templates.find(({ type }) => type === 'minutes')).toMatchObject({ stream: null, changes: [] })
  })

  test('whose file is gone says so instead of printing on another', async () => {
    const data = { type: 'press', docx: 'f'.repeat(64), name: '丢了.docx' }
    const command = { id: book.id(), stream: book.id(), kind: 'template', step: 'replace', data }
    await book.ledger.submit('b1', book.people.office, [{ ...command, takenAt: book.clock().toISOString() }])
    const content = got(
      await draftDocument({ pool: book.pool, viewer, source: { ...source(), type: 'press' }, now: book.clock() }),
    )
    expect(await previewDocument(deps, viewer, { type: 'press', content })).toMatchObject({
      code: 'document.template-unreadable',
    })
  })
})
