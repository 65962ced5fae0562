import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problems } from '../domain/problem.ts'
import { foundGround, openGround, PASSWORD, type TestGround } from './test-ground.ts'
import { type AppProcess, buildServer, startApp } from './test-process.ts'
import { signIn, Writers } from './test-writers.ts'

const away = 'the database goes away under the running app (the embedded one; not where DATABASE_URL names another)'

describe.skipIf(process.env.DATABASE_URL)(away, () => {
  let ground: TestGround
  let app: AppProcess
  let cookie: string

  beforeAll(async () => {
    buildServer()
    ground = await openGround()
    await ground.lend(foundGround)
    app = await startApp(ground.env)
    cookie = await signIn(app.url, 'grid', PASSWORD)
  })
  afterAll(async () => {
    app.child.kill('SIGKILL')
    await app.ended
    await ground.end()
  })

  const get = (path: string) => fetch(`${app.url}${path}`, { headers: { cookie } })
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  async function untilUp(): Promise<void> {
    while ((await get('/api/health')).status !== 200) await pause(50)
  }

  /** Halts the postmaster, so that it neither answers nor restarts, and kills every connection. */
  async function silence(): Promise<void> {
    const [postmaster = 0] = ground.postmasters()
    process.kill(postmaster, 'SIGSTOP')
    for (const pid of ground.backends()) process.kill(pid, 'SIGKILL')
    await pause(100)
  }

  test('every request gets 503 with the sentence, health says down, and afterwards all is as before', async () => {
    await silence()
    const health = await get('/api/health')
    expect([health.status, ((await health.json()) as { database: string }).database]).toEqual([503, 'down'])
    const answers = await Promise.all(['/api/hazards', '/api/account', '/api/changes?after=0', '/api/session'].map(get))
    for (const answer of answers) {
      expect(answer.status).toBe(503)
      expect(answer.headers.get('content-type')).toMatch('application/problem+json')
      expect(answer.headers.get('retry-after')).toBe('5')
      expect(((await answer.json()) as { message: string }).message).toBe(problems['server.busy'])
    }
    const writers = new Writers(
      () => app.url,
      () => cookie,
    )
    writers.start(1)
    await pause(100)
    await writers.stop()
    expect([...writers.statuses]).toEqual([503])
    process.kill(ground.postmasters()[0] ?? 0, 'SIGCONT')
    await untilUp()
    expect(await writers.sendAgain()).toBe(true)
    expect((await get('/api/hazards')).status).toBe(200)
    expect(app.child.exitCode).toBeNull()
  })

  test('a killed postmaster is started again, and requests meanwhile get an answer or 503, never a fault', async () => {
    const [before] = ground.postmasters()
    const statuses = new Set<number>()
    let asking = true
    const askers = Array.from({ length: 4 }, async () => {
      while (asking) statuses.add((await get('/api/hazards')).status)
    })
    ground.killDatabase()
    while (ground.postmasters()[0] === before || ground.postmasters().length === 0) await pause(10)
    await untilUp()
    asking = false
    await Promise.all(askers)
    expect([...statuses].filter((status) => ![200, 503].includes(status))).toEqual([])
    expect(app.said.err).not.toMatch(/"level":"error"/)
    expect((await get('/api/hazards')).status).toBe(200)
  })
})
