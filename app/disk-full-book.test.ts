import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foundGround, openGround, PASSWORD, readGround, type TestGround } from './test-ground.ts'
import { type AppProcess, buildServer, startApp, stopApp } from './test-process.ts'
import { signIn, Writers } from './test-writers.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'anlan-tight-'))
/** A disk of its own for the whole data folder; only root can make one. PostgreSQL on another disk is not ours to fill. */
const mounted =
  !process.env.DATABASE_URL && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', folder]).status === 0
const filler = path.join(folder, 'filler')

let ground: TestGround
let app: AppProcess
let cookie: string
const writers = new Writers(
  () => app.url,
  () => cookie,
)

beforeAll(async () => {
  if (!mounted) return
  buildServer()
  ground = await openGround(folder)
  await ground.lend(foundGround)
  app = await startApp(ground.env)
  cookie = await signIn(app.url, 'grid', PASSWORD)
})
afterAll(async () => {
  if (mounted) {
    app.child.kill('SIGKILL')
    await app.ended
    await ground.end()
    spawnSync('umount', ['-l', folder])
  }
  rmdirSync(folder)
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Leaves so many bytes of the disk. */
function fill(left: number): void {
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)))
}

async function untilMore(than: number): Promise<void> {
  while (writers.acknowledged.size <= than) await pause(50)
}

describe.skipIf(!mounted)('a full disk under PostgreSQL', () => {
  test('refuses what it cannot store with a sentence, goes on reading, and takes work again as soon as there is room', async () => {
    writers.start(3)
    await untilMore(20)
    expect([...writers.statuses]).toEqual([])
    fill(200_000)
    while (writers.statuses.size === 0) await pause(50)
    await pause(3000)
    const taken = writers.acknowledged.size
    const list = await fetch(`${app.url}/api/hazards?limit=1`, { headers: { cookie } })
    expect(await list.json()).toMatchObject({ items: [{ status: 'reported' }] })
    const refused = await fetch(`${app.url}/api/commands`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ commands: [[...writers.unanswered.values()][0]] }),
    })
    expect(refused.status).toBe(507)
    expect(await refused.json()).toMatchObject({ code: 'server.storage-full' })

    rmSync(filler)
    const began = performance.now()
    await untilMore(taken)
    process.stdout.write(`      takes work again ${(performance.now() - began).toFixed(0)} ms after there is room\n`)
    await writers.stop()
    expect([...writers.statuses]).toEqual([507])
  }, 90_000)

  test('loses nothing, doubles nothing, and a rebuild equals what is there', async () => {
    expect(await writers.sendAgain()).toBe(true)
    expect(await stopApp(app)).toBe(0)
    const book = await ground.lend(readGround)
    expect(book.lines.map((line) => line.seq)).toEqual(book.lines.map((_, i) => i + 1))
    const sent = book.lines.filter((line) => writers.acknowledged.has(line.command))
    expect(sent).toHaveLength(writers.acknowledged.size)
    expect(book.differences).toEqual({})
  }, 60_000)
})
