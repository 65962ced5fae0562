import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { withOwner } from './db.ts'
import { migrate, roleOf } from './migrate.ts'
import { databaseUrl, drop } from './test-database.ts'

const role = roleOf(inject('appUrl'))
let name: string
let url: string
let folder: string

beforeEach(async () => {
  name = `anlan_test_${randomBytes(6).toString('hex')}`
  url = databaseUrl(inject('ownerUrl'), name)
  folder = mkdtempSync(path.join(tmpdir(), 'anlan-migrations-'))
  cpSync(path.resolve('migrations'), folder, { recursive: true })
  await withOwner(inject('ownerUrl'), (client) => client.query(`create database ${name}`))
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await withOwner(inject('ownerUrl'), (client) => drop(client, name))
})

const files = () => readdirSync(folder).sort()

test('every migration is applied once, in order; a second start finds nothing to do', async () => {
  expect(await migrate(url, role, folder)).toEqual(files())
  expect(await migrate(url, role, folder)).toEqual([])
})

test('four starts at once share the work: each migration is applied by one of them', async () => {
  const done = await Promise.all(Array.from({ length: 4 }, () => migrate(url, role, folder)))
  expect(done.flat()).toEqual(files())
})

test('a migration that was changed after it was applied stops the start with a sentence', async () => {
  await migrate(url, role, folder)
  const [first = ''] = files()
  writeFileSync(path.join(folder, first), '-- changed')
  await expect(migrate(url, role, folder)).rejects.toThrow(`数据库迁移文件 ${first} 在执行后被改动过，不能继续。`)
})

test('a migration that fails half-way leaves nothing of itself, and the mended one goes on from there', async () => {
  const bad = '20991231-01-bad.sql'
  writeFileSync(path.join(folder, bad), 'create table ledger.half (a int); select 1 / 0')
  await expect(migrate(url, role, folder)).rejects.toThrow(/division by zero/)
  const half = await withOwner(url, (client) => client.query("select to_regclass('ledger.half') as found"))
  expect(half.rows[0].found).toBeNull()
  writeFileSync(path.join(folder, bad), 'create table ledger.half (a int)')
  expect(await migrate(url, role, folder)).toEqual([bad])
})
