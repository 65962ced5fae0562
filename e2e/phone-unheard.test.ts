import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, openBrowser, openPhone, type Seat, signIn } from './browser.ts'
import { delivered, fetchedScreens, openStep, report, tab } from './phone-ways.ts'

let browser: Browser
const run = Date.now().toString(36)
const place = `没有信号的配电间${run}`
const seats: Seat[] = []

async function phoneOf(username: string): Promise<Page> {
  const seat = await openPhone(browser)
  seats.push(seat)
  await signIn(seat.page, username)
  return seat.page
}

/** Waits until the page says yes; by evaluation from outside, which the page's own policy does not forbid. */
const until = (page: Page, question: string) =>
  expect.poll(() => page.evaluate(question), { timeout: 20_000 }).toBe(true)

const photosArrived = `fetch('/api/hazards?q=${run}').then((answer) => answer.json())
  .then(({ items }) => fetch('/api/hazards/' + items[0].id)).then((answer) => answer.json())
  .then(({ hazard }) => hazard.missing.length === 0)`

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('a phone without signal', () => {
  it('shows a case it never opened, with its timeline and its photo, and says of when it is', async () => {
    const grid = await phoneOf('grid')
    await report(grid, place)
    await delivered(grid)
    await until(grid, photosArrived)

    const community = await phoneOf('community')
    await fetchedScreens(community, ['FieldCaseScreen', 'FieldMeScreen'])
    await tab(community, '我的')
    await community.getByText(/本机存着 [1-9]\d* 条未销号隐患、[1-9]\d* 张照片/).waitFor()
    await expectAccessible(community)
    await community.context().setOffline(true)
    await tab(community, '待办')
    await community.getByRole('button', { name: '全部未销号' }).click()
    await community.getByLabel('搜索编号、地点、情况').fill(`配电间${run}`)
    await community.getByRole('button', { name: '搜索' }).click()
    await community.getByText('下面是手机里').waitFor()
    await expectAccessible(community)
    await community.getByText(place).click()
    await community.getByText('现在连不上网络，下面是手机里').waitFor()
    await community.getByRole('img', { name: '整改前第 1 张，点按放大' }).waitFor()
    await until(community, "document.querySelector('.case-photo img')?.naturalWidth > 0")
    expect(await community.getByText('照片未到').count()).toBe(0)
    await expectAccessible(community)
  })

  it('drafts a step there, never pretends that it is done, and delivers it when there is signal again', async () => {
    const community = seats.at(-1)?.page as Page
    await openStep(community, '核实交办')
    await community.getByRole('button', { name: '确认核实交办' }).click()
    await community.getByText('已存入发件箱，有网络时自动发送').waitFor()
    await community.getByText('待核实').first().waitFor()
    await community.context().setOffline(false)
    await community.getByText('整改中').first().waitFor()
    await community.getByText('下面是手机里').waitFor({ state: 'detached' })
  })

  it('keeps nothing of it after signing out', async () => {
    const community = seats.at(-1)?.page as Page
    await tab(community, '我的')
    await community.getByRole('button', { name: '退出登录' }).click()
    await community.getByLabel('密码').waitFor()
    const left = await community.evaluate(
      `new Promise((resolve, reject) => {
        const opening = indexedDB.open('anlan-cases')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const counting = opening.result.transaction('cases').objectStore('cases').count()
          counting.onsuccess = () => resolve(counting.result)
        }
      })`,
    )
    expect(left).toBe(0)
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
