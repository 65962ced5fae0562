import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page, Request, ViewportSize } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  expectAccessible,
  expectNoSideways,
  hasBrowser,
  openBrowser,
  openPhone,
  openSeat,
  type Seat,
  signIn,
  startServer,
  stopServer,
} from './browser.ts'
import { deskStates } from './desk-states.ts'
import { documentStates, letterOnPhone } from './document-states.ts'
import { keepingStates } from './keeping-states.ts'
import { legPhoneStates, legStates } from './leg-states.ts'
import { partsInSources, routesOf, standingOn } from './looked-at.ts'
import { phoneStates } from './phone-states.ts'
import { resolutionStates, rolePhoneStates } from './resolution-states.ts'
import type { State } from './screen-states.ts'
import { studyStates } from './study-states.ts'
import { phonePlateStates, supervisionStates } from './supervision-states.ts'

const sizes = {
  desk: [
    { width: 1366, height: 768 },
    { width: 1440, height: 900 },
  ],
  phone: [{ width: 390, height: 844 }],
} as const
type Kind = keyof typeof sizes
const start = { desk: '/', phone: '/m/' } as const

/** What was looked at so far, of all screens. */
const seen = { desk: new Set<string>(), phone: new Set<string>(), parts: new Set<string>() }
let looks = 0
const seats = new Map<string, Seat>()
/** Requests of a page that are on their way. */
const underWay = new Map<Page, Set<Request>>()
let browser: Browser
/** A demo of its own: what stands on a page must not hang on what stories did before. */
const dataDir = mkdtempSync(path.join(tmpdir(), 'anlan-screens-'))
let server: Awaited<ReturnType<typeof startServer>>

async function sit(kind: Kind): Promise<Seat> {
  const at = { baseURL: server.url }
  const seat = await (kind === 'desk'
    ? openSeat(browser, { ...at, viewport: sizes.desk[0] })
    : openPhone(browser, true, { ...at, serviceWorkers: 'block' }))
  const asked = new Set<Request>()
  underWay.set(seat.page, asked)
  seat.page.on('request', (request) => asked.add(request))
  seat.page.on('requestfinished', (request) => asked.delete(request))
  seat.page.on('requestfailed', (request) => asked.delete(request))
  return seat
}

/** Those whom one knows by a user name; the others come in by a link of their own. */
const isUser = (who: string) => /^[a-z]/.test(who)

/** One seat for each person and kind of screen, signed in when first needed. */
async function seatOf(kind: Kind, who: string): Promise<Seat> {
  const name = `${kind} ${who}`
  const seat = seats.get(name) ?? (await sit(kind))
  if (!seats.has(name) && isUser(who)) await signIn(seat.page, who, start[kind])
  seats.set(name, seat)
  return seat
}

/** A paper that is being made says how far it is: that too is looked at. */
const isMaking = (url: string) => /\/api\/documents\/(preview$|.*\/making$)/.test(url)

/** Nothing else is on its way any more and nothing says that it is still opening. */
async function settle(page: Page): Promise<void> {
  const waiting = () => [...(underWay.get(page) ?? [])].map((request) => request.url()).filter((url) => !isMaking(url))
  await expect.poll(waiting, { timeout: 20_000 }).toEqual([])
  await expect.poll(() => page.getByText(/^正在(打开|查询|算账|刷新)/).count(), { timeout: 20_000 }).toBe(0)
}

async function lookAt(page: Page, kind: Kind, at: readonly ViewportSize[]): Promise<void> {
  await settle(page)
  const { route, parts } = await standingOn(page)
  seen[kind].add(route)
  for (const part of parts) seen.parts.add(part)
  looks += 1
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${kind}-${String(looks).padStart(3, '0')}.png` })
  for (const size of at) {
    await page.setViewportSize(size)
    await expectNoSideways(page)
  }
  await expectAccessible(page)
}

async function visit(kind: Kind, { who, at, open: bring }: State): Promise<void> {
  const { page } = await seatOf(kind, who)
  await page.goto('about:blank')
  await page.goto(typeof at === 'string' ? at : await at(page))
  const [narrowest] = sizes[kind]
  await page.setViewportSize(narrowest)
  await bring?.(page, () => lookAt(page, kind, [narrowest]))
  await lookAt(page, kind, sizes[kind])
}

describe.skipIf(!hasBrowser())('axe finds nothing and nothing reaches sideways', () => {
  beforeAll(async () => {
    server = await startServer(dataDir, ['--demo'])
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await stopServer(server.child)
    rmSync(dataDir, { recursive: true, force: true })
  })

  test.each([
    ...deskStates,
    ...studyStates,
    ...resolutionStates,
    ...documentStates,
    ...legStates,
    ...supervisionStates,
    ...keepingStates,
  ])('at the desk of $who: $name', (state) => visit('desk', state))
  test.each([...phoneStates, ...rolePhoneStates, ...legPhoneStates, ...phonePlateStates, letterOnPhone])(
    'on the phone of $who: $name',
    (state) => visit('phone', state),
  )

  test.each(['desk', 'phone'] as const)('every address of the %s was looked at', async (kind) => {
    const { page } = await seatOf(kind, kind === 'desk' ? 'office' : 'grid')
    expect((await routesOf(page)).filter((route) => !seen[kind].has(route))).toEqual([])
  })

  test('every component stood on a page that was looked at', () => {
    expect(partsInSources().filter((part) => !seen.parts.has(part))).toEqual([])
  })

  test('nothing complained and nothing was asked of another server', () => {
    expect([...seats.values()].flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
