import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, hasBrowser, openBrowser, openLowDesk, type Seat, signIn } from './browser.ts'

/** Lets a test see what stands on the clipboard of a browser that has none to ask. */
const pasted = async ({ page }: Seat): Promise<string> => {
  await page.goto('/')
  const box = page.getByRole('combobox', { name: '搜索' })
  await box.click()
  await page.keyboard.press('Control+v')
  return box.inputValue()
}

describe.skipIf(!hasBrowser())('texts for the group', () => {
  let browser: Browser
  let office: Seat
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openLowDesk(browser)
    // As on plain http: there is no clipboard to ask.
    await office.context.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    await signIn(office.page, 'office', '/')
  })
  afterAll(() => browser?.close())

  test('the line of the day sums, says its moment, and each number opens as many rows', async () => {
    const { page, complaints } = office
    await page.goto('/bulletin')
    const box = page.getByLabel('发到群里的一行')
    await box.waitFor()
    const text = await box.inputValue()
    const [, found, closed, community, above] = (
      /截至.+时.*，排查(\d+)＝已销号(\d+)＋社区层面未销号(\d+)＋街道及以上未销号(\d+)；/.exec(text) ?? []
    ).map(Number)
    expect(found).toBe((closed ?? 0) + (community ?? 0) + (above ?? 0))
    await page.getByRole('button', { name: '复制催办' }).first().waitFor()
    await expectAccessible(page)
    await page
      .getByRole('row', { name: /^已销号/ })
      .getByRole('link')
      .click()
    await page.getByText(new RegExp(`^共 ${closed} 条`)).waitFor()
    expect(complaints).toEqual([])
  })

  test('is copied where the browser keeps its clipboard shut, and else left selected', async () => {
    const { page } = office
    await page.goto('/bulletin')
    const text = await page.getByLabel('发到群里的一行').inputValue()
    await page.getByRole('button', { name: '复制今日数字' }).click()
    await page.getByText('已复制，可以粘贴到群里。').waitFor()
    expect(await pasted(office)).toBe(text.slice(0, 100))

    await page.goto('/bulletin')
    const box = page.getByLabel('发到群里的一行')
    await box.waitFor()
    await page.evaluate('document.execCommand = () => false')
    await page.getByRole('button', { name: '复制今日数字' }).click()
    await page.getByText('请按 Ctrl+C').waitFor()
    const chosen = await page.evaluate<string>('getSelection().toString()')
    expect(chosen).toBe(await box.inputValue())
    await expectAccessible(page)
  })

  test('the chase of 28 communities names units and numbers, and each number opens its list', async () => {
    const { page } = office
    await page.goto('/bulletin')
    const row = page.locator('.chase tbody tr')
    await row.first().waitFor()
    expect(await row.count()).toBeGreaterThan(20)
    const said = await row.first().locator('td').first().textContent()
    const n = Number(/\d+/.exec(said ?? '')?.[0])
    const boxes = await page.locator('.chase textarea').all()
    const texts = await Promise.all(boxes.map((box) => box.inputValue()))
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048)
    expect(texts.join('\n')).not.toMatch(/干部|网格员|示范苑|1\d{10}/)
    await row.first().getByRole('link').first().click()
    await page.getByText(new RegExp(`^共 ${n} 条`)).waitFor()
  })
})
