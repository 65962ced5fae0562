import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  drawJpeg,
  expectAccessible,
  expectNoSideways,
  hasBrowser,
  openBrowser,
  openLowDesk,
  openPhone,
  type Seat,
  signIn,
} from './browser.ts'

const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
const get = async (page: Page, url: string) => (await page.request.get(url)).json()
const year = inDays(0).slice(0, 4)

async function chooseUnit(page: Page, label: string, name: string): Promise<void> {
  await page.getByLabel(label).fill(name)
  await page
    .getByRole('option', { name: new RegExp(name) })
    .first()
    .click()
}

const planWords = ['目标和任务', '方法和措施', '经费和物资', '机构和人员', '时限和要求', '安全措施和应急预案']

describe.skipIf(!hasBrowser())('a plate from hanging to taking down', () => {
  let browser: Browser
  let leader: Seat
  let plate = ''
  const cases: { id: string; number: string }[] = []
  beforeAll(async () => {
    browser = await openBrowser()
    leader = await openLowDesk(browser)
    await signIn(leader.page, 'leader', '/')
    const { items } = await get(leader.page, '/api/hazards?status=called&community=c22&limit=2')
    cases.push(...items)
  })
  afterAll(() => browser?.close())

  test('the leader hangs it on cases chosen in the ledger, and the tag stands on each', async () => {
    const { page } = leader
    await page.goto('/?status=called&community=c22')
    for (const { number } of cases) await page.getByRole('checkbox', { name: `选中 ${number}`, exact: true }).check()
    await page.getByRole('region', { name: '一起办理' }).getByRole('link', { name: '挂牌督办' }).click()
    await page.getByRole('table', { name: '要挂牌的隐患' }).waitFor()
    await page.getByRole('button', { name: '确认挂牌（2 条隐患）' }).click()
    await page.getByText('请填写“牵头单位”。').waitFor()
    await chooseUnit(page, '牵头单位', '消防救援')
    await page.keyboard.press('Escape')
    await page.getByLabel('整治期限').fill(inDays(60))
    await page.getByLabel('督办要求').fill('逐栋整治，每月报进展')
    await expectAccessible(page)
    await expectNoSideways(page)
    await page.getByRole('button', { name: '确认挂牌（2 条隐患）' }).click()
    await page.getByText('已挂牌，牵头单位现在就能看到。').waitFor()
    const { supervisions } = await get(page, '/api/supervisions')
    plate = supervisions[0].number
    expect(plate).toMatch(new RegExp(`^DB${year}-\\d{3}$`))
    await page.getByRole('article', { name: plate }).getByText('2 条隐患，未销号 2 条').waitFor()
    await page.goto('/?supervised=1')
    await page.getByText(`挂牌督办 ${plate}`).first().waitFor()
    expect((await get(page, '/api/hazards?supervised=1')).items.map(({ id }: { id: string }) => id).sort()).toEqual(
      expect.arrayContaining(cases.map(({ id }) => id).sort()),
    )
    await expectAccessible(page)
    await expectNoSideways(page)
  })

  test('the fire brigade determines one of the cases by the standard in force: a plan is missing now', async () => {
    const desk = await openLowDesk(browser)
    await signIn(desk.page, 'fire', '/')
    await desk.page.goto(`/case/${cases[0]?.id}`)
    await desk.page.getByRole('button', { name: '判定重大火灾隐患' }).click()
    await desk.page.getByLabel('判定结果').selectOption('major')
    await desk.page.getByLabel('判定标准').selectOption('GB35181-2017')
    await desk.page.getByLabel('判定依据').fill('符合直接判定要素')
    await desk.page.getByRole('button', { name: '提交：判定重大火灾隐患' }).click()
    await desk.page.getByText('今天有效的判定标准是 GB 35181-2025').waitFor()
    await desk.page.getByLabel('判定标准').selectOption('GB35181-2025')
    await desk.page.getByRole('button', { name: '提交：判定重大火灾隐患' }).click()
    await desk.page.getByText('“判定重大火灾隐患”已记入台账。').waitFor()
    await desk.page.getByText('是重大火灾隐患（GB 35181-2025）').first().waitFor()
    await expectAccessible(desk.page)
    expect(desk.complaints).toEqual([])
    await desk.context.close()
  })

  test('and finds the plate at the phone, where it brings the plan and a note', async () => {
    const fire = await openPhone(browser)
    const { page } = fire
    await signIn(page, 'fire', '/m/')
    await page.goto(`/m/case/${cases[0]?.id}`)
    await page.getByRole('link', { name: new RegExp(`挂牌督办 ${plate}`) }).click()
    await page.getByText('重大隐患，还没有治理方案').waitFor()
    await page.getByRole('button', { name: '报治理方案' }).click()
    for (const label of planWords) await page.getByLabel(label).fill(`${label}：已写明`)
    await expectAccessible(page)
    await expectNoSideways(page)
    await page.getByRole('button', { name: '提交：报治理方案' }).click()
    await page.getByText('“报治理方案”已送达。').waitFor()
    await page.getByRole('button', { name: '报进展' }).click()
    await page.getByLabel('本月进展').fill('已清理两栋楼道')
    await page.getByRole('button', { name: '提交：报进展' }).click()
    await page.getByText('已清理两栋楼道').waitFor()
    expect(await page.getByText('还没有治理方案').count()).toBe(0)
    expect(fire.complaints).toEqual([])
    await fire.context.close()
  })

  test('the office enters a note from its paper with a photo, cannot leave the case out, and cannot take it down', async () => {
    const office = await openLowDesk(browser)
    const { page } = office
    await signIn(page, 'office', '/')
    await page.goto(`/case/${cases[1]?.id}`)
    await page.getByText('挂牌督办').first().waitFor()
    expect(await page.getByRole('button', { name: '不列入' }).count()).toBe(0)
    await page.getByRole('link', { name: `挂牌督办 ${plate}` }).click()
    const card = page.getByRole('article', { name: plate })
    expect(await card.getByRole('button', { name: '摘牌' }).count()).toBe(0)
    await card.getByRole('button', { name: '代录：报进展' }).click()
    await card.getByLabel('本月进展').fill('来函说明正在采购')
    await card.getByLabel('文件上的日期').fill(inDays(-1))
    await card.getByRole('button', { name: '代录：报进展' }).last().click()
    await card.getByText('请附上“文件的照片”。').waitFor()
    await card.getByLabel('文件的照片').setInputFiles({
      name: 'paper.jpg',
      mimeType: 'image/jpeg',
      buffer: await drawJpeg({ r: 240, g: 240, b: 230 }, 800, 1000),
    })
    await card.getByAltText('待上传照片 1').waitFor()
    await expectAccessible(page)
    await card.getByRole('button', { name: '代录：报进展' }).last().click()
    await page.getByText(`${plate}：报进展已记入台账。`).waitFor()
    await card.getByText('每月进展 2 次').click()
    await card.getByText('来函说明正在采购').waitFor()
    expect(office.complaints).toEqual([])
    await office.context.close()
  })

  test('the leader takes it down, with a word on what is not struck off', async () => {
    const { page } = leader
    await page.goto('/supervisions')
    const card = page.getByRole('article', { name: plate })
    await card.getByRole('button', { name: '摘牌' }).click()
    await card.getByLabel('摘牌意见').fill('措施已落实')
    await card.getByLabel('没有销号的转为怎样办理').fill('转为消防救援大队专项整治')
    await expectAccessible(page)
    await card.getByRole('button', { name: '确认摘牌' }).click()
    await page.getByText(`${plate}：摘牌已记入台账。`).waitFor()
    await page.getByRole('link', { name: /^已摘牌/ }).click()
    await page.getByText('未销号的转为消防救援大队专项整治').waitFor()
    await expectNoSideways(page)
    const { hazard } = await get(page, `/api/hazards/${cases[0]?.id}`)
    expect([hazard.supervised, hazard.determined.result]).toEqual([null, 'major'])
    expect(leader.complaints).toEqual([])
  })
})
