import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse, RouteOptions } from 'fastify'
import { expect, inject } from 'vitest'
import type { CommandResult } from '../domain/entry.ts'
import { openLedger } from '../ledger/append.ts'
import { enrol, foundBook } from '../ledger/found.ts'
import {
  openTestBook,
  type TestBook,
  testCatalogue,
  testPeople,
  testReport,
  testUnits,
  type Who,
} from '../ledger/test-book.ts'
import { createAccount, hashPassword } from '../platform/server/auth.ts'
import { composeApp } from './server.ts'

export const PASSWORD = 'correct-horse-battery'
/** Everybody of the book under test, and an office of another book. */
export type Caller = Who | 'stranger'
export const everybody = Object.keys(testPeople) as Who[]

export interface TestApp {
  app: FastifyInstance
  book: TestBook
  /** Every route that was registered, by the framework's own hook. */
  routes: RouteOptions[]
  dataDir: string
  /** Sets what the app's clock says; it moves 1 ms with every reading. */
  setClock(iso: string): void
  now(): Date
  cookie(who: Caller): string
  call(who: Caller | null, options: InjectOptions): Promise<LightMyRequestResponse>
  get(who: Caller | null, url: string): Promise<LightMyRequestResponse>
  post(who: Caller | null, url: string, payload: unknown): Promise<LightMyRequestResponse>
  send(who: Caller, commands: unknown[]): Promise<CommandResult[]>
  command(step: string, data: unknown, stream?: string, more?: object): Record<string, unknown>
  step(who: Caller, step: string, data: unknown, stream: string, more?: object): Promise<CommandResult>
  report(who: Caller, data?: object): Promise<string>
  signIn(username: string): Promise<string>
  /** Signs everybody in anew, for a clock that has gone past the end of the sessions. */
  renew(): Promise<void>
  end(): Promise<void>
}

async function openAccounts(book: TestBook): Promise<void> {
  const hashed = await hashPassword(PASSWORD)
  for (const username of everybody)
    await createAccount(book.pool, { username, book: 'b1', person: book.people[username], password: '', hashed })
  await book.owner((client) => client.query("insert into ledger.book (id, name) values ('b2', '别处台账')"))
  const name = `${book.database.appUrl}/other`
  const ledger = openLedger({ pool: book.pool, clock: book.clock, random: randomBytes, name })
  const founder = { ...book, ledger, book: 'b2' }
  await foundBook(founder, { units: testUnits, catalogue: testCatalogue, calendar: { years: {} } })
  const [person] = await enrol(founder, [{ name: '别处专班', memberships: [{ role: 'office', unit: 'zb' }] }])
  await createAccount(book.pool, { username: 'stranger', book: 'b2', person: person ?? '', password: '', hashed })
}

function callsOf(app: FastifyInstance, cookies: Map<string, string>, fresh: () => string, now: () => Date) {
  const cookie = (who: Caller) => cookies.get(who) ?? ''
  const call: TestApp['call'] = (who, options) =>
    app.inject({ ...options, headers: { ...(who ? { cookie: cookie(who) } : {}), ...options.headers } })
  const get: TestApp['get'] = (who, url) => call(who, { method: 'GET', url })
  const post: TestApp['post'] = (who, url, payload) => call(who, { method: 'POST', url, payload: payload as object })
  const send: TestApp['send'] = async (who, commands) => {
    const answer = await post(who, '/api/commands', { commands })
    if (answer.statusCode !== 200) throw new Error(`commands answered ${answer.statusCode}: ${answer.body}`)
    return answer.json().results
  }
  const command: TestApp['command'] = (step, data, stream = fresh(), more = {}) => ({
    id: fresh(),
    stream,
    kind: 'hazard',
    step,
    data,
    takenAt: now().toISOString(),
    ...more,
  })
  const step: TestApp['step'] = async (who, name, data, stream, more) =>
    (await send(who, [command(name, data, stream, more)]))[0] as CommandResult
  const report: TestApp['report'] = async (who, data = {}) => {
    const sent = command('report', { ...testReport, ...data })
    const [result] = await send(who, [sent])
    if (result?.status !== 'accepted') throw new Error(`report refused: ${JSON.stringify(result?.problem)}`)
    return sent.stream as string
  }
  return { cookie, call, get, post, send, command, step, report }
}

/**
 * The whole server on a fresh database, with somebody of every role signed in through the front door. `folder`: where it
 * keeps its files, if not in one of its own.
 */
export async function openTestApp(folder?: string): Promise<TestApp> {
  const provided = { appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') }
  const book = await openTestBook(provided)
  await openAccounts(book)
  const dataDir = folder ?? mkdtempSync(path.join(tmpdir(), 'anlan-app-'))
  let time = Date.parse('2026-03-02T02:00:00Z')
  const clock = () => {
    time += 1
    return new Date(time)
  }
  const routes: RouteOptions[] = []
  const app = await composeApp({
    pool: book.pool,
    dataDir,
    secure: false,
    clock,
    onRoute: (route) => void routes.push(route),
  })
  const cookies = new Map<string, string>()
  const signIn = async (username: string) => {
    const payload = { username, password: PASSWORD }
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload })
    if (answer.statusCode !== 200) throw new Error(`sign-in of ${username} answered ${answer.body}`)
    const [set] = answer.cookies
    return `${set?.name}=${set?.value}`
  }
  const renew = async () => {
    for (const who of [...everybody, 'stranger']) cookies.set(who, await signIn(who))
  }
  await renew()
  const now = () => new Date(time)
  return {
    app,
    book,
    routes,
    dataDir,
    setClock: (iso) => {
      time = Date.parse(iso)
    },
    now,
    signIn,
    renew,
    ...callsOf(app, cookies, book.id, now),
    async end() {
      const closed = app.close()
      // A line that a client opened and never used is not idle to Node, which would wait a minute for it.
      app.server.closeAllConnections()
      await closed
      await book.end()
      if (!folder) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export interface Answer {
  statusCode: number
  headers: Record<string, unknown>
  body: string
}

/** RFC 9457 with one Chinese sentence: what every refusal looks like. */
export function expectProblem(answer: Answer, status: number, code?: string): void {
  expect(answer.statusCode, answer.body).toBe(status)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  const body = JSON.parse(answer.body)
  expect(body).toMatchObject({ type: 'about:blank', status, title: body.message })
  expect(body.message).toMatch(/^[\u4e00-\u9fff“][\s\S]*[。；]$/)
  if (code) expect(body.code).toBe(code)
}
