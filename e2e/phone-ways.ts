import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { DEMO_PASSWORD, drawJpeg, signIn } from './browser.ts'

/** Opens a screen by the bar at the bottom. */
export const tab = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name }).click()

export async function choosePhoto(page: Page, label: string, r: number): Promise<void> {
  const buffer = await drawJpeg({ r, g: 110, b: 80 })
  const input = page.getByLabel(`${label}：从相册选`)
  await input.setInputFiles({ name: 'shot.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByAltText(`${label}第 1 张`).waitFor()
}

/** From the photo on: item, place, 提交. `place` is unique so that the hazard can be found again. */
export async function report(page: Page, place: string): Promise<void> {
  await tab(page, '拍照上报')
  await choosePhoto(page, '隐患照片', 150)
  await page.getByLabel('搜索检查项目').fill('feixian')
  await page.getByRole('button', { name: '电瓶车违规充电' }).click()
  await page.getByRole('button', { name: '示范花园' }).click()
  await page.getByLabel('具体位置').fill(place)
  await page.getByRole('button', { name: '提交' }).click()
}

/** Waits until something on the page is said to be delivered. */
export const delivered = (page: Page) => page.getByRole('main').getByText('✓ 已送达').waitFor()

/** Opens a case's step and waits for its form. */
export async function openStep(page: Page, label: string): Promise<void> {
  const main = page.getByRole('button', { name: label, exact: true })
  await page.getByRole('button', { name: '更多' }).waitFor()
  if (!(await main.isVisible())) await page.getByRole('button', { name: '更多' }).click()
  await main.click()
  await page.getByRole('dialog', { name: label }).waitFor()
}

export async function submitStep(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: `确认${label}` }).click()
  await page.getByText(`“${label}”已送达。`).waitFor()
}

/** Waits until the device holds the page, as 我的 says. */
export async function keptOnDevice(page: Page): Promise<void> {
  await tab(page, '我的')
  await page.getByText('没有信号也能打开这个页面').waitFor()
}

/** After a kill: the sign-in may have died with the browser, which writes cookies late. What was stored has not. */
export async function signInAgain(page: Page, username: string, at: string): Promise<void> {
  const name = page.getByLabel('用户名')
  await name
    .or(page.getByRole('heading', { name: '发件箱' }))
    .first()
    .waitFor()
  if (await name.isVisible()) await signIn(page, username, at)
}

/** Six digits that are not too easily guessed. */
export const PIN = '402917'
const origin = { 'sec-fetch-site': 'same-origin' }

/** A fresh login link of somebody whose name begins so, as the administrator opens it. */
export async function linkFor(page: Page, name: string): Promise<string> {
  const data = { username: 'admin', password: DEMO_PASSWORD }
  await page.request.post('/api/session', { data, headers: origin })
  const { items } = await (await page.request.get('/api/people')).json()
  const person = items.find((one: { name: string | null }) => one.name?.startsWith(name))
  const made = await page.request.post(`/api/people/${person.id}/link`, { data: {}, headers: origin })
  await page.request.delete('/api/session', { headers: origin })
  return (await made.json()).link
}

/** Binds the browser that a link has opened. */
export async function bind(page: Page, pin: string): Promise<void> {
  await page.getByLabel('六位密码').fill(pin)
  await page.getByLabel('再写一遍').fill(pin)
  await page.getByRole('button', { name: '绑定并登录' }).click()
}

/** Fills the report in without a photo; it stays on the phone. */
export async function reportBlind(page: Page, place: string): Promise<void> {
  await page.getByLabel('搜索检查项目').fill('feixian')
  await page.getByRole('button', { name: '电瓶车违规充电' }).click()
  await page.getByLabel('具体位置').fill(place)
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('待上传').waitFor()
}

/** Screens that were never opened are at hand without signal once their code has come. */
export const fetchedScreens = (page: Page, names: readonly string[]) =>
  expect
    .poll(
      () =>
        page.evaluate(
          `${JSON.stringify(names)}.every((name) =>
            performance.getEntriesByType('resource').some((one) => one.name.includes(name)))`,
        ),
      { timeout: 20_000 },
    )
    .toBe(true)
