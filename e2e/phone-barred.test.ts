import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD, expectAccessible, openBrowser, openDesk, openHeldPhone, type Seat, signIn } from './browser.ts'
import { bind, delivered, linkFor, PIN, reportBlind, tab } from './phone-ways.ts'

let browser: Browser
let seat: Seat
let person = ''
const NAME = '示范十七社区网格员'
const place = `停用之前的楼道${Date.now().toString(36)}`

/** Shuts somebody out, or lets him in again, as security does. */
async function guard(person: string, step: 'disable' | 'enable'): Promise<void> {
  const { context, page } = await openHeldPhone(browser)
  await page.request.post('/api/session', { data: { username: 'admin', password: DEMO_PASSWORD } })
  const command = {
    id: randomUUID(),
    stream: person,
    kind: 'person',
    step,
    data: {},
    takenAt: new Date().toISOString(),
  }
  const sent = await page.request.post('/api/commands', { data: { commands: [command] } })
  expect((await sent.json()).results[0]).toMatchObject({ status: 'accepted' })
  await context.close()
}

beforeAll(async () => {
  browser = await openBrowser()
  seat = await openHeldPhone(browser)
})
afterAll(() => browser?.close())

describe('whose account was disabled with work on his phone', () => {
  it('reads why nothing is taken, has it all still there, and may carry it away as a file', async () => {
    const { page } = seat
    await page.goto(await linkFor(page, NAME))
    await bind(page, PIN)
    await page.getByRole('heading', { name: '待办' }).waitFor()
    person = (await (await page.request.get('/api/session')).json()).person
    await page.route('**/api/commands', (route) => route.abort())
    await tab(page, '拍照上报')
    await reportBlind(page, place)
    await guard(person, 'disable')
    await page.unroute('**/api/commands')
    await tab(page, '发件箱')
    await page.getByRole('button', { name: '现在发送' }).click()
    await page.getByText('您还有 1 件内容服务器没有收下').waitFor()
    await page.getByText(`电瓶车违规充电 · ${place} · 拍照上报`).waitFor()
    await expectAccessible(page)
    await page.reload()
    await page.getByText('没有收下：这个账号已停用，请联系管理员。').waitFor()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出未送达的内容' }).click()
    expect((await saving).suggestedFilename()).toContain(NAME)
    await page.getByText('已存下 1 件内容、0 张照片').waitFor()
    await page.getByText('其中 1 件的文字已转给管您账号的社区或街道').waitFor()
  })

  it('is read about by the office, which sees what his phone could not hand in', async () => {
    const { page, context, complaints } = await openDesk(browser)
    await signIn(page, 'office', '/people')
    await page.getByLabel('查找人员').fill(`${NAME} 没收下`)
    await page.getByText('已停用，1 件没收下').waitFor()
    await page.getByRole('button', { name: NAME }).click()
    await page.getByRole('heading', { name: '停用后没有收下的 1 件' }).waitFor()
    await page.getByText(`拍照上报 · 电瓶车违规充电 · ${place}`).waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('has it delivered once he is let in again', async () => {
    const { page, complaints } = seat
    await guard(person, 'enable')
    await page.getByRole('button', { name: '去登录' }).click()
    await page.getByLabel('六位密码').fill(PIN)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await tab(page, '发件箱')
    await page.getByText(place).waitFor()
    await delivered(page)
    expect(complaints).toEqual([])
  })
})
