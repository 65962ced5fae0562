import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem, openTestApp, type TestApp } from '../../../app/test-app.ts'
import { rebuild } from '../../../ledger/rebuild.ts'
import type { Who } from '../../../ledger/test-book.ts'
import { handmade, hugeSheet, longSheet, textRows } from '../../../platform/server/sheets/test-workbook.ts'
import { readSheetsPath } from '../contract.ts'

let server: TestApp
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

beforeAll(async () => {
  spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.server.json'])
  server = await openTestApp()
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await server.end()
})

const read = (who: Who, payload: Buffer, type = xlsx) =>
  server.call(who, { method: 'POST', url: readSheetsPath, payload, headers: { 'content-type': type } })

describe('an uploaded sheet', () => {
  test('is read into lines of text for whoever may bring people or hazards in, and nobody else', async () => {
    const rows = `${textRows([['姓名', '电话']])}${textRows(
      [
        ['张三', '13800138000'],
        ['', '李四'],
      ],
      4,
    )}`
    const file = await handmade({ rows })
    for (const who of ['admin', 'office', 'community'] as const) {
      const answer = await read(who, file, who === 'office' ? 'application/octet-stream' : xlsx)
      expect(answer.statusCode, answer.body).toBe(200)
      const lines = [['姓名', '电话'], [], [], ['张三', '13800138000'], ['', '李四']]
      expect(answer.json()).toEqual({ sheets: [{ name: '表一', rows: lines }] })
    }
    for (const who of ['grid', 'volunteer', 'fire', 'auditor', 'superior'] as const)
      expectProblem(await read(who, file), 403, 'step.not-yours')
    expectProblem(
      await server.call(null, {
        method: 'POST',
        url: readSheetsPath,
        payload: file,
        headers: { 'content-type': xlsx },
      }),
      401,
    )
  })

  test('that is too long, too wide, too large, empty or no workbook gets a sentence', async () => {
    expectProblem(await read('office', await handmade({ rows: longSheet(5001, 2) })), 422, 'sheet.too-long')
    expectProblem(await read('office', await handmade({ rows: longSheet(3, 61) })), 422, 'sheet.too-wide')
    expectProblem(await read('office', await handmade({ rows: '' })), 422, 'sheet.empty')
    expectProblem(await read('office', Buffer.alloc(21 * 1024 * 1024)), 413, 'sheet.too-large')
    expectProblem(await read('office', Buffer.from('姓名,电话'), 'text/csv'), 422, 'sheet.not-xlsx')
    expectProblem(await read('office', Buffer.from('{}'), 'application/json'), 422, 'sheet.not-xlsx')
    expectProblem(await read('office', Buffer.alloc(0)), 422, 'sheet.not-xlsx')
  })

  test('that is poison leaves the server and its other callers unharmed, and no file behind', {
    timeout: 180_000,
  }, async () => {
    const poison = [
      await handmade({ rows: hugeSheet(20) }),
      await handmade({ rows: longSheet(200_000) }),
      await handmade({ rows: hugeSheet(205) }),
    ]
    const before = process.memoryUsage().rss
    const sent = poison.map((file) => read('office', file))
    let answered = 0
    let over = false
    const done = Promise.all(sent).finally(() => {
      over = true
    })
    while (!over) {
      expect((await server.get('office', '/api/hazards?limit=5')).statusCode).toBe(200)
      answered += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (const answer of await done) {
      expect(answer.statusCode).toBe(422)
      expect(answer.json().message).toMatch(/。$/)
    }
    expect(answered).toBeGreaterThan(20)
    // Read here, the longest of them alone would take more than that.
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
    expect(readdirSync(path.join(server.dataDir, 'sheets'))).toEqual([])
  })
})
