import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, hasBrowser, openBrowser, openDesk, openPhone, type Seat, signIn } from './browser.ts'
import { choosePhoto, delivered, tab } from './phone-ways.ts'

/** Makes the names of this run its own where the demo has been used before. */
const run = String(Date.now())
  .slice(-5)
  .replace(/\d/g, (digit) => '甲乙丙丁戊己庚辛壬癸'[Number(digit)] ?? '')
const PIN = '402917'
const seats: Seat[] = []
let browser: Browser
let link = ''

const shots = process.env.SHOTS
const shot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

/** Twelve rows of an office's own sheet, three of them wrong. */
const roster = [
  ['华新街社区人员花名册', '', '', '', ''],
  ['序号', '姓 名', '所属单位', '岗位', '联系电话'],
  ['1', `陈${run}`, '华新街社区第一网格', '网格员', '138 0013 8001'],
  ['2', `李${run}`, '华新街社区第二网格', '专职网格员', '13800138002'],
  ['3', `王${run}`, '华新街1网格', '网格员', ''],
  ['4', `赵${run}`, '华新街社区', '志愿者', '13800138004'],
  ['5', `钱${run}`, '华新街社区', '楼长', '13800138005'],
  ['6', `孙${run}`, '成南领寓', '物业经理', '13800138006'],
  ['7', `周${run}`, '成南领寓', '院落党支部书记', '13800138007'],
  ['8', `吴${run}`, '华新街', '书记', '13800138008'],
  ['9', `郑${run}`, '城市管理办公室', '科员', '13800138009'],
  ['10', `冯${run}`, '华新衔社区', '主任', '13800138010'],
  ['11', `褚${run}`, '华新街社区', '网格员', '1.38E+10'],
  ['12', `卫${run}`, '华新街社区', '打更人', '13800138012'],
]
const pasted = roster.map((row) => row.join('\t')).join('\n')

async function sit(username: string): Promise<Page> {
  const seat = await openDesk(browser)
  seats.push(seat)
  await signIn(seat.page, username, '/')
  await seat.page.goto('/people')
  await seat.page.getByRole('heading', { name: '人员', exact: true }).waitFor()
  return seat.page
}

const open = async (page: Page, name: string) => {
  await page.getByLabel('查找人员').fill(name)
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('heading', { name, exact: true }).waitFor()
  await page.getByText('变动记录').waitFor()
}

beforeAll(async () => {
  if (hasBrowser()) browser = await openBrowser()
})
afterAll(() => browser?.close())

describe.skipIf(!hasBrowser())('people in', () => {
  test('the office pastes its sheet, mends what is wrong in place, and loses nothing typed', async () => {
    const page = await sit('office')
    await expectAccessible(page)
    await shot(page, '1-list')
    await page.getByRole('button', { name: '登记人员' }).click()
    await page.getByLabel(/粘贴到这里/).fill(pasted)
    await expectAccessible(page)
    await page.getByRole('button', { name: '看一遍再登记' }).click()
    await page.getByText('共 12 行：可登记 9 人，要改 3 行').waitFor()
    await page.getByText('第 12 行“单位”：没有只叫“华新衔社区”的单位').waitFor()
    await page.getByText('第 13 行“电话”：“1.38E+10”').waitFor()
    await page.getByText('第 14 行“职务”：“打更人”认不出').waitFor()
    await expectAccessible(page)
    await shot(page, '2-preview')
    await page.reload()
    await page.getByRole('button', { name: '登记人员' }).click()
    await page.getByText('共 12 行').waitFor()
    await page.getByRole('button', { name: '登记这 9 人' }).click()
    await page.getByText(/^已登记 9 人。/).waitFor()
    await page.getByText('可登记 0 人，要改 3 行，已登记 9 人').waitFor()
    await page.getByRole('button', { name: '改成“华新街社区”' }).click()
    await page.getByLabel('第 13 行电话').fill('13800138011')
    await page.getByLabel('第 13 行电话').blur()
    await page.getByRole('button', { name: '第 14 行不登记' }).click()
    await page.getByRole('button', { name: '登记这 2 人' }).click()
    await page.getByText(/^已登记 2 人。/).waitFor()
  })

  test('the same sheet again changes nothing, and what was enrolled is taken back in one go', async () => {
    const page = await sit('office')
    await page.getByRole('button', { name: '登记人员' }).click()
    await page.getByLabel(/粘贴到这里/).fill(pasted)
    await page.getByRole('button', { name: '看一遍再登记' }).click()
    await page.getByText('可登记 0 人，要改 3 行，已登记 9 人').waitFor()
    await page.getByRole('button', { name: '完成' }).click()
    await page.getByRole('button', { name: '登记人员' }).click()
    const more = pasted.replaceAll(run, `${run}重`).replaceAll('1380013', '1370013')
    await page.getByLabel(/粘贴到这里/).fill(more)
    await page.getByRole('button', { name: '看一遍再登记' }).click()
    await page.getByRole('button', { name: '登记这 9 人' }).click()
    await page.getByText(/^已登记 9 人。/).waitFor()
    await page.getByRole('button', { name: '撤销这次登记的 9 人' }).click()
    await page.getByText('已撤销 9 人的登记。').waitFor()
    await page.getByText('可登记 9 人').waitFor()
    await page.getByRole('button', { name: '完成' }).click()
    await page.getByLabel('查找人员').fill(run)
    await page.getByText('138****8001').waitFor()
    expect(await page.content()).not.toContain('13800138001')
    await shot(page, '3-after')
  })

  test('the secretary sees her own people only and hands out a link', async () => {
    const page = await sit('community')
    await page.getByText(`陈${run}`).first().waitFor()
    expect(await page.getByText('祥龙').count()).toBe(0)
    await open(page, `陈${run}`)
    await expectAccessible(page)
    await shot(page, '4-person')
    await page.getByRole('button', { name: '开登录链接' }).click()
    await page.getByRole('heading', { name: '1 位的登录链接' }).waitFor()
    link = (await page.getByRole('link', { name: /\/m\/#in=/ }).getAttribute('href')) ?? ''
    await expectAccessible(page)
    await shot(page, '5-link')
    await page.emulateMedia({ media: 'print' })
    await shot(page, '6-print')
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('button', { name: '关闭' }).first().click()
    await page.getByLabel('查找人员').fill(run)
    await page.getByLabel('全选').check()
    await page.getByRole('button', { name: /打印这 8 位的登录链接/ }).click()
    await page.getByText('已有链接或设备').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '不开了' }).click()
  })

  test('the phone is bound by the link, reports, and comes back by six digits', async () => {
    const seat = await openPhone(browser)
    seats.push(seat)
    const { page } = seat
    await page.goto(link)
    await page.getByLabel('六位密码').waitFor()
    expect(page.url()).not.toContain('#in=')
    await expectAccessible(page)
    await shot(page, '7-phone-link')
    await page.getByLabel('六位密码').fill('123456')
    await page.getByLabel('再写一遍').fill('123456')
    await page.getByRole('button', { name: '绑定并登录' }).click()
    await page.getByText('太容易猜到').waitFor()
    await page.getByLabel('六位密码').fill(PIN)
    await page.getByLabel('再写一遍').fill(PIN)
    await page.getByRole('button', { name: '绑定并登录' }).click()
    await page.getByRole('heading', { name: '待办' }).waitFor()
    await tab(page, '拍照上报')
    await choosePhoto(page, '隐患照片', 90)
    await page.getByLabel('搜索检查项目').fill('feixian')
    await page.getByRole('button', { name: '电瓶车违规充电' }).click()
    await page.getByRole('button', { name: '示范花园' }).click()
    await page.getByLabel('具体位置').fill(`新人第一条${run}`)
    await page.getByRole('button', { name: '提交' }).click()
    await delivered(page)
    await tab(page, '我的')
    await page.getByText('本人手机').waitFor()
    await expectAccessible(page)
    await shot(page, '8-phone-me')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByLabel('六位密码').waitFor()
    await expectAccessible(page)
    await shot(page, '9-phone-pin')
    await page.getByLabel('六位密码').fill('999999')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('六位密码不对').waitFor()
    await page.getByLabel('六位密码').fill(PIN)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { name: /待办|我的/ }).waitFor()
    await page.goto(link)
    await page.getByLabel('六位密码').fill(PIN)
    await page.getByLabel('再写一遍').fill(PIN)
    await page.getByRole('button', { name: '绑定并登录' }).click()
    await page.getByText('已经用过、过期或作废').waitFor()
  })

  test('a stand-in acts in the secretary’s name, and the case says 代', async () => {
    const office = await sit('office')
    await open(office, '华新街社区干部甲')
    await office.getByLabel('代理人').fill('华新街网格员甲')
    await office.getByRole('option', { name: /华新街网格员甲/ }).click()
    await office.getByRole('button', { name: '设为代理' }).click()
    await office
      .getByText(/华新街网格员甲 代理/)
      .first()
      .waitFor()
    await expectAccessible(office)
    await shot(office, '10-deputy')
    const seat = await openPhone(browser)
    seats.push(seat)
    const { page } = seat
    await signIn(page, 'grid')
    await tab(page, '我的')
    await page.getByText(/我代理 华新街社区干部甲/).waitFor()
    const answer = await page.request.get(`/api/hazards?q=${encodeURIComponent(`新人第一条${run}`)}`)
    const [{ id }] = (await answer.json()).items
    await page.goto(`/m/case/${id}`)
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('button', { name: '提请街道' }).click()
    await page.getByLabel('社区为什么解决不了').selectOption('无权处置')
    await page.getByLabel('具体说明').fill('社区无权处理')
    await page.getByLabel('最近一次做工作的日期').fill(new Date().toISOString().slice(0, 10))
    await page.getByLabel('社区已做了哪些工作').first().fill('多次劝导')
    await page.getByRole('button', { name: '确认提请街道' }).click()
    await page.getByText(/华新街网格员甲 代 华新街社区干部甲（华新街社区两委）/).waitFor()
    await shot(page, '11-phone-behalf')
    await office.goto(`/case/${id}`)
    await office.getByText(/华新街网格员甲 代 华新街社区干部甲（华新街社区两委）/).waitFor()
    await shot(office, '12-desk-behalf')
    await office.goto('/people')
    await open(office, '华新街社区干部甲')
    await office.getByRole('button', { name: '取消华新街网格员甲的代理' }).click()
    await office.getByText('取消代理：华新街网格员甲').waitFor()
  })

  test('a desk worker sets name and password from the link, and changes the password', async () => {
    const office = await sit('office')
    await open(office, `郑${run}`)
    await office.getByRole('button', { name: '开登录链接' }).click()
    const desk = await office.getByRole('link', { name: /[^m]\/#in=/ }).getAttribute('href')
    const seat = await openDesk(browser)
    seats.push(seat)
    const { page } = seat
    await page.goto(desk ?? '')
    await page.getByLabel('用户名').fill(`zheng-${run}`)
    await page.getByLabel(/^密码/).fill('correct-horse-battery')
    await page.getByLabel('再写一遍密码').fill('correct-horse-battery')
    await expectAccessible(page)
    await shot(page, '13-desk-link')
    await page.getByRole('button', { name: '设置并登录' }).click()
    await page.getByRole('heading', { name: '隐患台账' }).waitFor()
    expect(await page.getByRole('link', { name: '人员' }).count()).toBe(0)
    await page.getByRole('link', { name: `郑${run}` }).click()
    await page.getByLabel('现在的密码').fill('correct-horse-battery')
    await page.getByLabel('新密码', { exact: true }).fill('a-quite-new-one')
    await page.getByLabel('再写一遍新密码').fill('a-quite-new-one')
    await expectAccessible(page)
    await shot(page, '14-desk-me')
    await page.getByRole('button', { name: '修改密码' }).click()
    await page.getByText('密码已改').waitFor()
  })

  test('nobody’s console complained', () => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
  })
})
