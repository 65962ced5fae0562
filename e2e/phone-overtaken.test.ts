import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, openBrowser, openPhone, type Seat, signIn } from './browser.ts'
import { choosePhoto, delivered, fetchedScreens, openStep, tab } from './phone-ways.ts'

let browser: Browser
const run = Date.now().toString(36)
const seats: Seat[] = []

async function phoneOf(username: string): Promise<Page> {
  const seat = await openPhone(browser)
  seats.push(seat)
  await signIn(seat.page, username)
  return seat.page
}

async function send(page: Page, stream: string, step: string, data: object): Promise<void> {
  const command = { id: randomUUID(), stream, kind: 'hazard', step, data, takenAt: new Date().toISOString() }
  const sent = await page.request.post('/api/commands', { data: { commands: [command] } })
  expect((await sent.json()).results[0]).toMatchObject({ status: 'accepted' })
}

/** A case that the fire brigade puts right, as the office finds it. */
async function found(office: Page, place: string): Promise<string> {
  const stream = randomUUID()
  const what = { community: 'c01', item: '1.2', description: '通道被占', photos: [], direct: { unit: 'v-xf' } }
  await send(office, stream, 'report', { ...what, place })
  return stream
}

/** Writes a fix with a photo where there is no signal. */
async function draft(page: Page, stream: string): Promise<void> {
  await page.goto(`/m/case/${stream}`)
  await openStep(page, '整改反馈')
  await fetchedScreens(page, ['FieldOutboxScreen'])
  await page.context().setOffline(true)
  await page.getByLabel('怎样整改的').fill('通道已清开')
  await choosePhoto(page, '整改后照片', 60)
  await page.getByRole('button', { name: '确认整改反馈' }).click()
  await page.getByText('已存入发件箱，有网络时自动发送').waitFor()
}

async function caseOf(page: Page, stream: string) {
  const answer = await (await page.request.get(`/api/hazards/${stream}`)).json()
  const fixes = answer.entries.filter((one: { step: string }) => one.step === 'rectify')
  return { status: answer.hazard.status, after: answer.hazard.after.length, fixes: fixes.length }
}

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('a step written without signal that somebody overtook', () => {
  it('says who did what meanwhile, and goes on the case as it is by one tap, words and photo and all', async () => {
    const office = await phoneOf('office')
    const stream = await found(office, `被人抢先的通道${run}`)
    const fire = await phoneOf('fire')
    await draft(fire, stream)
    await send(office, stream, 'assign', { unit: 'v-xf', due: '2026-12-31' })
    await tab(fire, '发件箱')
    await fire.context().setOffline(false)
    await fire.getByText('您写下之后，别人办了：').waitFor()
    await fire.getByText(/^交办.*街道/).waitFor()
    await fire.getByText('通道已清开').waitFor()
    await expectAccessible(fire)
    expect(await caseOf(office, stream)).toEqual({ status: 'handling', after: 0, fixes: 0 })
    await fire.getByRole('button', { name: '按最新情况再办' }).click()
    await delivered(fire)
    expect(await fire.getByText('被退回').count()).toBe(0)
    expect(await caseOf(office, stream)).toEqual({ status: 'rectified', after: 1, fixes: 1 })
  })

  it('says how the case stands where the step is over, and keeps the words', async () => {
    const office = await phoneOf('office')
    const stream = await found(office, `已经不用办的通道${run}`)
    const fire = await phoneOf('fire')
    await draft(fire, stream)
    await send(office, stream, 'rectify', { note: '通道已清', photos: [], by: 'party' })
    await tab(fire, '发件箱')
    await fire.context().setOffline(false)
    await fire.getByText('现在是“已整改待复查”，不能再办“整改反馈”').waitFor()
    await fire.getByText('通道已清开').waitFor()
    await expectAccessible(fire)
    await fire.getByRole('button', { name: '放弃' }).click()
    await fire.getByRole('button', { name: '确定放弃' }).click()
    await fire.getByText('没有要发送的内容').waitFor()
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
