import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, hasBrowser, openBrowser, openLowDesk, type Seat, signIn } from './browser.ts'
import { handTo } from './topic-ways.ts'

const slow = { timeout: 60_000 }
const area = (page: Page) => page.getByRole('textbox', { name: /^第 \d+ 段$/ })
const wordsOf = async (page: Page) =>
  (await Promise.all((await area(page).all()).map((one) => one.inputValue()))).join('\n')

describe.skipIf(!hasBrowser())('letters about cases in the hands of one unit, on 1366 × 768', () => {
  let browser: Browser
  let office: Seat
  let number = ''
  let hazard = ''
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openLowDesk(browser)
    await signIn(office.page, 'office', '/')
    await handTo(office.page, 'c11', 'v-xf')
  })
  afterAll(() => browser?.close())

  test('begin from what was ticked in the ledger, and from one unit only', async () => {
    const { page } = office
    const boxes = page.locator('tbody').getByRole('checkbox')
    await page.goto('/?status=handling&holder=v-xf')
    await boxes.first().waitFor()
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    await page.getByRole('button', { name: '发函（2 条）' }).click()
    await page.getByText(/整改中 \d+ 条，已选 2 条/).waitFor()
    expect(await page.getByRole('radio', { name: '呼叫函' }).isChecked()).toBe(true)
    await expectAccessible(page)
    await page.getByRole('button', { name: '全不选' }).click()
    await page.getByRole('button', { name: '生成草稿' }).click()
    await page.getByText('请至少选一条隐患。').waitFor()
    const first = page.locator('.letter-table tbody tr').first()
    hazard = (await first.getByRole('link').getAttribute('href'))?.split('/').pop() ?? ''
    await first.getByRole('checkbox').check()
  })

  test('a call asks the fire brigade (商请), is changed in place and issued under its number', async () => {
    const { page } = office
    await page.getByRole('button', { name: '生成草稿' }).click()
    await area(page).first().waitFor()
    expect(await wordsOf(page)).toMatch(/商请贵单位依法依职责予以处置[\s\S]*特此函商，请予支持。/)
    expect(await page.getByLabel('主送').inputValue()).toBe('消防救援大队')
    expect(await page.getByLabel('印发机关').count()).toBe(0)
    await page.getByLabel('机关代字').fill('示范街函')
    await area(page).last().fill('特此函商，请支持为盼。')
    await page.getByRole('button', { name: '取号印发' }).click()
    const done = page.getByText(/^已印发，文号 示范街函〔\d{4}〕\d+号。$/)
    await done.waitFor(slow)
    number = /文号 (.+)。/.exec((await done.textContent()) ?? '')?.[1] ?? ''
    await page.getByText('呼叫函，发给消防救援大队，1 条隐患').waitFor()
    await expectAccessible(page)
  })

  test('is corrected in another tab from the words that were issued', async () => {
    const { page } = office
    const other = await office.context.newPage()
    await other.goto('/documents')
    await other.getByRole('button', { name: `更正 ${number}` }).click()
    await expect.poll(() => area(other).last().inputValue(), slow).toBe('特此函商，请支持为盼。')
    expect(await other.getByText('重新生成').count()).toBe(0)
    await other.getByLabel('标题', { exact: false }).and(other.locator('input')).fill('关于商请整治消防隐患的函')
    await other.getByRole('button', { name: '印发更正版' }).click()
    await other.getByText(`${number} 已印发第 2 版。`).waitFor(slow)
    await other.getByText('关于商请整治消防隐患的函').waitFor()
    await other.close()
    await page.reload()
    await page.getByText('关于商请整治消防隐患的函').waitFor()
  })

  test('is found on its case by the unit that it went to, and by no other', async () => {
    const fire = await openLowDesk(browser)
    await signIn(fire.page, 'fire', '/')
    await fire.page.goto(`/case/${hazard}`)
    const link = fire.page.getByRole('link', { name: `下载 ${number} PDF` })
    await link.waitFor()
    await fire.page.getByText('（第 2 版）').waitFor()
    await expectAccessible(fire.page)
    const [file] = await Promise.all([fire.page.waitForEvent('download'), link.click()])
    expect(file.suggestedFilename()).toBe(`${number}.pdf`)
    expect(fire.complaints).toEqual([])
    await fire.context.close()
    const police = await openLowDesk(browser)
    await signIn(police.page, 'police', '/')
    expect((await police.page.request.get(`/api/hazards/${hazard}/letters`)).status()).toBe(404)
    await police.context.close()
  })

  test('a press letter says how many days each is late, and what is asked meanwhile', async () => {
    const { page } = office
    await page.goto('/documents')
    await page.getByRole('button', { name: '拟稿', exact: true }).click()
    await page.getByRole('radio', { name: '督办函' }).check()
    const unit = page.getByLabel('发给哪个单位')
    await unit.waitFor()
    const late = await unit.locator('option').filter({ hasText: /过期/ }).first().getAttribute('value')
    await unit.selectOption(late)
    await page.getByRole('button', { name: /^只选过期的 \d+ 条$/ }).click()
    await page.getByLabel('督办编号').fill('督办〔2026〕3号')
    await page.getByRole('button', { name: '生成草稿' }).click()
    await area(page).first().waitFor()
    const words = await wordsOf(page)
    expect(words).toContain('督办编号：督办〔2026〕3号')
    expect(words).toMatch(/最长\d+天/)
    expect(words).toContain('临时安全措施')
    expect(await page.locator('.body-table').textContent()).toMatch(/\d+天/)
    await page.getByLabel('机关代字').fill('示范街函')
    await page.getByRole('button', { name: '取号印发' }).click()
    await page.getByText('这个机关代字已用于另一种公文。').waitFor()
    await page.getByLabel('机关代字').fill('示范街督')
    await page.getByRole('button', { name: '取号印发' }).click()
    await page.getByText(/^已印发，文号 示范街督〔\d{4}〕\d+号。$/).waitFor(slow)
    expect(office.complaints).toEqual([])
  })
})
