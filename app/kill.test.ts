import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foundGround, openGround, PASSWORD, readGround, type TestGround } from './test-ground.ts'
import { type AppProcess, buildServer, startApp, stopApp } from './test-process.ts'
import { signIn, Writers } from './test-writers.ts'

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 8)
const WRITERS = 20
/** Orderly restarts while people write. */
const RESTARTS = Math.ceil(ROUNDS / 2)

let ground: TestGround
let app: AppProcess
let cookie: string
const writers = new Writers(
  () => app.url,
  () => cookie,
)

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

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function untilHealthy(): Promise<void> {
  for (;;) {
    const answer = await fetch(`${app.url}/api/health`).catch(() => null)
    if (answer?.status === 200) return
    await pause(20)
  }
}

/** Kills one or all at a random moment; when it returns the app answers again. @returns how long that took, in ms */
async function strike(victim: 'app' | 'database' | 'both'): Promise<number> {
  await pause(50 + Math.random() * 900)
  const before = ground.postmasters()[0]
  const began = performance.now()
  if (victim !== 'app') ground.killDatabase()
  if (victim === 'database') {
    while (ground.postmasters()[0] === before) await pause(5)
    await untilHealthy()
    return performance.now() - began
  }
  await stopApp(app, 'SIGKILL')
  await writers.stop()
  app = await startApp(ground.env)
  expect(app.url, app.said.err).not.toBe('')
  return app.took
}

describe(`${WRITERS} people write while the app or its PostgreSQL is killed, ${ROUNDS} times`, () => {
  const times: number[] = []

  test('each time it is ready again, and whatever had no answer can be sent again', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const victims = ground.embedded ? (['app', 'both', 'app', 'database'] as const) : (['app'] as const)
      writers.start(WRITERS)
      times.push(await strike(victims[round % victims.length] ?? 'app'))
      await writers.stop()
      expect(await writers.sendAgain()).toBe(true)
      expect(writers.unanswered.size).toBe(0)
    }
    const worst = Math.max(...times)
    const middle = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
    const said = `${writers.acknowledged.size} acknowledged; ready again after ${middle.toFixed(0)} ms (median), ${worst.toFixed(0)} ms (worst)`
    process.stdout.write(`      ${said}\n`)
    expect([...writers.statuses].filter((status) => status !== 503)).toEqual([])
  }, 600_000)

  test(`stopped in order and started anew, ${RESTARTS} times: what was under way is answered or sent again`, async () => {
    const stops: number[] = []
    for (let round = 0; round < RESTARTS; round++) {
      writers.start(WRITERS)
      await pause(50 + Math.random() * 500)
      const began = performance.now()
      expect(await stopApp(app), app.said.err).toBe(0)
      stops.push(performance.now() - began)
      await writers.stop()
      app = await startApp(ground.env)
      expect(app.url, app.said.err).not.toBe('')
      expect(await writers.sendAgain()).toBe(true)
      expect(writers.unanswered.size).toBe(0)
    }
    process.stdout.write(`      stopped in order within ${Math.max(...stops).toFixed(0)} ms (worst)\n`)
    expect([...writers.statuses].filter((status) => status !== 503)).toEqual([])
  }, 600_000)

  test('all that was acknowledged, sent once more, is known under the same number', async () => {
    const all = [...writers.acknowledged.values()].slice(-400).map((one) => one.command)
    for (let i = 0; i < all.length; i += 100) expect(await writers.send(all.slice(i, i + 100))).toBe(true)
  })

  test('nothing is lost, nothing doubled, no number left out, and a rebuild equals what is there', async () => {
    expect(await stopApp(app)).toBe(0)
    const book = await ground.lend(readGround)
    expect(book.lines.map((line) => line.seq)).toEqual(book.lines.map((_, i) => i + 1))
    expect(book.seq).toBe(book.lines.length)
    const sent = book.lines.filter((line) => writers.acknowledged.has(line.command))
    expect(sent).toHaveLength(writers.acknowledged.size)
    for (const line of sent) {
      const told = writers.acknowledged.get(line.command)
      expect([line.seq, line.version, line.stream]).toEqual([told?.seq, told?.version, told?.command.stream])
    }
    expect(book.differences).toEqual({})
  })
})
