import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { systemClock } from '../platform/server/clock.ts'
import { openPool } from '../platform/server/db.ts'
import { migrate, roleOf } from '../platform/server/migrate.ts'
import { BOOK, openBook, prepareBook } from './first-book.ts'
import { openGround, readGround, type TestGround } from './test-ground.ts'
import { type AppProcess, buildServer, spawnApp, startApp, stopApp } from './test-process.ts'
import { signIn } from './test-writers.ts'

let ground: TestGround
const apps: AppProcess[] = []

beforeEach(async () => {
  buildServer()
  ground = await openGround()
})
afterEach(async () => {
  for (const app of apps.splice(0)) {
    app.child.kill('SIGKILL')
    await app.ended
  }
  vi.restoreAllMocks()
  await ground.end()
})

const start = async (env: Record<string, string> = {}) => {
  const app = await startApp({ ...ground.env, ...env })
  apps.push(app)
  return app
}
const passwordIn = (said: string): string => /密码 (\S+)（只显示这一次）/.exec(said)?.[1] ?? ''
const healthOf = async (app: AppProcess) => (await fetch(`${app.url}/api/health`)).status

describe('a first start', () => {
  test('prints the address and the administrator’s password, which works; later starts do not print it', async () => {
    const first = await start()
    const password = passwordIn(first.said.out)
    expect(await signIn(first.url, 'admin', password)).toMatch(/^anlan=/)
    expect(await stopApp(first)).toBe(0)
    const second = await start()
    expect(second.said.out).not.toMatch('密码')
    expect(await signIn(second.url, 'admin', password)).toMatch(/^anlan=/)
    expect(await stopApp(second)).toBe(0)
    const { people, differences } = await ground.lend(readGround)
    expect([people, differences]).toEqual([1, {}])
  })

  test('killed at any moment is completed by the next one: one administrator, every unit once', async () => {
    for (let wait = 150, done = false; !done; wait *= 1.5) {
      const { child, started } = spawnApp(ground.env)
      await new Promise((resolve) => setTimeout(resolve, wait))
      child.kill('SIGKILL')
      const app = await started
      await app.ended
      done = app.url !== ''
    }
    const app = await start()
    expect(await healthOf(app)).toBe(200)
    expect(await stopApp(app)).toBe(0)
    const { people, lines, seq } = await ground.lend(readGround)
    expect(people).toBe(1)
    expect(lines.map((line) => line.seq)).toEqual(lines.map((_, i) => i + 1))
    expect(seq).toBe(new Set(lines.map((line) => line.stream)).size)
  })
})

describe('a founding', () => {
  test('that was cut off after any of its steps goes on where it was', async () => {
    const said: string[] = []
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0)
    const book = await ground.lend(async ({ appUrl, ownerUrl }) => {
      await migrate(ownerUrl, roleOf(appUrl), 'migrations')
      const pool = openPool(appUrl)
      const founded = async () => Number((await pool.query('select seq from book where id = $1', [BOOK])).rows[0].seq)
      await openBook(pool, ownerUrl, systemClock, '第一次')
      const before = await founded()
      await openBook(pool, ownerUrl, systemClock, '第二次')
      expect(await founded()).toBe(before)
      await Promise.all([prepareBook({ pool, ownerUrl }), prepareBook({ pool, ownerUrl })])
      await prepareBook({ pool, ownerUrl })
      expect(await founded()).toBe(before + 1)
      await pool.end()
      return readGround({ appUrl, ownerUrl })
    })
    expect(said.filter((line) => line.startsWith('首次启动'))).toHaveLength(1)
    expect([book.people, book.differences]).toEqual([1, {}])
  })
})

describe('a second start on the same folder', () => {
  test.skipIf(process.env.DATABASE_URL)('is refused with one sentence, and the first goes on', async () => {
    const first = await start()
    const second = await start()
    expect(await second.ended).toBe(1)
    expect(second.said.err).toBe('这个数据目录正由另一个安澜程序使用，请先停掉它，或用 DATA_DIR 换一个目录。\n')
    expect(second.said.out).toBe('')
    expect(await healthOf(first)).toBe(200)
  })

  test('of the same port is refused with one sentence', async () => {
    const first = await start()
    const other = await openGround()
    const second = await startApp({ ...other.env, PORT: new URL(first.url).port })
    expect(await second.ended).toBe(1)
    expect(second.said.err).toBe('端口已被占用，请用 PORT 换一个端口。\n')
    expect(await healthOf(first)).toBe(200)
    await other.end()
  })
})
