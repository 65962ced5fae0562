import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem, openTestApp, type TestApp } from '../../../app/test-app.ts'
import { EXPORT_HEADING, type ExportField, exportColumns } from '../../../domain/sheet/export-columns.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import type { Who } from '../../../ledger/test-book.ts'
import { exportHazards } from '../contract.ts'

let server: TestApp
let closed: string

beforeAll(async () => {
  server = await openTestApp()
  const data = { photos: [], place: '3栋2单元', party: '张记火锅店', source: 'patrol' }
  closed = await server.report('grid', { ...data, site: 'c01-s1' })
  await server.step('community', 'verify', { unit: 'c01' }, closed)
  await server.step('community', 'rectify', { note: '已更换灭火器', photos: [] }, closed)
  await server.step('colleague', 'close', { note: '看过，属实', photos: [] }, closed)
  await server.report('volunteer', { description: '志愿者看到的' })
  await server.report('community2', { community: 'c02', place: '=1+1' })
  for (let i = 0; i < 5; i++) await server.report('grid', { place: `第${i}处` })
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

async function open(who: Who, query = '') {
  const answer = await server.get(who, `${exportHazards}${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(answer.rawPayload as never)
  const sheet = workbook.worksheets[0] as ExcelJS.Worksheet
  const column = (field: ExportField) => exportColumns.findIndex((one) => one.field === field) + 1
  const rows: Record<ExportField, string>[] = []
  for (let r = EXPORT_HEADING + 1; r <= sheet.rowCount; r++) {
    const text = (field: ExportField) => String(sheet.getCell(r, column(field)).value ?? '')
    rows.push(Object.fromEntries(exportColumns.map(({ field }) => [field, text(field)])) as never)
  }
  return { answer, sheet, rows, column }
}

describe('导出当前列表', () => {
  test('looks as superiors expect it: title, who and until when, two rows of headings, print set-up, hidden id and version', async () => {
    const { answer, sheet, rows, column } = await open('office')
    expect(answer.headers['content-disposition']).toContain(encodeURIComponent('隐患台账2026-03-02.xlsx'))
    expect(sheet.getCell('A1').value).toBe('示范街道隐患台账')
    expect(sheet.getCell('A2').value).toMatch(/^填报单位：示范街道　　共 8 条：待核实 7、已销号 1$/)
    expect(sheet.getCell(2, 14).value).toMatch(/^填报时间：截至 2026-03-02 \d\d:\d\d$/)
    expect(sheet.getCell('A3').value).toBe('基本情况')
    expect(sheet.getCell(3, column('unit')).value).toBe('整改落实')
    expect(sheet.getCell(3, column('checker')).value).toBe('复查销号')
    expect(sheet.getCell('A3').isMerged).toBe(true)
    expect(sheet.getCell(EXPORT_HEADING, column('place')).value).toBe('具体部位')
    expect(sheet.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: 'landscape',
      fitToWidth: 1,
      printTitlesRow: '3:4',
    })
    expect(sheet.headerFooter.oddFooter).toBe('&L填表人：&C审核人：&R第&P页，共&N页')
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: EXPORT_HEADING })
    expect(sheet.getColumn(column('id')).hidden).toBe(true)
    expect(sheet.getColumn(column('version')).hidden).toBe(true)
    expect(rows).toHaveLength(8)
    expect(rows.find(({ id }) => id === closed)).toMatchObject({
      community: '示范一社区',
      site: '示范花园',
      place: '3栋2单元',
      category: '消防',
      item: '消防设施',
      found: '2026-03-02',
      finder: '测试grid',
      party: '张记火锅店',
      status: '已销号',
      outcome: '已更换灭火器',
      rectified: '2026-03-02',
      checker: '测试colleague',
      closed: '是',
      closedOn: '2026-03-02',
      version: '4',
    })
  })

  test('holds what the list of the same query holds, for whoever asks', async () => {
    for (const [who, query] of [
      ['office', '?status=reported'],
      ['community', ''],
      ['community2', '?open=1'],
      ['fire', ''],
      ['volunteer', ''],
      ['grid', '?q=第3处'],
      ['admin', ''],
    ] as const) {
      const { items } = (await server.get(who, `/api/hazards${query}`)).json()
      const { rows } = await open(who, query)
      expect(rows.map(({ id }) => id)).toEqual(items.map(({ id }: { id: string }) => id))
      expect(rows.map(({ version }) => Number(version))).toEqual(
        items.map(({ version }: { version: number }) => version),
      )
    }
  })

  test('names the finder to community and office alone', async () => {
    const finderFor = async (who: Who) =>
      (await open(who)).rows.find(({ description }) => description === '志愿者看到的')?.finder
    expect(await finderFor('office')).toBe('测试volunteer')
    expect(await finderFor('community')).toBe('测试volunteer')
    expect(await finderFor('checker')).toBe('')
    expect(await finderFor('leader')).toBe('')
  })

  test('as of an instant shows what stood then', async () => {
    const asOf = server.now().toISOString()
    const before = await open('office', `?asOf=${asOf}`)
    await server.step(
      'community',
      'verify',
      { unit: 'c01' },
      before.rows.find(({ place }) => place === '第1处')?.id as string,
    )
    const after = await open('office', `?asOf=${asOf}`)
    expect(after.rows).toEqual(before.rows)
    expect(after.sheet.getCell('A2').value).toBe(before.sheet.getCell('A2').value)
  })

  test('while cases change, every file agrees with the sums printed in it', async () => {
    let writing = true
    const writer = (async () => {
      while (writing) {
        const id = await server.report('grid', { place: '写入中' })
        await server.step('community', 'verify', { unit: 'c01' }, id)
      }
    })()
    for (let i = 0; i < 25; i++) {
      const { sheet, rows } = await open('office')
      const said = String(sheet.getCell('A2').value)
      const counts = new Map<string, number>()
      for (const { status } of rows) counts.set(status, (counts.get(status) ?? 0) + 1)
      expect(said).toContain(`共 ${rows.length} 条`)
      for (const [status, n] of counts) expect(said).toContain(`${status} ${n}`)
    }
    writing = false
    await writer
  })

  test('says how far it is under the ticket of whoever asked, and to nobody else', async () => {
    await open('office', '?ticket=t1')
    const { done, of } = (await server.get('office', '/api/exports/progress?ticket=t1')).json()
    expect(done).toBe(of)
    expectProblem(await server.get('community', '/api/exports/progress?ticket=t1'), 404)
  })

  test('that is broken off frees its connection; a bad question is answered in a sentence', async () => {
    expectProblem(await server.get('office', `${exportHazards}?asOf=2099-01-01T00:00:00Z`), 400, 'as-of.future')
    await server.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.app.server.address() as { port: number }
    for (let i = 0; i < 12; i++) {
      const stop = new AbortController()
      const headers = { cookie: server.cookie('office') }
      const answer = await fetch(`http://127.0.0.1:${port}${exportHazards}`, { headers, signal: stop.signal })
      expect([200, 422]).toContain(answer.status)
      stop.abort()
    }
    const { rows } = await open('office')
    expect(rows.length).toBeGreaterThan(8)
    const busy = () => server.book.pool.totalCount - server.book.pool.idleCount
    while (busy() > 0) await new Promise((resolve) => setImmediate(resolve))
  })
})
