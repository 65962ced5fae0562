import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser, openSeat, type Seat, signIn } from './browser.ts'
import { type OwnDemo, openOwnDemo } from './own-demo.ts'
import { choosePhoto, openStep, submitStep } from './phone-ways.ts'

const wait = { timeout: 60_000 }

interface Case {
  id: string
  number: string
}
type Account = { found: number; classes: Record<string, number>; levels: Record<string, number> }

describe.skipIf(!hasBrowser())('822 called-up hazards, from the study to the last strike-off', () => {
  let browser: Browser
  let demo: OwnDemo
  let office: Page
  const seats: Seat[] = []
  /** Topics by the unit that is to lead, in the order they were opened. */
  const agenda: { lead: string; title: string }[] = []

  const inDays = (n: number) => new Date(demo.now().getTime() + n * 86_400_000 + 28_800_000).toISOString().slice(0, 10)
  const sayDay = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
  const get = async (page: Page, url: string) => (await page.request.get(url)).json()
  const sit = async (user: string, phone = false): Promise<Page> => {
    const viewport = phone ? { width: 390, height: 844 } : { width: 1366, height: 768 }
    const held = phone ? { isMobile: true, hasTouch: true, serviceWorkers: 'block' as const } : {}
    const seat = await openSeat(browser, { baseURL: demo.url, viewport, ...held })
    await seat.context.clock.install({ time: demo.now() })
    await signIn(seat.page, user, phone ? '/m/' : '/')
    seats.push(seat)
    return seat.page
  }
  const shoot = async (page: Page, name: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/chain-${name}.png` })
  }
  const add = (parts: Record<string, number>) => Object.values(parts).reduce((sum, n) => sum + n, 0)

  /** The parts sum to the whole by the interface and on the board; nothing was found or lost. @returns the classes */
  const expectSums = async (): Promise<Record<string, number>> => {
    const account = (await get(office, '/api/account')) as Account
    expect([account.found, add(account.classes), add(account.levels)]).toEqual([2154, 2154, 2154])
    await office.goto('/account')
    await office.getByText(/^八类之和/).waitFor()
    const said = await office.locator('.headline-sentence .figure').allTextContents()
    const { closed = 0, community = 0, above = 0 } = account.levels
    expect(said.map(Number)).toEqual([2154, closed, community, above])
    const classes = await office.locator('.headline-classes .figure').allTextContents()
    expect(classes.map(Number)).toEqual(Object.values(account.classes))
    return account.classes
  }
  const chooseUnit = async (within: Page | Locator, label: string, name: string) => {
    await within.getByLabel(label).fill(name)
    await office.getByRole('listbox').getByRole('option', { name }).first().click()
  }
  /** Every unit that the study suggests here, as the select over the lists has it. */
  const leadsOf = (): Promise<string[]> =>
    office
      .locator('#narrow-lead option')
      .evaluateAll((all) => all.map((one) => (one as { value: string }).value)) as never
  const listOf = (name: string) => office.locator(`section[aria-label="${name}"]`)

  beforeAll(async () => {
    browser = await openBrowser()
    demo = await openOwnDemo()
    office = await sit('office')
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.end()
  })

  test('what one unit can do is assigned at once, unit by unit', async () => {
    const before = await expectSums()
    expect(before).toMatchObject({ called: 822, closed: 336 })
    await office.goto('/study?by=lead')
    await office.getByText(/^待研判 822 条/).waitFor()
    await shoot(office, 'study')
    for (const lead of (await leadsOf()).filter(Boolean)) {
      await office.goto(`/study?by=lead&lead=${lead}`)
      await office.getByText(/^待研判 \d+ 条/).waitFor()
      const list = listOf('可直接交办')
      if ((await list.count()) === 0) continue
      await list.getByRole('checkbox', { name: /^选中全部/ }).check()
      await office.getByRole('button', { name: '直接交办', exact: true }).click()
      if (lead === 'none') await chooseUnit(office, '交给哪个单位', '城市管理')
      await office.getByRole('button', { name: /^30 天后/ }).click()
      const send = office.getByRole('button', { name: /^提交：直接交办/ })
      const n = /\d+/.exec((await send.textContent()) ?? '')?.[0]
      await send.click()
      await office.getByText(`办成 ${n} 条。`).waitFor(wait)
    }
    await office.goto('/study')
    await office.getByText(/^待研判 \d+ 条：可直接交办 0 条/).waitFor()
    const { called = 0, handling = 0 } = await expectSums()
    expect(called + handling - (before.handling ?? 0)).toBe(822)
    expect(called).toBeLessThan(700)
  })

  test('the rest is a short agenda, which the work group is given with a dossier', async () => {
    const before = (await expectSums()).called ?? 0
    await office.goto('/study?by=lead')
    await office.getByText(/^待研判/).waitFor()
    for (const lead of (await leadsOf()).filter(Boolean)) {
      await office.goto(`/study?by=lead&lead=${lead}`)
      const list = listOf('需上会')
      await list.getByRole('checkbox', { name: /^选中全部/ }).check()
      await office.getByRole('button', { name: '列为议题' }).click()
      const title = `${lead === 'none' ? '其他' : lead}牵头的隐患`
      await office.getByLabel('题目').fill(title)
      if (lead === 'none') await chooseUnit(office, '建议牵头单位', '城市管理')
      await office.getByRole('button', { name: /^30 天后/ }).click()
      await office.getByRole('button', { name: /^提交：列为议题/ }).click()
      await office.getByText(`已列为议题《${title}》`).waitFor(wait)
      agenda.push({ lead, title })
    }
    for (const { title } of agenda) {
      await office.goto('/topics?status=draft')
      const card = office.getByRole('article', { name: title })
      await card.getByRole('button', { name: '提交议决' }).click()
      await card.getByRole('button', { name: '确认提交议决' }).click()
      await office.getByText(new RegExp(`《${title}》已提交议决，编号 YT`)).waitFor(wait)
    }
    expect(agenda.length).toBeLessThan(20)
    expect(await expectSums()).toMatchObject({ called: 0, tabled: before })
    await office.goto('/documents')
    await office.getByRole('button', { name: '拟稿', exact: true }).click()
    for (const { title } of agenda) await office.getByRole('checkbox', { name: new RegExp(title) }).check()
    await office.getByRole('button', { name: '生成草稿' }).click()
    await office.getByLabel('机关代字').fill('示范街攻坚')
    await office.getByLabel('主送').fill('工作组')
    await office.getByRole('button', { name: '取号印发' }).click()
    await office.getByText(/^已印发，文号 示范街攻坚〔\d{4}〕1号。$/).waitFor(wait)
    await shoot(office, 'dossier')
  })

  const decide = async (title: string, meeting: string, rest: (form: Locator) => Promise<unknown>) => {
    await office.goto('/topics?status=tabled')
    const tabled = office.getByRole('article', { name: title })
    await office.getByText(/^议决 \d+ 个议题/).waitFor()
    if ((await tabled.count()) === 0) await office.goto('/topics?status=decided')
    const card = office.getByRole('article', { name: title })
    await card.getByRole('button', { name: /^(录入|再次)议决$/ }).click()
    await card.getByLabel('哪次会议议决的').selectOption({ label: meeting })
    await rest(card)
    await card.getByRole('button', { name: '提交：录入议决' }).click()
    await office.getByText(`议题《${title}》的议决已录入。`).waitFor(wait)
  }
  const hold = async (title: string): Promise<string> => {
    await office.goto('/topics')
    await office.getByRole('button', { name: '登记会议' }).click()
    await office.getByLabel('会议日期').fill(inDays(0))
    await office.getByLabel('会议名称').fill(title)
    await office.getByLabel('主持').fill('组长')
    await office.getByLabel('出席').fill('各办、各部门负责人')
    await office.getByRole('button', { name: '提交：登记会议' }).click()
    await office.getByText('会议已登记').waitFor()
    return `${sayDay(inDays(0))} ${title}`
  }
  const verdict = (form: Locator, kind: string) => form.getByRole('radio', { name: kind, exact: true }).first().check()
  const topicOf = (lead: string) => agenda.find((one) => one.lead === lead)?.title ?? ''
  /** Cases in the fire brigade's hands and of its topic, by their number. */
  const fires: Case[] = []

  test('a meeting decides in four ways, and of single cases apart', async () => {
    const meeting = await hold('工作组第一次会议')
    await decide(topicOf('v-xf'), meeting, async (card) => {
      await chooseUnit(card, '协办单位', '派出所')
      await card.getByRole('button', { name: '单条另定' }).click()
      const apart = card.getByRole('region', { name: '另定 1' })
      await apart.getByRole('checkbox').first().check()
      await apart.getByRole('radio', { name: '缓办' }).check()
      await apart.getByLabel('复议日期').fill(inDays(14))
      await apart.getByLabel('缓办期间的安全措施').fill('拉警戒线，每日巡查')
    })
    const [park = '', refer = '', back = '', ...others] = agenda
      .map(({ title }) => title)
      .filter((one) => one !== topicOf('v-xf'))
    await decide(park, meeting, async (card) => {
      await verdict(card, '缓办')
      await card.getByLabel('复议日期').fill(inDays(14))
      await card.getByLabel('缓办期间的安全措施').fill('每日巡查')
    })
    await decide(refer, meeting, async (card) => {
      await verdict(card, '报上级')
      await card.getByLabel('为什么报上级').fill('需新区立项')
    })
    await decide(back, meeting, async (card) => {
      await verdict(card, '退回社区自办')
      await card.getByLabel('社区办结期限').fill(inDays(20))
      await card.getByLabel('给社区的支持').fill('每个社区一万元')
    })
    for (const title of others) await decide(title, meeting, async () => undefined)
    const { tabled, parked, referred } = await expectSums()
    expect(tabled).toBe(0)
    expect(parked).toBeGreaterThan(1)
    expect(referred).toBeGreaterThan(0)
    const { resolutions } = (await get(office, '/api/resolutions')) as {
      resolutions: { kind: string; lead: string; whys: { cases: Case[] }[] }[]
    }
    expect(resolutions).toHaveLength(agenda.length + 1)
    const own = resolutions.find(({ kind, lead }) => kind === 'assign' && lead === 'v-xf')
    fires.push(...(own?.whys.flatMap(({ cases }) => cases) ?? []))
    expect(fires.length).toBeGreaterThan(2)
  })

  test('departments answer on their phones: one refuses, one helps, one accepts and rectifies; another hand strikes off', async () => {
    const [refused, done] = fires as [Case, Case]
    const fire = await sit('fire', true)
    await fire.locator('.card').filter({ hasText: '会议决定' }).first().waitFor()
    await shoot(fire, 'fire')
    await fire.goto(`/m/case/${refused.id}`)
    await openStep(fire, '退单')
    await fire.getByLabel('为什么不该由本单位整改').fill('应由物业先行整改')
    await fire.getByRole('button', { name: '确认退单' }).click()
    await fire.getByText('已退回交办单位，不在您的列表里了').waitFor()
    const police = await sit('police', true)
    await police.locator('.card').filter({ hasText: '协办' }).first().waitFor()
    await shoot(police, 'police')
    await police.goto(`/m/case/${done.id}`)
    await openStep(police, '协办办结')
    await police.getByLabel('协办情况').fill('已告知商户，配合停业整改')
    await submitStep(police, '协办办结')
    await fire.goto(`/m/case/${done.id}`)
    // Opening it is the acceptance; nobody pressed anything.
    await fire.getByText(/已签收（/).waitFor()
    await openStep(fire, '整改反馈')
    await fire.getByLabel('怎样整改的').fill('已更换灭火器材')
    await choosePhoto(fire, '整改后照片', 120)
    await submitStep(fire, '整改反馈')
    expect((await get(fire, `/api/hazards/${refused.id}`)).code).toBe('case.not-found')
    const checker = await sit('checker', true)
    await checker.goto(`/m/case/${done.id}`)
    await openStep(checker, '复查销号')
    await checker.getByLabel('复查意见').fill('现场看过，整改到位')
    await submitStep(checker, '复查销号')
    expect(await expectSums()).toMatchObject({ closed: 337 })
    await office.goto(`/case/${refused.id}`)
    await office.getByText('应由物业先行整改').first().waitFor()
  })

  test('the leader reads who is late and why, and each number opens its list', async () => {
    const leader = await sit('leader')
    await leader.getByRole('link', { name: '决议', exact: true }).click()
    await leader.getByText(/消防救援大队退单，等重新交办（应由物业先行整改）/).waitFor()
    await shoot(leader, 'resolutions')
    const row = leader.getByRole('row').filter({ hasText: '退单，等重新交办' })
    const number = row.getByRole('link', { name: /^\d+$/ }).first()
    const said = await number.textContent()
    await number.click()
    await leader.getByText(`共 ${said} 条`).first().waitFor()
    await leader.getByText('一项决议的隐患').waitFor()
  })

  test('next week’s meeting overturns one; both decisions stay', async () => {
    await demo.goTo(7)
    office = await sit('office')
    const meeting = await hold('工作组第二次会议')
    await decide(topicOf('v-xf'), meeting, async (card) => {
      await verdict(card, '报上级')
      await card.getByLabel('为什么报上级').fill('整片改造，需新区统筹')
    })
    const { referred = 0 } = await expectSums()
    expect(referred).toBeGreaterThan(fires.length - 1)
    await office.goto('/resolutions?show=overturned')
    await office
      .getByText(/会议把 \d+ 条改为：报上级（理由：整片改造/)
      .first()
      .waitFor()
    await shoot(office, 'overturned')
  })

  test('what was put off comes back on its review day by itself, and waits to be studied', async () => {
    const { parked = 0 } = await expectSums()
    expect(parked).toBeGreaterThan(0)
    await demo.goTo(14)
    office = await sit('office')
    expect(await expectSums()).toMatchObject({ parked: 0, called: parked })
    await office.goto('/study')
    await office.getByText(new RegExp(`^待研判 ${parked} 条`)).waitFor()
    await office.goto('/resolutions?show=open')
    await office.getByText('退回或到了复议日，等专班研判').first().waitFor()
  })

  test('nobody complained, and the book says the same when it is read anew', async () => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([])
    expect(await demo.differences()).toEqual({})
  })
})
