import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  expectAccessible,
  expectNoSideways,
  hasBrowser,
  openBrowser,
  openLowDesk,
  openPhone,
  type Seat,
  signIn,
} from './browser.ts'
import { handOn, inDays } from './leg-ways.ts'
import { fetchedScreens, openStep, submitStep, tab } from './phone-ways.ts'

const sayDay = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`

async function hazardOf(page: Page, id: string) {
  const { hazard } = await (await page.request.get(`/api/hazards/${id}`)).json()
  return hazard
}

describe.skipIf(!hasBrowser())('the clock of a leg in a department’s hands', () => {
  let browser: Browser
  let office: Seat
  let fire: Seat
  let leader: Seat
  let id: string
  beforeAll(async () => {
    browser = await openBrowser()
    office = await openLowDesk(browser)
    fire = await openPhone(browser)
    leader = await openPhone(browser)
    await signIn(office.page, 'office', '/')
    await signIn(fire.page, 'fire')
    await signIn(leader.page, 'leader')
    id = await handOn(office.page)
  })
  afterAll(() => browser?.close())

  test('opening the case is its receipt: the office sees it, and nobody pressed anything', async () => {
    await office.page.goto(`/case/${id}`)
    await office.page.getByText('未签收').waitFor()
    await fire.page.goto(`/m/case/${id}`)
    await fire.page.getByText(/^已签收（/).waitFor()
    expect(await fire.page.getByRole('button', { name: '签收' }).count()).toBe(0)
    await fire.page.reload()
    await fire.page.getByText(/^已签收（/).waitFor()
    await office.page.reload()
    await office.page
      .getByText(/已签收（/)
      .first()
      .waitFor()
    const { entries } = await (await office.page.request.get(`/api/hazards/${id}`)).json()
    expect(entries.filter(({ step }: { step: string }) => step === 'receive')).toHaveLength(1)
    await expectAccessible(office.page)
  })

  test('without signal the receipt waits on the phone and is delivered by itself', async () => {
    const { page } = fire
    const other = await handOn(office.page)
    await page.goto('/m/')
    await fetchedScreens(page, ['FieldCaseScreen'])
    const kept = `new Promise((resolve) => {
      const opening = indexedDB.open('anlan-cases')
      opening.onsuccess = () => {
        const asking = opening.result.transaction('cases').objectStore('cases').getAll()
        asking.onsuccess = () => resolve(asking.result.some((one) => one.stream === '${other}'))
      }
    })`
    await expect.poll(() => page.evaluate<boolean>(kept), { timeout: 20_000 }).toBe(true)
    await fire.context.setOffline(true)
    const { number } = await hazardOf(office.page, other)
    await page.getByText(number).click()
    await page.getByText('现在连不上网络，下面是手机里').waitFor()
    await page.getByText('未签收').waitFor()
    await page.getByText('待上传').waitFor()
    expect(await page.getByRole('button', { name: '整改反馈' }).isEnabled()).toBe(true)
    await fire.context.setOffline(false)
    await page.getByText(/^已签收（/).waitFor()
    expect((await hazardOf(office.page, other)).legs.at(-1).received.how).toBe('opened')
    await tab(page, '发件箱')
    await page.getByText('没有要发送的内容。').waitFor()
    await page.goto(`/m/case/${id}`)
  })

  test('the unit asks for more time on its phone; the office is told, and grants another day', async () => {
    await openStep(fire.page, '申请延期')
    await fire.page.getByLabel('申请延到').fill(inDays(20))
    await fire.page.getByLabel('为什么要延期').fill('配件要向厂家定制，两周到货')
    await expectAccessible(fire.page)
    await submitStep(fire.page, '申请延期')
    await fire.page.getByText(`延到 ${sayDay(inDays(20))}，等街道专班答复`).waitFor()

    const { page } = office
    await page.goto('/')
    await page.getByRole('link', { name: /^\d+ 条延期申请等您答复$/ }).click()
    await page.getByRole('button', { name: /延期申请：待街道专班答复/ }).waitFor()
    await expectNoSideways(page)
    await page.goto(`/case/${id}`)
    await page.getByRole('button', { name: /准予延期/ }).click()
    expect(await page.getByLabel('准予延到').inputValue()).toBe(inDays(20))
    await page.getByLabel('准予延到').fill(inDays(15))
    await expectAccessible(page)
    await page.getByRole('button', { name: '提交：准予延期' }).click()
    await page.getByText('“准予延期”已记入台账。').waitFor()
    await page.getByText(`延期 1 次，原期限 ${sayDay(inDays(10))}`).waitFor()
    expect((await hazardOf(page, id)).due).toBe(inDays(15))
  })

  test('a second time is the leader’s: the office reads so, the leader answers on his phone', async () => {
    await fire.page.reload()
    await openStep(fire.page, '申请延期')
    await fire.page.getByLabel('申请延到').fill(inDays(40))
    await fire.page.getByLabel('为什么要延期').fill('要重新立项')
    await fire.page.getByLabel(/属于工程类/).check()
    await submitStep(fire.page, '申请延期')
    await office.page.reload()
    await office.page.getByText(/工程类，延到 .*，等街道领导答复/).waitFor()
    expect(await office.page.getByRole('button', { name: /予延期/ }).count()).toBe(0)

    const { page } = leader
    await page.reload()
    await page.getByRole('link', { name: /条延期申请等您答复$/ }).click()
    const { number } = await hazardOf(page, id)
    await page.getByText(number).click()
    await openStep(page, '不予延期')
    await page.getByLabel('为什么不予延期').fill('先装临时设施，按期完成')
    await submitStep(page, '不予延期')
    await page.getByText('先装临时设施，按期完成').waitFor()
    expect((await hazardOf(page, id)).due).toBe(inDays(15))
    await expectAccessible(page)
  })

  test('a 退单 is judged by whom the office gives the case to next', async () => {
    await fire.page.goto(`/m/case/${id}`)
    await openStep(fire.page, '退单')
    await fire.page.getByLabel('为什么不该由本单位整改').fill('属于物业维保')
    await fire.page.getByRole('button', { name: '确认退单' }).click()
    await expect.poll(async () => (await hazardOf(office.page, id)).unit, { timeout: 20_000 }).toBe('zb')

    const { page } = office
    await page.reload()
    await page.getByRole('button', { name: /交办/ }).first().click()
    await page.getByLabel('交给哪个单位').fill('消防')
    await page.getByRole('option', { name: /消防/ }).first().click()
    await page.getByLabel('整改期限').fill(inDays(12))
    await page.getByLabel('退单是否成立').selectOption('right')
    await page.getByRole('button', { name: '提交：交办' }).click()
    await page.getByText('认定与默认的不同，请写明理由。').waitFor()
    await expectAccessible(page)
    await page.getByLabel('退单是否成立').selectOption('')
    await page.getByRole('button', { name: '提交：交办' }).click()
    await page.getByText('“交办”已记入台账。').waitFor()
    await page.getByText('退单不成立').waitFor()
    const { legs } = await hazardOf(page, id)
    expect(legs.map(({ refusal }: { refusal: string | null }) => refusal)).toContain('wrong')
    await page.goto('/legs?by=level')
    await page.locator('.legs-table').waitFor()
    await page.getByRole('link', { name: '按经手单位' }).click()
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^消防/ }) })
    // What a vertical organ was asked stands under 商请; of others’ stories there may be more in its row.
    const link = row.locator('a[href*="figure=asked"]')
    const n = Number(await link.textContent())
    await link.click()
    await page.getByText(`共 ${n} 条，截至`).waitFor()
    await page.getByRole('link', { name: (await hazardOf(page, id)).number }).click()
    await page.getByText('经手与时限').waitFor()
    expect([...office.complaints, ...fire.complaints, ...leader.complaints]).toEqual([])
  })
})
