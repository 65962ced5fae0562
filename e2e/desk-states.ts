import type { Page } from 'playwright-core'
import { deskCase, jpeg, NOBODYS_CASE, offers, press, rows, type State, says, withoutAnswer } from './screen-states.ts'

type Look = () => Promise<void>
/** The day `n` days on, as a date field takes it. */
const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
const hidden = { state: 'hidden' } as const

/** Opens every step that the case offers, one after the other. */
async function everyStep(page: Page, look: Look): Promise<void> {
  await page.getByRole('heading', { name: '办理', exact: true }).waitFor()
  const steps = page.locator('[data-step]')
  for (let i = 0; i < (await steps.count()); i++) {
    if (i > 0) await look()
    await steps.nth(i).click()
    await page.locator('.steps form').waitFor()
  }
}

const choose = async (page: Page, n: number) => {
  await rows(page)
  for (let i = 1; i <= n; i++)
    await page
      .getByLabel(/^选中 YH/)
      .nth(i)
      .check()
  await says(page, `已选 ${n} 条`)
}

const signedOut: State[] = [
  { who: '', name: '登录', at: '/' },
  {
    who: '',
    name: '登录没有成功',
    at: '/',
    open: async (page) => {
      await page.getByLabel('用户名').fill('没有这个人')
      await page.getByLabel('密码').fill('wrong-wrong-wrong')
      await press(page, '登录')
      await page.locator('.sign-in-said:not(:empty)').waitFor()
    },
  },
  {
    who: '',
    name: '不能用的登录链接',
    at: '/#in=no-such-link-no-such-link-no-such-link',
    open: async (page) => {
      await page.getByLabel('用户名').fill('somebody')
      await page.getByLabel(/^密码/).fill('correct-horse-battery')
      await page.getByLabel('再写一遍密码').fill('correct-horse-battery')
      await press(page, '设置并登录')
      await page.locator('.sign-in-said:not(:empty)').waitFor()
    },
  },
  {
    who: '',
    name: '暂时打不开',
    at: '/',
    open: (page) =>
      withoutAnswer(page, '**/api/session', async () => {
        await page.reload()
        await says(page, '暂时打不开')
      }),
  },
]

const ledger: State[] = [
  { who: 'office', name: '台账', at: '/', open: rows },
  { who: 'office', name: '台账筛过', at: '/?status=called&community=c05&overdue=1&reported=2026-11-20&order=due' },
  { who: 'office', name: '台账没有符合条件的', at: '/?q=没有这样的隐患', open: (page) => says(page, '没有符合条件的') },
  { who: 'office', name: '那时的台账', at: '/?asOf=2030-01-01T00:00:00.000Z' },
  {
    who: 'office',
    name: '台账打不开',
    at: '/me',
    open: (page) =>
      withoutAnswer(page, '**/api/hazards?*', async () => {
        await page.getByRole('link', { name: '台账', exact: true }).click()
        await page.getByRole('alert').waitFor()
      }),
  },
  {
    who: 'office',
    name: '台账的搜索、责任单位、存为常用、快捷键',
    at: '/?status=called&community=c06',
    open: async (page, look) => {
      await rows(page)
      await page.getByRole('combobox', { name: '搜索' }).fill('xf')
      await offers(page)
      await look()
      await page.keyboard.press('Escape')
      await page.getByRole('combobox', { name: '责任单位' }).fill('城市')
      await offers(page)
      await look()
      await page.keyboard.press('Escape')
      await press(page, '存为常用')
      await look()
      await page.getByLabel('名称').fill('看过的')
      await press(page, '保存')
      await page.getByRole('link', { name: '看过的' }).waitFor()
      await press(page, '改名、删除')
      await look()
      await press(page, '删掉“看过的”')
      await page.getByRole('link', { name: '看过的' }).waitFor(hidden)
      await press(page, /^快捷键/)
      await page.getByRole('dialog', { name: '快捷键' }).waitFor()
    },
  },
  {
    who: 'office',
    name: '台账成批办理和撤销',
    at: '/?status=called&community=c24',
    open: async (page, look) => {
      await choose(page, 2)
      await press(page, '交办（2 条）')
      await page.getByLabel('交给哪个单位').fill('城市')
      await page.getByRole('option', { name: /城市管理/ }).click()
      await page.getByLabel('整改期限').fill(inDays(9))
      await look()
      await press(page, '提交：交办 2 条')
      await says(page, '办成 2 条。')
      await look()
      await press(page, /^撤销/)
      await says(page, '已撤销 2 条。')
    },
  },
  {
    who: 'office',
    name: '台账合并重复',
    at: '/?status=handling&community=c24',
    open: async (page) => {
      await choose(page, 2)
      await press(page, '合并重复（2 条）')
    },
  },
  {
    who: 'office',
    name: '台账导出',
    at: '/?status=called&community=c24',
    open: async (page) => {
      await rows(page)
      await press(page, '导出当前列表')
      await says(page, /^已导出：/)
    },
  },
]

const cases: State[] = [
  { who: 'office', name: '待研判的每一步', at: deskCase('status=called&community=c25'), open: everyStep },
  { who: 'office', name: '待复查的每一步', at: deskCase('status=rectified&community=c25'), open: everyStep },
  { who: 'community', name: '待核实的每一步', at: deskCase('status=reported'), open: everyStep },
  { who: 'community', name: '整改中的每一步', at: deskCase('status=handling'), open: everyStep },
  {
    who: 'office',
    name: '已销号的，照片放大',
    at: deskCase('status=closed&item=1.1'),
    open: async (page, look) => {
      await page.getByRole('heading', { name: /办理经过/ }).waitFor()
      await look()
      await press(page, /^放大整改前照片/)
      await page.getByRole('dialog', { name: '查看照片' }).waitFor()
    },
  },
  { who: 'office', name: '不列入的', at: deskCase('status=void') },
  {
    who: 'office',
    name: '没有这条隐患',
    at: `/case/${NOBODYS_CASE}`,
    open: (page) => page.getByRole('alert').waitFor(),
  },
]

const rechecks: State[] = [
  {
    who: 'office',
    name: '待复查，不合格，放大比对',
    at: '/recheck',
    open: async (page, look) => {
      await page.locator('.pair-seen').nth(5).waitFor()
      await look()
      await press(page, '不合格')
      await page.getByRole('button', { name: '留待现场', exact: true }).nth(1).click()
      await page.getByRole('button', { name: /本页/ }).click()
      await page.getByRole('alert').waitFor()
      await look()
      await press(page, '不合格')
      await page.getByRole('button', { name: '留待现场', exact: true }).nth(1).click()
      await page.locator('.pair-photos').first().click()
      await page.getByRole('dialog', { name: '比对整改前后照片' }).waitFor()
    },
  },
  {
    who: 'community2',
    name: '待复查，没有可看的',
    at: '/recheck',
    open: (page) => page.locator('.pair').or(page.getByText('没有可以看照片复查的隐患')).first().waitFor(),
  },
]

const figures: State[] = [
  ...['community', 'item'].map((by) => ({
    who: 'office',
    name: `看账，${by}`,
    at: `/account?by=${by}`,
    open: rows,
  })),
  {
    who: 'office',
    name: '昨天的账',
    at: '/account',
    open: async (page) => {
      await press(page, '昨天 24:00')
      await says(page, '这里是当时的账')
      await says(page, '八类之和')
    },
  },
  { who: 'leader', name: '还没有到的账', at: '/account?asOf=2099-01-01T00:00:00.000Z' },
  { who: 'admin', name: '第一天', at: '/start' },
  { who: 'office', name: '第一天，办完的', at: '/start' },
  { who: 'office', name: '今日数字，社区', at: '/bulletin', open: rows },
  { who: 'office', name: '今日数字，部门', at: '/bulletin?by=unit', open: rows },
]

const reports: State[] = [
  {
    who: 'office',
    name: '登记：没有填的、填好的、补录',
    at: '/report',
    open: async (page, look) => {
      await look()
      await press(page, '登记')
      await page.getByRole('alert').waitFor()
      await look()
      await page.getByLabel('社区').selectOption('c25')
      await page.getByLabel('具体位置').fill('示范苑一期')
      await page.getByLabel('检查项目', { exact: true }).fill('xf')
      await offers(page)
      await look()
      await page.keyboard.press('Enter')
      await page.getByLabel('书面材料或截图的照片').setInputFiles(await jpeg('来信'))
      await page.getByAltText('待上传照片 1').waitFor()
      await page.getByLabel('发现日期').fill('2026-01-05')
      await page.getByLabel('补录原因').waitFor()
    },
  },
  { who: 'leader', name: '登记，不归他办', at: '/report' },
]

export const deskStates: readonly State[] = [
  ...signedOut,
  ...ledger,
  ...cases,
  ...rechecks,
  ...figures,
  ...reports,
  { who: 'community', name: '没有这一页', at: '/no/such/screen' },
]
