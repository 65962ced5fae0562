import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  drawJpeg,
  expectAccessible,
  hasBrowser,
  openBrowser,
  openDesk,
  openPhone,
  type Seat,
  signIn,
} from './browser.ts'
import { choosePhoto, delivered, openStep, submitStep, tab } from './phone-ways.ts'

const place = (what: string) => `${what}${Date.now() % 1_000_000}号院`
const dayBefore = (n: number): string =>
  new Date(Date.now() - n * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)

/** A case that the community has just recorded at the desk; its page is open. */
async function record(page: Page, where: string, words: string): Promise<void> {
  await page.goto('/report')
  await page.getByLabel('具体位置').fill(where)
  await page.getByLabel('检查项目', { exact: true }).fill('feixian')
  await page.keyboard.press('Enter')
  await page.getByLabel('情况', { exact: true }).fill(words)
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByRole('link', { name: '看这条隐患' }).click()
  await page.getByRole('heading', { name: /办理经过/ }).waitFor()
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

describe.skipIf(!hasBrowser())('代录, 更正, 疑似重大, 撤销 and duplicates', () => {
  let browser: Browser
  let clerk: Seat
  let phone: Seat
  beforeAll(async () => {
    browser = await openBrowser()
    clerk = await openDesk(browser)
    await signIn(clerk.page, 'community', '/')
    phone = await openPhone(browser)
    await signIn(phone.page, 'volunteer')
  }, 120_000)
  afterAll(async () => {
    expect([...clerk.complaints, ...phone.complaints]).toEqual([])
    await browser.close()
  })

  test('a clerk writes down yesterday’s call by keyboard alone, and the day stands beside the book’s', async () => {
    const { page } = clerk
    const where = place('来电说的')
    await page.getByRole('link', { name: '登记', exact: true }).press('Enter')
    await page.getByLabel('点位').waitFor()
    await expectAccessible(page)
    await page.getByLabel('点位').focus()
    await press(page, 'Tab')
    await page.keyboard.insertText(where)
    await press(page, 'Tab')
    await page.keyboard.insertText('feixian')
    await page.getByRole('listbox').getByRole('option').first().waitFor()
    await press(page, 'Enter', 'Tab')
    await press(page, 'Control+A')
    await page.keyboard.insertText('楼下飞线充电')
    await page.getByLabel('发现日期').fill(dayBefore(1))
    await page.getByRole('button', { name: '补录' }).press('Enter')
    await page.getByText('请写明原因').waitFor()
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('report-reason')
    await page.keyboard.insertText('昨晚来电，系统没开')
    await press(page, 'Enter')
    await page.getByRole('link', { name: '看这条隐患' }).press('Enter')
    await page.getByText('（补录，本系统按登记日计）').waitFor()
    expect(await page.locator('.facts').textContent()).toContain(`${dayBefore(1)} 发现`)
    await page.getByText('昨晚来电，系统没开').waitFor()
    await expectAccessible(page)
  }, 90_000)

  test('a wrong door number is corrected, what was before stays readable, and a 核实 by mistake is taken back', async () => {
    const { page } = clerk
    const [wrong, right] = [place('写错的'), place('写对的')]
    await record(page, wrong, '飞线')
    await page.getByRole('button', { name: '更正', exact: true }).click()
    await page.getByLabel('为什么更正').fill('门牌写错')
    await page.getByLabel('具体位置').fill(right)
    await expectAccessible(page)
    await page.getByRole('button', { name: '提交：更正' }).click()
    await page.getByText('“更正”已记入台账。').waitFor()
    await page.getByText(`${right}（原为：${wrong}）`).waitFor()
    await page.getByText('更正过').waitFor()
    await page.getByRole('button', { name: '核实交办' }).click()
    await page.getByLabel('交给谁整改').fill('华新街社区')
    await page.getByRole('option').first().click()
    await page.getByRole('button', { name: '提交：核实交办' }).click()
    await page.getByText('“核实交办”已记入台账。').waitFor()
    await page.getByRole('button', { name: '撤销', exact: true }).first().click()
    await page.getByRole('button', { name: '提交：撤销' }).click()
    await page.getByText('撤销“核实交办”').waitFor()
    await page.getByText('核实交办（已撤销）').waitFor()
    await page.getByRole('button', { name: '核实交办' }).waitFor()
  }, 90_000)

  test('the second report of one thing is shown beside the first, and merged by one button and one reason', async () => {
    const { page } = clerk
    const where = place('祥和里')
    await record(page, where, '楼道里电动车飞线充电')
    const first = (await page.locator('.case-number').textContent()) ?? ''
    await page.goto('/report')
    await page.getByLabel('具体位置').fill(`${where}楼道`)
    await page.getByLabel('检查项目', { exact: true }).fill('feixian')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: first }).waitFor()
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await page.getByRole('link', { name: '看这条隐患' }).click()
    await page.getByRole('heading', { name: /可能重复/ }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: `并入 ${first}` }).click()
    await expect.poll(() => page.getByLabel('为什么不列入').inputValue()).toBe(`与 ${first} 重复，合并办理`)
    await page.getByRole('button', { name: '提交：不列入' }).click()
    await page.getByText('确定不列入').waitFor()
    await page.getByRole('link', { name: '查看原隐患' }).waitFor()
  }, 90_000)

  test('the phone says before sending that somebody was here, holds nothing up, and 疑似重大 is everybody’s word', async () => {
    const { page } = phone
    const where = place('示范花园北门')
    const send = async (text: string) => {
      await tab(page, '拍照上报')
      await choosePhoto(page, '隐患照片', 90)
      await page.getByLabel('搜索检查项目').fill('feixian')
      await page.getByRole('button', { name: '电瓶车违规充电' }).click()
      await page.getByLabel('具体位置').fill(text)
    }
    await send(where)
    await page.getByRole('button', { name: '提交' }).click()
    await delivered(page)
    await page.getByRole('button', { name: '再报一条' }).click()
    await send(`${where}旁边`)
    await page.getByRole('button', { name: '看一看' }).waitFor()
    await page.getByRole('heading', { name: '拍照上报' }).click()
    await page.getByLabel('具体位置').blur()
    await expectAccessible(page)
    await page.getByRole('button', { name: '就是这条' }).click()
    await page.getByText(where).first().waitFor()
    await openStep(page, '疑似重大')
    await page.getByLabel('为什么像是重大隐患').fill('整栋楼都从这里走')
    await submitStep(page, '疑似重大')
    await page.locator('.tag', { hasText: '疑似重大' }).waitFor()
    await expectAccessible(page)
    await tab(page, '拍照上报')
    await page.getByText('附近可能已有人报过').waitFor()
    await page.getByRole('button', { name: '不是，继续上报' }).click()
    await page.getByText('附近可能已有人报过').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '提交' }).click()
    await delivered(page)
  }, 120_000)

  test('without network nothing is said of others, and the report goes into the outbox as ever', async () => {
    const { page, context } = phone
    await page.getByRole('button', { name: '再报一条' }).click()
    await choosePhoto(page, '隐患照片', 60)
    await context.setOffline(true)
    await page.getByLabel('搜索检查项目').fill('feixian')
    await page.getByRole('button', { name: '电瓶车违规充电' }).click()
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText(/已存在手机上/).waitFor()
    await context.setOffline(false)
    await delivered(page)
  }, 90_000)

  test('a unit’s paper is entered with its day and photo, and the clerk who entered it does not strike it off', async () => {
    const { page } = clerk
    await record(page, place('纸面回执'), '飞线')
    await page.getByRole('button', { name: '核实交办' }).click()
    await page.getByLabel('交给谁整改').fill('示范花园')
    await page.getByRole('option').first().click()
    await page.getByRole('button', { name: '提交：核实交办' }).click()
    await page.getByRole('button', { name: '整改反馈' }).click()
    await page.getByLabel('怎样整改的').fill('已拆除')
    await page.getByLabel('谁整改的').selectOption('unit')
    await page.getByLabel('书面材料上的日期').fill(dayBefore(2))
    const buffer = await drawJpeg({ r: 200, g: 200, b: 190 })
    await page.getByLabel('书面材料或截图的照片').setInputFiles({ name: 'paper.jpg', mimeType: 'image/jpeg', buffer })
    await page.getByAltText('待上传照片 1').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: /^提交：/ }).click()
    await page.getByText(`${dayBefore(2)}（纸上日期）`).waitFor()
    await page.getByText('代录整改反馈').first().waitFor()
    await page.getByText('整改或代录的人不能自己销号').waitFor()
    expect(await page.getByRole('button', { name: '复查销号' }).count()).toBe(0)
  }, 90_000)
})
