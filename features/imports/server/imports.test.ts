import { spawnSync } from 'node:child_process'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem, openTestApp, type TestApp } from '../../../app/test-app.ts'
import { at, confirm, fill, found, goodRow, preview, show, undo, upload } from '../../../app/test-import.ts'
import { REASON_TITLE } from '../../../domain/sheet/import-columns.ts'
import { rebuild } from '../../../ledger/rebuild.ts'

let server: TestApp

beforeAll(async () => {
  spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.server.json'])
  server = await openTestApp()
})

afterAll(async () => {
  const compared = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(compared.differences).toEqual({})
  await server.end()
})

const rowsOf = (n: number, from = 0) =>
  Array.from({ length: n }, (_, i) => ({ ...goodRow, place: `${i + from + 1}号楼`, description: `第${i + from}件事` }))

describe('an office brings its ledger in', () => {
  test('rows become 补录 that keep their days as facts and count from today; what was struck off is not closed', async () => {
    const rows = [
      { ...goodRow, due: '2026-02-20' },
      {
        ...goodRow,
        place: '4栋',
        due: '2026-05-20',
        party: '张记火锅',
        phone: '13800138000',
        severity: '重大',
        unit: '消防救援大队',
      },
      { ...goodRow, place: '5栋', rectified: '是', closed: '是', outcome: '换好了', done: '2026-02-15' },
    ]
    const shown = await preview(server, 'office', await fill(server, rows))
    expect(shown.import).toMatchObject({ kind: 'template', status: 'preview' })
    expect(shown.import.counts).toMatchObject({ rows: 3, ready: 3, errors: 0, fixed: 1, asides: 1, same: 0 })
    expect(await found(server)).toBe(0)
    const done = await confirm(server, 'office', shown.import.id)
    expect(done.import).toMatchObject({ status: 'done', done: 3, counts: { imported: 3, refused: 0 } })
    const { items } = (await server.get('office', '/api/hazards?limit=10')).json()
    const by = (place: string) => items.find((one: { place: string }) => one.place === place)
    expect(by('3栋2单元')).toMatchObject({
      status: 'handling',
      unit: 'c01',
      due: '2026-03-09',
      reportedAt: expect.stringMatching(/^2026-03-02/),
    })
    expect(by('4栋')).toMatchObject({
      status: 'handling',
      unit: 'v-xf',
      due: '2026-05-20',
      severity: 'major',
      mode: 'request',
    })
    expect(by('5栋')).toMatchObject({ status: 'rectified' })
    const { hazard } = (await server.get('office', `/api/hazards/${by('5栋').id}`)).json()
    expect(hazard.backfill).toMatchObject({
      found: '2026-02-10',
      rectifiedOn: '2026-02-15',
      dueOn: '2026-02-20',
      status: 'closed',
      batch: shown.import.id,
    })
    const second = (await server.get('office', `/api/hazards/${by('4栋').id}`)).json()
    expect(second.hazard.party).toBe('张记火锅，电话 13800138000')
  })

  test('the same file again changes nothing; undone, it can come in again', async () => {
    const before = await found(server)
    const file = await fill(server, rowsOf(70))
    const first = await preview(server, 'office', file)
    // One that looks like an earlier one comes in all the same.
    await confirm(
      server,
      'office',
      first.import.id,
      first.rows.map(({ row }) => row),
    )
    expect(await found(server)).toBe(before + 70)
    const again = await preview(server, 'office', file)
    expect(again.import.counts).toMatchObject({ rows: 70, ready: 0, same: 70 })
    await confirm(server, 'office', again.import.id)
    expect(await found(server)).toBe(before + 70)
    const touched = (await server.get('office', `/api/hazards?q=${encodeURIComponent('第7件事')}`)).json().items[0]
    await server.step('community', 'comment', { text: '已到现场看过' }, touched.id)
    const undone = await undo(server, 'office', first.import.id)
    expect(undone.import).toMatchObject({ status: 'undone', counts: { retracted: 69, kept: 1 } })
    expect(undone.left).toEqual([{ id: touched.id, number: touched.number }])
    expect(await found(server)).toBe(before + 1)
    const third = await preview(server, 'office', file)
    expect(third.import.counts).toMatchObject({ ready: 69, same: 1 })
    await confirm(
      server,
      'office',
      third.import.id,
      third.rows.map(({ row }) => row),
    )
    expect(await found(server)).toBe(before + 70)
  })

  test('cut off in the middle, confirming goes on where it was', async () => {
    const before = await found(server)
    const shown = await preview(server, 'office', await fill(server, rowsOf(10, 500)))
    const { id } = shown.import
    // As a server leaves it that is killed after four rows: they are in the book, their outcome is not kept.
    await server.book.owner(async (client) => {
      await client.query("update desk.import set status = 'confirming' where id = $1", [id])
      await client.query('update desk.import_row set command = null where import = $1 and row > $2', [id, at(3)])
    })
    await confirm(server, 'office', id)
    expect(await found(server)).toBe(before + 4)
    await server.book.owner((client) =>
      client.query('update desk.import_row set outcome = null where import = $1', [id]),
    )
    await server.book.owner((client) =>
      client.query("update desk.import set status = 'confirming' where id = $1", [id]),
    )
    expect((await show(server, 'office', id)).import.stalled).toBe(true)
    const done = await confirm(server, 'office', id)
    expect(done.import.counts.imported).toBe(4)
    expect(await found(server)).toBe(before + 4)
  })

  test('rows that look like what is there are shown beside it, and stay out unless chosen', async () => {
    const second = { ...goodRow, community: '示范二社区', site: '', unit: '示范二社区' }
    const words = { community: 'c02', place: '6栋1单元楼道', description: '堆放杂物挡住通道' }
    const id = await server.report('community2', words)
    const rows = [
      { ...second, place: '6栋1单元', description: '杂物堵通道' },
      { ...second, place: '9栋9单元', description: '灭火器失效' },
      { ...second, place: '9栋9单元', description: '灭火器失效' },
    ]
    const shown = await preview(server, 'office', await fill(server, rows))
    expect(shown.import.counts).toMatchObject({ ready: 3, suspected: 2 })
    const [inBook, inFile] = shown.rows
    expect(inBook).toMatchObject({ row: at(0), twins: [{ id, place: '6栋1单元楼道', status: '待核实' }] })
    expect(inFile).toMatchObject({ row: at(2), twins: [{ row: at(1), id: null }] })
    const before = await found(server)
    const done = await confirm(server, 'office', shown.import.id, [at(2)])
    expect(done.import.counts).toMatchObject({ imported: 2, skipped: 1 })
    expect(await found(server)).toBe(before + 2)
  })
})

describe('who may', () => {
  test('a community brings in its own, and nobody sees the imports of others but the office', async () => {
    const rows = [
      { ...goodRow, place: '社区导入' },
      { ...goodRow, community: '示范二社区', site: '', unit: '示范二社区' },
      { ...goodRow, place: '交给别人', unit: '消防救援大队' },
    ]
    const shown = await preview(server, 'community', await fill(server, rows))
    expect(shown.import.counts).toMatchObject({ ready: 1, errors: 2 })
    expect(shown.rows.map(({ errors }) => errors)).toEqual([
      [`第 ${at(1)} 行“社区”：您只能导入本社区的隐患。`],
      [expect.stringMatching(new RegExp(`^第 ${at(2)} 行“责任单位”：您只能交给本级管辖的单位`))],
    ])
    const { id } = shown.import
    expectProblem(await server.get('community2', `/api/imports/${id}`), 404)
    expectProblem(await server.post('office', `/api/imports/${id}/confirm`, {}), 403, 'step.not-yours')
    await confirm(server, 'community', id)
    expect((await server.get('community2', '/api/imports')).json().imports).toEqual([])
    expect((await server.get('office', '/api/imports')).json().imports[0]).toMatchObject({
      id,
      person: '测试community',
      mine: false,
    })
    expectProblem(await server.post('community2', `/api/imports/${id}/undo`, {}), 404)
    await undo(server, 'office', id)
    for (const who of ['grid', 'fire', 'admin', 'auditor', 'checker'] as const) {
      expectProblem(await server.get(who, '/api/imports'), 403, 'step.not-yours')
      expectProblem(await upload(server, who, Buffer.alloc(3)), 403, 'step.not-yours')
      expectProblem(await server.get(who, '/api/imports/template.xlsx'), 403, 'step.not-yours')
    }
  })

  test('a week later the rows are erased, the line of the list stays, and undoing still works', async () => {
    const before = await found(server)
    const shown = await preview(server, 'office', await fill(server, rowsOf(3, 900)))
    await confirm(server, 'office', shown.import.id)
    const unconfirmed = await preview(server, 'office', await fill(server, rowsOf(3, 950)))
    await server.book.owner((client) =>
      client.query("update desk.import set created_at = created_at - interval '8 days'"),
    )
    const { sweepImports } = await import('./store.ts')
    await sweepImports(server.book.pool, server.now())
    expect(await show(server, 'office', shown.import.id)).toMatchObject({
      import: { erased: true, status: 'done' },
      rows: [],
    })
    expectProblem(await server.get('office', `/api/imports/${unconfirmed.import.id}`), 404)
    expectProblem(await server.get('office', `/api/imports/${shown.import.id}/marked.xlsx`), 422, 'import.expired')
    await undo(server, 'office', shown.import.id)
    expect(await found(server)).toBe(before)
  })
})

test('the sheet comes back with the reasons in red, and mended it brings in only what was missing', async () => {
  const before = await found(server)
  const rows = [
    ...rowsOf(5, 2000),
    { ...goodRow, place: '缺措施', measures: '' },
    { ...goodRow, place: '日子不对', due: '2026-04-31' },
  ]
  const shown = await preview(server, 'office', await fill(server, rows))
  await confirm(server, 'office', shown.import.id)
  expect(await found(server)).toBe(before + 5)
  const answer = await server.get('office', `/api/imports/${shown.import.id}/marked.xlsx`)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(answer.rawPayload as never)
  const sheet = workbook.getWorksheet('台账') as ExcelJS.Worksheet
  const heading = sheet.getRow(3).values as string[]
  const reason = heading.indexOf(REASON_TITLE)
  expect(reason).toBeGreaterThan(5)
  const cell = sheet.getCell(at(5), reason)
  expect(cell.value).toBe(`第 ${at(5)} 行“整改措施”没有填。`)
  expect(cell.font.color?.argb).toMatch(/C00000$/)
  expect(sheet.getCell(at(6), reason).value).toBe(`第 ${at(6)} 行“整改期限”：“2026-04-31”没有这一天，请核对。`)
  expect(sheet.getCell(at(0), reason).value ?? '').toBe('')
  sheet.getCell(at(5), heading.indexOf('整改措施*')).value = '补上措施'
  sheet.getCell(at(6), heading.indexOf('整改期限*')).value = '2026-04-30'
  const mended = await preview(server, 'office', Buffer.from(await workbook.xlsx.writeBuffer()))
  expect(mended.import.counts).toMatchObject({ rows: 7, ready: 2, same: 5, errors: 0 })
  await confirm(server, 'office', mended.import.id)
  expect(await found(server)).toBe(before + 7)
})
