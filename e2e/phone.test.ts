import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, openBrowser, openHeldPhone, type Seat, signIn } from './browser.ts'
import { choosePhoto, delivered, openStep, report, submitStep, tab } from './phone-ways.ts'

let browser: Browser
/** Makes the places of this run its own where the demo has been used before. */
const run = Date.now().toString(36)
const seats: Seat[] = []

/** A signed-in phone; errors it logs are looked at when all stories are over. */
async function phoneOf(username: string): Promise<Page> {
  const seat = await openHeldPhone(browser)
  seats.push(seat)
  await signIn(seat.page, username)
  return seat.page
}

const number = async (page: Page): Promise<string> =>
  (await page.getByRole('heading', { name: /^YH\d{4}-\d{5}$/ }).textContent()) ?? ''

async function find(page: Page, q: string): Promise<{ id: string; status: string; version: number }[]> {
  const answer = await page.request.get(`/api/hazards?q=${encodeURIComponent(q)}`)
  return (await answer.json()).items
}

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe('a hazard’s life on phones', () => {
  let id = ''

  it('is reported with a photo, arrives with a number, and takes a comment', async () => {
    const seat = await openHeldPhone(browser)
    seats.push(seat)
    const { page } = seat
    await page.goto('/m/')
    await page.getByLabel('用户名').waitFor()
    await expectAccessible(page)
    await signIn(page, 'grid')
    await page.getByRole('heading', { name: '待办' }).waitFor()
    await expectAccessible(page)
    await tab(page, '拍照上报')
    await page.getByRole('button', { name: '提交' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByText('请选择隐患是哪一项。').waitFor()
    await report(page, '1号楼一单元门口')
    await delivered(page)
    const found = await number(page)
    await expectAccessible(page)
    await page.getByRole('link', { name: '看这条隐患' }).click()
    await page.getByText(found).first().waitFor()
    await expectAccessible(page)
    await openStep(page, '补充说明')
    await page.getByRole('textbox', { name: '补充说明' }).fill('住户说晚上还会再充')
    await expectAccessible(page)
    await submitStep(page, '补充说明')
    await page.getByText('住户说晚上还会再充').waitFor()
    id = page.url().split('/').pop() ?? ''
  })

  it('is followed by another of the same place in two taps after its photo', async () => {
    const page = await phoneOf('grid')
    await report(page, '同一处的第一条')
    await delivered(page)
    await page.getByRole('button', { name: '再报一条' }).click()
    await choosePhoto(page, '隐患照片', 200)
    await page.getByRole('button', { name: '电瓶车违规充电' }).click()
    await page.getByRole('button', { name: '提交' }).click()
    await delivered(page)
    await page.getByText('电瓶车违规充电 · 同一处的第一条').waitFor()
  })

  it('is verified and rectified by the community, and closed by somebody else', async () => {
    const community = await phoneOf('community')
    await community.goto(`/m/case/${id}`)
    await openStep(community, '核实交办')
    await expectAccessible(community)
    await submitStep(community, '核实交办')
    await openStep(community, '整改反馈')
    await community.getByLabel('怎样整改的').fill('已剪除飞线，电瓶车推到集中充电点')
    await choosePhoto(community, '整改后照片', 60)
    let arrive: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      arrive = resolve
    })
    await community.route('**/api/files/**', async (route) => {
      await held
      await route.continue()
    })
    await submitStep(community, '整改反馈')
    await community.getByText('已整改待复查').first().waitFor()
    await community.getByText('正在上传 1 张照片…').waitFor()
    arrive()
    await community.getByText('正在上传 1 张照片…').waitFor({ state: 'detached' })
    expect(await community.getByText('没有传到').count()).toBe(0)
    expect(await community.getByRole('button', { name: '复查销号', exact: true }).count()).toBe(0)

    const checker = await phoneOf('checker')
    await checker.goto(`/m/case/${id}`)
    await openStep(checker, '复查销号')
    await checker.getByLabel('复查意见').fill('现场看过，飞线已除')
    await choosePhoto(checker, '复查照片', 30)
    await submitStep(checker, '复查销号')
    await checker.getByText('已销号').first().waitFor()
    await expectAccessible(checker)

    await tab(community, '待办')
    await community.getByRole('button', { name: '全部未销号' }).click()
    await community.getByLabel('搜索编号、地点、情况').fill('1号楼一单元门口')
    await community.getByRole('button', { name: '搜索' }).click()
    await community.locator(`a[href="/m/case/${id}"]`).getByText('已销号').waitFor()
  })

  it('leaves the screen of the unit that gives it back, with nothing left to press', async () => {
    const office = await phoneOf('office')
    const [id, stream, takenAt] = [randomUUID(), randomUUID(), new Date().toISOString()]
    const what = { community: 'c01', item: '1.2', description: '不属消防', photos: [], direct: { unit: 'v-xf' } }
    const data = { ...what, place: `错派给消防的楼道${run}` }
    const command = { id, stream, kind: 'hazard', step: 'report', data, takenAt }
    const sent = await office.request.post('/api/commands', { data: { commands: [command] } })
    expect((await sent.json()).results[0]).toMatchObject({ status: 'accepted' })

    const fire = await phoneOf('fire')
    await fire.getByRole('button', { name: '全部未销号' }).click()
    await fire.getByLabel('搜索编号、地点、情况').fill(data.place)
    await fire.getByRole('button', { name: '搜索' }).click()
    await fire.locator(`a[href="/m/case/${stream}"]`).click()
    await openStep(fire, '退单')
    await fire.getByLabel('为什么不该由本单位整改').fill('不属本队职责')
    await fire.evaluate('history.back()')
    await fire.getByRole('dialog').waitFor({ state: 'detached' })
    await fire.waitForURL(`/m/case/${stream}`)
    await openStep(fire, '退单')
    expect(await fire.getByLabel('为什么不该由本单位整改').inputValue()).toBe('不属本队职责')
    await fire.getByRole('button', { name: '确认退单' }).click()
    await fire.getByText('“退单”已送达，这条隐患已退回交办单位，不在您的列表里了。').waitFor()
    expect(await fire.getByRole('main').getByRole('button').count()).toBe(0)
    expect(await fire.getByText('没有找到这条隐患').count()).toBe(0)
    await expectAccessible(fire)
    await fire.getByRole('link', { name: '去看待办' }).click()
    await fire.getByRole('heading', { name: '待办' }).waitFor()
  })
})

describe('the outbox', () => {
  it('holds a report without network and delivers it by itself afterwards', async () => {
    const seat = await openHeldPhone(browser)
    seats.push(seat)
    const { page } = seat
    const code = ['FieldReportScreen', 'FieldOutboxScreen'].map((name) =>
      page.waitForResponse((answer) => answer.url().includes(`${name}-`) && answer.url().endsWith('.js')),
    )
    await signIn(page, 'grid')
    for (const answer of await Promise.all(code)) await answer.finished()
    await page.context().setOffline(true)
    await report(page, `无网络时的地下室${run}`)
    await page.getByText('待上传').waitFor()
    await expectAccessible(page)
    await tab(page, '发件箱')
    await page.getByText('现在连不上网络').waitFor()
    await page.context().setOffline(false)
    await delivered(page)
    expect((await find(page, `无网络时的地下室${run}`)).length).toBe(1)
  })

  it('holds a step without network, says so on the case, and shows it as done once it has arrived', async () => {
    const page = await phoneOf('grid')
    await report(page, '无网络时的补充')
    await delivered(page)
    await page.getByRole('link', { name: '看这条隐患' }).click()
    await openStep(page, '补充说明')
    await page.context().setOffline(true)
    await page.getByRole('textbox', { name: '补充说明' }).fill('地下室没有信号时写的')
    await page.getByRole('button', { name: '确认补充说明' }).click()
    await page.getByText('已存入发件箱，有网络时自动发送').waitFor()
    await page.getByText('待上传').waitFor()
    await expectAccessible(page)
    await page.context().setOffline(false)
    await page.getByText('地下室没有信号时写的').waitFor()
    await page.getByText('待上传').waitFor({ state: 'detached' })
  })

  it('keeps a queued report through a restart, warns before signing out, and shows it to nobody else', async () => {
    const page = await phoneOf('grid')
    await page.route('**/api/commands', (route) => route.abort())
    await report(page, `重启之前的车棚${run}`)
    await page.getByText('待上传').waitFor()
    await page.reload()
    await tab(page, '发件箱')
    await page.getByText('电瓶车违规充电 · 重启之前的车棚').waitFor()
    await page.getByText('待上传').waitFor()
    await expectAccessible(page)
    await tab(page, '我的')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByText('没有送达').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '仍然退出' }).click()
    await page.getByLabel('用户名').waitFor()
    await page.unroute('**/api/commands')

    await signIn(page, 'volunteer')
    await tab(page, '发件箱')
    await page.getByText('没有要发送的内容').waitFor()
    await tab(page, '我的')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByLabel('用户名').waitFor()
    await signIn(page, 'grid')
    await tab(page, '发件箱')
    await delivered(page)
    expect((await find(page, `重启之前的车棚${run}`)).length).toBe(1)
  })

  it('asks for a new sign-in when the session is over and then goes on where it was', async () => {
    const page = await phoneOf('grid')
    await tab(page, '拍照上报')
    await choosePhoto(page, '隐患照片', 90)
    await page.getByLabel('情况').fill('写到一半登录失效')
    await page.context().clearCookies()
    await tab(page, '待办')
    await page.getByLabel('用户名').waitFor()
    await signIn(page, 'grid')
    await tab(page, '拍照上报')
    await page.getByAltText('隐患照片第 1 张').waitFor()
    expect(await page.getByLabel('情况').inputValue()).toBe('写到一半登录失效')
  })

  it('makes one hazard of a report whose answers were lost', async () => {
    const page = await phoneOf('grid')
    let lost = 0
    await page.route('**/api/commands', async (route) => {
      if (lost++ > 1) return route.continue()
      await route.fetch()
      return route.abort()
    })
    await report(page, `回执丢失的门厅${run}`)
    await delivered(page)
    expect(lost).toBeGreaterThan(1)
    expect((await find(page, `回执丢失的门厅${run}`)).length).toBe(1)
  })
})

describe('two people on one hazard', () => {
  it('the later one reads who was first, keeps his words and sees the latest state', async () => {
    const grid = await phoneOf('grid')
    await report(grid, '两人同办的楼道')
    await delivered(grid)
    await number(grid)
    await grid.getByRole('link', { name: '看这条隐患' }).click()
    await openStep(grid, '核实交办')
    await grid.getByLabel('整改责任主体').fill('楼下商户')

    const community = await phoneOf('community')
    await community.goto(`/m/case/${grid.url().split('/').pop()}`)
    await openStep(community, '核实交办')
    await submitStep(community, '核实交办')

    await grid.getByRole('button', { name: '确认核实交办' }).click()
    await grid
      .getByRole('dialog')
      .getByText(/社区两委已办理“核实交办”/)
      .waitFor()
    expect(await grid.getByLabel('整改责任主体').inputValue()).toBe('楼下商户')
    await expectAccessible(grid)
    await grid.getByRole('button', { name: '看最新情况' }).click()
    await grid.getByText('整改中').first().waitFor()
    await tab(grid, '发件箱')
    await grid.getByText('被退回').waitFor()
    await expectAccessible(grid)
    await grid.getByRole('button', { name: '放弃' }).click()
    await grid.getByRole('button', { name: '确定放弃' }).click()
    await grid.getByText('被退回').waitFor({ state: 'detached' })
  })
})

describe('all these screens', () => {
  it('complained of nothing: no script error, nothing the content security policy had to stop', () => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
