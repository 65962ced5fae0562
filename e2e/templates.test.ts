import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { officeTemplate, p, r } from '../platform/server/papers/test-template.ts'
import { expectAccessible, hasBrowser, openBrowser, openLowDesk, type Seat, signIn } from './browser.ts'
import { handTo } from './topic-ways.ts'

const slow = { timeout: 60_000 }
const row = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '呼叫函' }) })
const choose = (page: Page, name: string, buffer: Buffer) =>
  page.locator('.template-file input').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })

/** Issues a call about one case of the unit; answers its id. */
async function issueCall(page: Page, to: string, hazard: string): Promise<string> {
  const id = hazard.replace(/^.{8}/, String(Math.floor(Math.random() * 9e7) + 1e7))
  const source = { type: 'call', to, cases: [hazard] }
  const headers = { 'sec-fetch-site': 'same-origin' }
  const drafted = await page.request.post('/api/documents/draft', { data: source, headers })
  const data = { id, source, prefix: '示范街模板函', content: await drafted.json() }
  const sent = await page.request.post('/api/documents', { data, headers, timeout: 60_000 })
  if (!sent.ok()) throw new Error(await sent.text())
  return id
}

const bytesOf = async (page: Page, path: string): Promise<Buffer> => (await page.request.get(path)).body()

describe.skipIf(!hasBrowser())('the office brings its own template of a call, on 1366 × 768', () => {
  let browser: Browser
  let office: Seat
  let hazard = ''
  let before = ''
  let first: Buffer
  let own: Buffer
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openLowDesk(browser)
    await signIn(office.page, 'office', '/')
    hazard = (await handTo(office.page, 'c14', 'v-xf'))[0] ?? ''
    own = await officeTemplate()
    before = await issueCall(office.page, 'v-xf', hazard)
    first = await bytesOf(office.page, `/api/documents/${before}/docx`)
  }, 120_000)
  afterAll(() => browser?.close())

  test('what cannot be used is refused in a sentence that says what to do, and changes nothing', async () => {
    const { page } = office
    await page.goto('/documents')
    await page.getByRole('link', { name: '模板', exact: true }).click()
    await page.getByRole('button', { name: '换呼叫函的模板' }).click()
    await page.getByText('{主送}').waitFor()
    await expectAccessible(page)
    const tries: [string, Buffer, string | RegExp][] = [
      ['扫描件.pdf', Buffer.from('%PDF-1.7'), '这是 PDF，不能当模板'],
      ['旧模板.doc', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), '这是旧格式的 .doc'],
      ['缺文号.docx', await officeTemplate(p(r('{标题}')) + p(r('{正文}'))), /模板里(缺少|没有).*\{/],
    ]
    for (const [name, bytes, sentence] of tries) {
      await choose(page, name, bytes)
      await page.getByRole('alert').filter({ hasText: sentence }).waitFor(slow)
    }
    expect(await page.getByRole('button', { name: '启用这个模板' }).count()).toBe(0)
    await row(page).getByText('没有换过').waitFor()
  })

  test('a good one is looked at with a sample, put in force, and comes down as it was', async () => {
    const { page } = office
    await choose(page, '本街道函.docx', own)
    const link = page.getByRole('link', { name: /^打开预览/ })
    await link.waitFor(slow)
    expect(await link.getAttribute('href')).toMatch(/^blob:/)
    await page.getByRole('button', { name: '启用这个模板' }).click()
    await page.getByText('呼叫函从现在起用模板《本街道函.docx》；以前印发的不变。').waitFor(slow)
    await row(page).getByText('《本街道函.docx》').waitFor()
    await row(page).getByText('专班内勤甲').waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载呼叫函现在用的模板' }).click(),
    ])
    expect(readFileSync(await file.path()).equals(own)).toBe(true)
  })

  test('what is issued from then on is filled into it; what was issued before is unchanged', async () => {
    const { page } = office
    const after = await issueCall(page, 'v-xf', hazard)
    const second = await bytesOf(page, `/api/documents/${after}/docx`)
    expect((await bytesOf(page, `/api/documents/${before}/docx`)).equals(first)).toBe(true)
    expect(second.equals(first)).toBe(false)
  }, 120_000)

  test('a leader sees who changed what and has no buttons; the house’s own comes back', async () => {
    const leader = await openLowDesk(browser)
    await signIn(leader.page, 'leader', '/')
    await leader.page.goto('/documents/templates')
    await row(leader.page).getByText('《本街道函.docx》').waitFor()
    expect(await leader.page.getByRole('button', { name: /换模板|恢复/ }).count()).toBe(0)
    expect(leader.complaints).toEqual([])
    await leader.context.close()
    const { page } = office
    await page.getByRole('button', { name: '呼叫函恢复自带的模板' }).click()
    await page.getByText('呼叫函从现在起用本系统自带的模板；以前印发的不变。').waitFor(slow)
    await row(page).getByText('换过 2 次').click()
    await row(page).getByRole('link', { name: '《本街道函.docx》' }).waitFor()
    await expectAccessible(page)
    expect(office.complaints).toEqual([])
  })
})
