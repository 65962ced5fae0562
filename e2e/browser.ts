import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, inject } from 'vitest'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built server with the demo campaign loaded; ends without a slash. */
    storyUrl: string
    /** Instant at which the demo had been loaded and nobody had acted yet. */
    loadedAt: string
  }
}

export const DEMO_PASSWORD = process.env.DEMO_PASSWORD ?? 'story-pass-1234'
const started = /http:\/\/[^/\s]+:\d+/

/** Starts the built server and answers its address once it says so. Throws with its output when it ends before. */
export function startServer(
  dataDir: string,
  args: readonly string[] = [],
): Promise<{ url: string; child: ChildProcess; said: string }> {
  const { DATABASE_URL: _app, DATABASE_OWNER_URL: _owner, ...env } = process.env
  const child = spawn(process.execPath, ['dist/server/app/server.js', ...args], {
    env: { ...env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, DEMO_PASSWORD },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk
      const url = started.exec(said)?.[0]
      if (url) resolve({ url, child, said })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('exit', (code) => reject(new Error(`server ended with ${code}:\n${said}`)))
  })
}

export async function stopServer(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.on('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

/** One demo for all stories (vitest's globalSetup). STORY_URL names one that runs already. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.STORY_URL
  const dataDir = mkdtempSync(path.join(tmpdir(), 'anlan-story-'))
  const server = running ? undefined : await startServer(dataDir, ['--demo'])
  project.provide('storyUrl', server?.url ?? running ?? '')
  project.provide('loadedAt', new Date().toISOString())
  return async () => {
    if (server) await stopServer(server.child)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chromium named by CHROMIUM, else the system's. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: browserFlags })

/** Stories are skipped, and say so, where there is no browser. */
export const hasBrowser = (): boolean => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium')

export interface Seat {
  context: BrowserContext
  page: Page
  /** Errors of the console and of the content security policy, requests to another server; a story expects none. */
  complaints: string[]
}

/** A seat at any size and address; a story on the demo takes one of those below. */
export async function openSeat(browser: Browser, options: Parameters<Browser['newContext']>[0]): Promise<Seat> {
  const context = await browser.newContext({
    baseURL: inject('storyUrl'),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...options,
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    const network = /Failed to load resource|net::ERR|error occurred when fetching the script/.test(message.text())
    if (message.type() === 'error' && !network) complaints.push(message.text())
  })
  const home = options?.baseURL ?? inject('storyUrl')
  page.on('request', (request) => {
    const url = request.url()
    if (/^(https?|wss?):/.test(url) && !url.startsWith(`${home}/`)) complaints.push(`asked ${url}`)
  })
  return { context, page, complaints }
}

const located = { permissions: ['geolocation'], geolocation: { latitude: 30.5, longitude: 104.06, accuracy: 12 } }

/** A phone of 390 × 844 that allows its position, or refuses it; at the demo, or wherever else `options` says. */
export const openPhone = (
  browser: Browser,
  position = true,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Seat> =>
  openSeat(browser, {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    ...(position ? located : {}),
    ...options,
  })

/**
 * A phone without a service worker, for stories that hold requests back: while a worker takes a page over, the page's
 * requests pass by whoever holds them.
 */
export const openHeldPhone = (browser: Browser): Promise<Seat> => openPhone(browser, true, { serviceWorkers: 'block' })

/** An office screen of 1440 × 900. */
export const openDesk = (browser: Browser): Promise<Seat> =>
  openSeat(browser, { viewport: { width: 1440, height: 900 } })

/** The low office screen that many have: 1366 × 768. */
export const openLowDesk = (browser: Browser): Promise<Seat> =>
  openSeat(browser, { viewport: { width: 1366, height: 768 } })

/** Nothing on the page reaches beyond its width. */
export async function expectNoSideways(page: Page): Promise<void> {
  const of = (side: string) => page.evaluate<number>(`document.documentElement.${side}`)
  expect(await of('scrollWidth')).toBeLessThanOrEqual(await of('clientWidth'))
}

/** What the focused element is called: its own label, that of its field, or its words. */
const nameHere = `(() => {
  const at = document.activeElement
  const label = at?.id ? document.querySelector('label[for="' + at.id + '"]')?.textContent : ''
  return [at?.getAttribute('aria-label'), label, at?.textContent].join('|')
})()`

/** Presses Tab until what is focused carries this name; keys only, as at the desk. */
export async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press(key)
    const here = await page.evaluate<string>(nameHere)
    if (here.includes(name)) return
  }
  throw new Error(`Tab does not lead to ${name}`)
}

/** Signs a demo user in at `/m/`, `/` or another address and waits until the first screen stands. */
export async function signIn(page: Page, username: string, at = '/m/'): Promise<void> {
  await page.goto(at)
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByLabel('密码').waitFor({ state: 'detached' })
}

/** What axe finds on the page, a line for each rule that is broken; of the rules that are kept it tells nothing. */
const brokenRules = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(
  ({ id, help, nodes }) => id + ': ' + help + ': ' + nodes.map(({ html }) => html).join(' | ')))`

/** axe finds nothing on the page as it stands, in any of its rules. */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source)
  expect(await page.evaluate<string[]>(brokenRules)).toEqual([])
}

/** A drawn JPEG, never twice the same bytes; `mark` is its colour. */
export function drawJpeg(mark: { r: number; g: number; b: number }, width = 2400, height = 1800): Promise<Buffer> {
  const spot = { create: { width: 200, height: 200, channels: 3 as const, background: { r: 250, g: 240, b: 90 } } }
  const left = Math.floor(Math.random() * (width - 200))
  const top = Math.floor(Math.random() * (height - 200))
  return sharp({ create: { width, height, channels: 3, background: mark } })
    .composite([{ input: spot, left, top } as never])
    .jpeg()
    .toBuffer()
}

/** A JPEG of noise, which is as large on a phone as any photo of its size: about 0.7 bytes a pixel. */
export function drawNoise(width: number, height: number): Promise<Buffer> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  return sharp({ create: { width, height, channels: 3, background: '#888', noise } })
    .jpeg()
    .toBuffer()
}
