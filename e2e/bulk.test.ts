import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidv7 } from '../domain/ids.ts'
import {
  expectAccessible,
  expectNoSideways,
  hasBrowser,
  openBrowser,
  openLowDesk,
  type Seat,
  signIn,
} from './browser.ts'

const wait = { timeout: 20_000 }
const id = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

/** Sends commands as whoever sits at the page, as another window of his would. */
async function send(page: Page, wishes: { step: string; stream: string; data: object }[]): Promise<string[]> {
  const commands = wishes.map((wish) => ({ ...wish, id: id(), kind: 'hazard', takenAt: new Date().toISOString() }))
  const answer = await page.request.post('/api/commands', {
    data: { commands },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  const { results } = (await answer.json()) as { results: { status: string; problem?: { message: string } }[] }
  return results.map(({ status, problem }) => problem?.message ?? status)
}

const get = async (page: Page, url: string) => (await page.request.get(url)).json()

describe.skipIf(!hasBrowser())('many at once, by keyboard on 1366 × 768', () => {
  let browser: Browser
  let office: Seat
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openLowDesk(browser)
    await signIn(office.page, 'office', '/')
  })
  afterAll(() => browser?.close())

  test('three are assigned in one sending and taken back within the minute', async () => {
    const { page, complaints } = office
    await page.goto('/?status=called&community=c03')
    const row = page.locator('tbody tr')
    await row.first().waitFor()
    const before = await row.count()
    await page.keyboard.press('j')
    await page.keyboard.press(' ')
    await page.keyboard.press('j')
    await page.keyboard.press(' ')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press(' ')
    await page.getByText('已选 3 条').waitFor()
    await page.getByRole('button', { name: '交办（3 条）' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('b')
    await page.keyboard.press('Enter')
    await page.keyboard.type('城市')
    await page.getByRole('option', { name: /城市管理/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByLabel('整改期限').fill(new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10))
    await expectAccessible(page)
    await page.keyboard.press('Control+Enter')
    await page.getByText('办成 3 条。').waitFor()
    await expect.poll(() => row.count(), wait).toBe(before - 3)
    expect(await page.evaluate<string>('document.activeElement.className')).toContain('undo-said')
    await expectAccessible(page)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('已撤销 3 条。').waitFor()
    await expect.poll(() => row.count(), wait).toBe(before)
    expect(complaints).toEqual([])
  })

  test('what the law refuses stays chosen with its sentence, and nothing typed is lost', async () => {
    const { page } = office
    await page.goto('/?status=called&community=c04')
    const link = page.locator('tbody a[data-row]')
    await link.first().waitFor()
    const [gone = '', kept = ''] = await link.evaluateAll((all) =>
      all.slice(0, 2).map((one) => one.getAttribute('data-row') ?? ''),
    )
    await page.keyboard.press('j')
    await page.keyboard.press(' ')
    await page.keyboard.press('j')
    await page.keyboard.press(' ')
    await page.getByRole('button', { name: '交办（2 条）' }).click()
    const due = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)
    await page.getByLabel('交给哪个单位').fill('城市')
    await page.getByRole('option', { name: /城市管理/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByLabel('整改期限').fill(due)
    expect(await send(page, [{ step: 'assign', stream: gone, data: { unit: 'o-cg', due } }])).toEqual(['accepted'])
    const other = await openLowDesk(browser)
    await signIn(other.page, 'checker', '/')
    await other.context.close()
    const back = { step: 'rectify', stream: gone, data: { note: '已处理', photos: [], by: 'party' } }
    expect(await send(page, [back])).toEqual(['accepted'])
    await page.getByRole('button', { name: '提交：交办 2 条' }).click()
    await page.getByText('办成 1 条，1 条没有办成。').waitFor()
    await page.locator('.bulk-refused li').first().waitFor()
    await page.getByText('已选 1 条').waitFor()
    expect(await page.getByLabel('整改期限').inputValue()).toBe(due)
    const { hazard } = await get(page, `/api/hazards/${kept}`)
    expect(hazard.unit).toBe('o-cg')
    await expectAccessible(page)
  })

  test('a page, a range and up to two hundred are chosen; who may do nothing here has no ticks', async () => {
    const { page } = office
    await page.goto('/')
    await page.locator('tbody tr').first().waitFor()
    await page.keyboard.press('Control+a')
    await page.getByText('已选 50 条').waitFor()
    await page.getByRole('button', { name: /选中前 200 条/ }).click()
    await page.getByText('已选 200 条').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.bulk-bar').count(), wait).toBe(0)
    await page
      .getByLabel(/^选中 YH/)
      .nth(1)
      .click()
    await page
      .getByLabel(/^选中 YH/)
      .nth(4)
      .click({ modifiers: ['Shift'] })
    await page.getByText('已选 4 条').waitFor()
    const auditor = await openLowDesk(browser)
    await signIn(auditor.page, 'auditor', '/')
    await auditor.page.locator('tbody tr').first().waitFor()
    expect(await auditor.page.getByLabel(/^选中/).count()).toBe(0)
    await auditor.context.close()
  })

  test('sixty rechecks are closed in pages by keyboard, every pair seen, and a page is taken back', async () => {
    const maker = await openLowDesk(browser)
    await signIn(maker.page, 'community', '/')
    const { items } = await get(maker.page, '/api/hazards?status=closed&community=c01&limit=50')
    const pages = await Promise.all(items.map((one: { id: string }) => get(maker.page, `/api/hazards/${one.id}`)))
    const pair = pages.find(({ hazard }) => hazard.before[0] && hazard.after[0]).hazard
    const made = Array.from({ length: 66 }, (_, i) => ({
      step: 'report',
      stream: id(),
      data: {
        ...{ community: 'c01', item: '1.1', place: `成页复查${i + 1}号`, description: '灭火器压力不足' },
        photos: [pair.before[0]],
        fixed: { note: '已换新', photos: [pair.after[0]] },
      },
    }))
    expect(new Set(await send(maker.page, made))).toEqual(new Set(['accepted']))
    await maker.context.close()

    const { page, complaints } = office
    const closed = async () => (await get(page, '/api/account')).levels.closed as number
    const before = await closed()
    await page.goto('/recheck')
    await page.locator('.pair').first().waitFor()
    await expectAccessible(page)
    await expectNoSideways(page)
    const seen = () => page.locator('.pair-seen').count()
    for (let i = 0; i < 10; i++) {
      await expect.poll(seen, wait).toBe(6)
      const first = await page.locator('.pair').first().getAttribute('data-pair')
      await page.keyboard.press('Control+Enter')
      await page.getByText('办成 6 条。').waitFor()
      await expect.poll(() => page.locator('.pair').first().getAttribute('data-pair'), wait).not.toBe(first)
      expect(await page.evaluate<string>('document.activeElement.className')).toContain('pair-photos')
    }
    expect(await closed()).toBe(before + 60)

    await page.getByRole('button', { name: '撤销' }).click()
    await page.getByText('已撤销 6 条。').waitFor()
    expect(await closed()).toBe(before + 54)
    expect(complaints).toEqual([])
  })

  test('a pair that is not right goes back with its reason, one is left for the site, and Enter shows both large', async () => {
    const { page } = office
    await page.goto('/recheck')
    await expect.poll(() => page.locator('.pair-seen').count(), wait).toBe(6)
    const ids = await page.locator('.pair').evaluateAll((all) => all.map((one) => one.getAttribute('data-pair') ?? ''))
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: '比对整改前后照片' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('x')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Control+Enter')
    await page.getByText(/请写明 YH.* 哪里不合格/).waitFor()
    await page.keyboard.press('x')
    await page.keyboard.press('x')
    await page.keyboard.type('还是没有压力')
    await page.keyboard.press('Enter')
    await page.keyboard.press('j')
    await page.keyboard.press('s')
    await page.getByRole('button', { name: '本页 4 条复查通过销号，1 条不合格退回' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Control+Enter')
    await page.getByText('办成 5 条。1 条留待现场。').waitFor()
    expect((await get(page, `/api/hazards/${ids[0]}`)).hazard.status).toBe('handling')
    expect((await get(page, `/api/hazards/${ids[1]}`)).hazard.status).toBe('rectified')
    await page.getByText('您留待现场复查').waitFor()
    await expectAccessible(page)
  })
})
