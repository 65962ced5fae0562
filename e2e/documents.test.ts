import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  expectAccessible,
  expectNoSideways,
  hasBrowser,
  openBrowser,
  openLowDesk,
  type Seat,
  signIn,
} from './browser.ts'
import { tableTopic } from './topic-ways.ts'

const slow = { timeout: 60_000 }
const title = '示范九社区消防设施'
const printed = '关于提请议决示范九社区消防设施的报告'
const starts = { docx: 'PK', pdf: '%PDF-' } as const

/** Clicks a download and answers its name and first bytes. */
async function download(page: Page, link: RegExp): Promise<{ name: string; bytes: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()])
  return {
    name: file.suggestedFilename(),
    bytes: readFileSync(await file.path())
      .subarray(0, 5)
      .toString('latin1'),
  }
}

async function expectBoth(page: Page, number: string, version = ''): Promise<void> {
  for (const kind of ['docx', 'pdf'] as const) {
    const found = await download(page, new RegExp(`下载 ${number} ${version}${kind === 'docx' ? '\\.docx' : 'PDF'}`))
    expect(found.name).toBe(`${number}.${kind}`)
    expect(found.bytes.startsWith(starts[kind])).toBe(true)
  }
}

describe.skipIf(!hasBrowser())('a dossier from its topic to its second version, on 1366 × 768', () => {
  let browser: Browser
  let office: Seat
  let number = ''
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openLowDesk(browser)
    await signIn(office.page, 'office', '/')
    await tableTopic(office.page, 'c09', title)
  })
  afterAll(() => browser?.close())

  test('is drafted from what is tabled, changed in place and survives a reload', async () => {
    const { page } = office
    await page.getByRole('link', { name: '公文', exact: true }).click()
    await page.getByRole('button', { name: '拟稿', exact: true }).click()
    await page.getByRole('checkbox', { name: new RegExp(title) }).waitFor()
    for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
    await page.getByRole('button', { name: '生成草稿' }).click()
    await page.getByText('请至少选一个议题。').waitFor()
    await page.getByRole('checkbox', { name: new RegExp(title) }).check()
    await page.getByRole('button', { name: '生成草稿' }).click()
    await page.getByLabel('标题', { exact: false }).and(page.locator('input')).fill(printed)
    await page.getByRole('textbox', { name: '第 1 段' }).fill('经研判，有一批隐患社区不能单独化解。\n现提请议决。')
    await page.getByLabel('机关代字').fill('')
    await page.getByRole('button', { name: '取号印发' }).click()
    await page.getByText('请填写“机关代字”。').waitFor()
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('document-prefix')
    await page.getByLabel('机关代字').fill('示范街攻坚')
    await expectAccessible(page)
    await expectNoSideways(page)
    await page.reload()
    await expect.poll(() => page.getByRole('textbox', { name: '第 1 段' }).inputValue(), slow).toContain('现提请议决。')
    expect(await page.getByLabel('机关代字').inputValue()).toBe('示范街攻坚')
  })

  test('is looked at before it has a number', async () => {
    const { page } = office
    await page.getByRole('button', { name: '预览' }).click()
    const link = page.getByRole('link', { name: /^打开预览/ })
    await link.waitFor(slow)
    expect(await page.evaluate<string>('document.activeElement.className')).toBe('document-preview')
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()])
    await expect.poll(() => opened.url(), slow).toMatch(/^blob:/)
    await opened.close()
    await page.getByRole('textbox', { name: '第 1 段' }).press('End')
    await page.keyboard.type('　')
    await link.waitFor({ state: 'detached' })
  })

  test('with a character that no font has is refused in a sentence, and nothing typed is lost', async () => {
    const { page } = office
    await page.getByLabel('主送').fill('\u{20bb7}山工作组')
    await page.getByRole('button', { name: '取号印发' }).click()
    await page.getByText('“𠮷”不在印制用的字库里').waitFor(slow)
    expect(await page.getByLabel('主送').inputValue()).toBe('\u{20bb7}山工作组')
    await page.getByLabel('主送').fill('工作组')
  })

  test('is issued under its number, and both files come down', async () => {
    const { page } = office
    await page.getByRole('button', { name: '取号印发' }).click()
    const done = page.getByText(/^已印发，文号 示范街攻坚〔\d{4}〕\d+号。$/)
    await done.waitFor(slow)
    number = /文号 (.+)。/.exec((await done.textContent()) ?? '')?.[1] ?? ''
    await page.getByRole('rowheader', { name: number }).waitFor()
    await expectAccessible(page)
    await expectBoth(page, number)
  })

  test('is read by the leader, who has no buttons', async () => {
    const leader = await openLowDesk(browser)
    const { page } = leader
    await signIn(page, 'leader', '/')
    await page.getByRole('link', { name: '公文', exact: true }).click()
    await page.getByRole('rowheader', { name: number }).waitFor()
    expect(await page.getByRole('button', { name: /拟稿|更正|作废/ }).count()).toBe(0)
    await expectBoth(page, number)
    expect(leader.complaints).toEqual([])
    await leader.context.close()
  })

  test('is corrected under the same number, then declared void and keeps it', async () => {
    const { page } = office
    await page.getByRole('button', { name: `更正 ${number}` }).click()
    await expect.poll(() => page.getByRole('textbox', { name: '第 1 段' }).inputValue(), slow).toContain('现提请议决。')
    await page.getByRole('textbox', { name: '第 2 段' }).fill('更正后的第二段。')
    await page.getByRole('button', { name: '印发更正版' }).click()
    await page.getByText(`${number} 已印发第 2 版。`).waitFor(slow)
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: number }) })
    await row.getByText(/^第1版/).waitFor()
    await expectBoth(page, number, '第2版 ')
    await expectBoth(page, number, '第1版 ')
    await page.getByRole('button', { name: `作废 ${number}` }).click()
    await page.getByRole('button', { name: '确认作废' }).click()
    await page.getByText('请填写“为什么作废”。').waitFor()
    await page.getByLabel('为什么作废').fill('重复印发')
    await page.getByRole('button', { name: '确认作废' }).click()
    await page.getByText(`${number} 已作废，文号保留，不再使用。`).waitFor()
    await row.getByText('已作废', { exact: true }).waitFor()
    expect(await row.getByRole('button').count()).toBe(0)
    expect(office.complaints).toEqual([])
  })
})
