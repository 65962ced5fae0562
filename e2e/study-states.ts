import type { Page } from 'playwright-core'
import { answered, press, type State, says } from './screen-states.ts'

type Look = () => Promise<void>
const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
const group = (page: Page, nth = 0) => page.getByRole('checkbox', { name: /^选中 .*，\d+ 条$/ }).nth(nth)

async function fillUnit(page: Page, label: string, name: string): Promise<void> {
  await page.getByLabel(label).fill(name)
  await page
    .getByRole('listbox')
    .getByRole('option', { name: new RegExp(name) })
    .first()
    .click()
}

async function openTopic(page: Page, look: Look, title: string, groups: number): Promise<void> {
  for (let i = 0; i < groups; i++) await group(page, i).check()
  await press(page, '列为议题')
  await page.getByLabel('题目').fill(title)
  await look()
  await press(page, /^提交：列为议题/)
  await says(page, `已列为议题《${title}》`)
}

/** Every form of the study, with what it says while something is missing or refused. */
async function everyForm(page: Page, look: Look): Promise<void> {
  await group(page).waitFor()
  await look()
  await group(page).check()
  await look()
  await press(page, '退回社区')
  await press(page, /^提交：退回社区/)
  await page.getByRole('alert').waitFor()
  await look()
  await press(page, '直接交办')
  await fillUnit(page, '交给哪个单位', '城市管理')
  await page.getByLabel('整改期限').fill(inDays(9))
  await page.route('**/api/commands', (route) => {
    const { commands } = route.request().postDataJSON() as { commands: { id: string; stream: string }[] }
    const problem = { code: 'step.stale', message: '这条隐患刚刚由别人办理过，请刷新后再看。' }
    return route.fulfill({ json: { results: commands.map((one) => ({ ...one, status: 'refused', problem })) } })
  })
  await press(page, /^提交：直接交办/)
  await page.locator('.study-refused li').first().waitFor()
  await look()
  await page.unroute('**/api/commands')
  await press(page, '取消选择')
  await openTopic(page, look, '试列一个议题', 1)
}

const study: State[] = [
  {
    who: 'office',
    name: '研判',
    at: '/study',
    open: async (page, look) => {
      await group(page).waitFor()
      await look()
      await press(page, /^展开/)
      await page
        .getByRole('checkbox', { name: /^选中 YH/ })
        .first()
        .check()
      await look()
      await press(page, /^再看 60 组/)
      await page.getByLabel('建议').selectOption('dispute')
      await says(page, '其中 1 条不在现在的筛选里')
      await look()
      await press(page, '取消选择')
    },
  },
  { who: 'office', name: '研判的每张表', at: '/study?community=c20', open: everyForm },
  {
    who: 'office',
    name: '研判，两个议题里的同一条',
    at: '/study?community=c20',
    open: async (page, look) => {
      await openTopic(page, look, '再列一个议题', 3)
      await says(page, '在 2 个议题里')
    },
  },
  {
    who: 'office',
    name: '研判，没有符合条件的',
    at: '/study?community=c20&advice=dispute',
    open: (page) => page.getByRole('heading', { name: '研判' }).waitFor(),
  },
  { who: 'leader', name: '研判，只看', at: '/study', open: (page) => page.locator('.study-table').first().waitFor() },
  {
    who: 'leader',
    name: '研判，什么也没有',
    at: '/me',
    open: async (page) => {
      await answered(page, '**/api/study*', (body: object) => ({ ...body, total: 0, groups: [] }))
      await page.getByRole('link', { name: '研判', exact: true }).click()
      await says(page, '社区提请街道的隐患会出现在这里')
      await page.unroute('**/api/study*')
    },
  },
  { who: 'community', name: '研判，不归他看', at: '/study', open: (page) => page.getByRole('alert').waitFor() },
]

async function decideApart(page: Page, look: Look): Promise<void> {
  await press(page, '录入议决')
  await look()
  await page
    .getByRole('button', { name: /^登记(这次)?会议$/ })
    .last()
    .click()
  await page.getByLabel('会议日期').fill(inDays(0))
  await page.getByLabel('会议名称').fill('工作组第一次会议')
  await page.getByLabel('主持').fill('李主任')
  await press(page, '提交：登记会议')
  await page.getByRole('alert').waitFor()
  await look()
  await page.getByLabel('出席').fill('平安办、城市管理办、各社区书记')
  await press(page, '提交：登记会议')
  await says(page, '会议已登记')
  await page.getByLabel('哪次会议议决的').selectOption({ index: 1 })
  for (const kind of ['缓办', '报上级', '退回社区自办', '退回研判', '交办']) {
    await page.getByRole('radio', { name: kind, exact: true }).first().check()
    await look()
  }
  await press(page, '单条另定')
  await press(page, '提交：录入议决')
  await page.getByRole('alert').waitFor()
  await look()
  const apart = page.getByRole('region', { name: '另定 1' })
  await apart.getByRole('checkbox').first().check()
  await apart.getByRole('radio', { name: '缓办' }).check()
  await apart.getByLabel('复议日期').fill(inDays(40))
  await apart.getByLabel('缓办期间的安全措施').fill('拉警戒线，每日巡查')
  await look()
  await press(page, '提交：录入议决')
  await says(page, '的议决已录入')
  await look()
  await press(page, /^看 \d+ 条隐患/)
  await page.locator('.meetings summary').click()
  await look()
  await press(page, '更正 工作组第一次会议')
  await page.getByRole('form', { name: '更正会议' }).waitFor()
}

/** As if what was to be done had been due some days ago. */
const lately = ({ topics, ...rest }: { topics: { cases: object[] }[] }) => ({
  ...rest,
  topics: topics.map((topic) => ({ ...topic, cases: topic.cases.map((one) => ({ ...one, due: inDays(-6) })) })),
})

const topics: State[] = [
  ...['draft', 'tabled', 'decided'].map((status) => ({
    who: 'leader',
    name: `议题，${status}`,
    at: `/topics?status=${status}`,
    open: (page: Page) => says(page, /^议决 \d+ 个议题/),
  })),
  {
    who: 'office',
    name: '议题，拟稿的每张表',
    at: '/topics?status=draft',
    open: async (page, look) => {
      await press(page, /^看 \d+ 条隐患/)
      await look()
      await press(page, '修改')
      await look()
      await page.getByLabel('题目').fill('')
      await press(page, /^保存/)
      await page.getByRole('alert').waitFor()
      await page.getByLabel('题目').fill('示范二十社区消防设施')
      await fillUnit(page, '建议牵头单位', '城市管理')
      await fillUnit(page, '协办单位', '社区治理')
      await page.getByLabel('完成期限').fill(inDays(30))
      await page.getByLabel('建议措施').fill('逐户更换，建立巡查台账')
      await page.getByLabel('所需经费').fill('约三万元，从专项经费列支')
      await press(page, /^保存/)
      await says(page, '已保存')
      const other = page.getByRole('article').nth(1)
      await other.getByRole('button', { name: '提交议决' }).click()
      await press(page, '确认提交议决')
      await page.getByRole('alert').waitFor()
      await look()
      await press(page, '先不办')
      await other.getByRole('button', { name: '撤销议题' }).click()
      await page.getByLabel('为什么撤销这个议题').fill('与另一个议题重复')
      await look()
      await press(page, '确认撤销议题')
      await says(page, '已撤销。')
      await press(page, '提交议决')
      await look()
      await press(page, '确认提交议决')
      await says(page, /已提交议决，编号/)
    },
  },
  { who: 'office', name: '议题，录入议决', at: '/topics?status=tabled', open: decideApart },
  {
    who: 'leader',
    name: '议题，有超期的',
    at: '/me',
    open: async (page) => {
      await answered(page, '**/api/topics', lately)
      await page.getByRole('link', { name: '议题', exact: true }).click()
      await press(page, /^看 \d+ 条隐患/)
      await page.locator('.topic-late').first().waitFor()
      await page.unroute('**/api/topics')
    },
  },
  {
    who: 'office',
    name: '议题，打不开',
    at: '/me',
    open: async (page) => {
      await page.route('**/api/topics', (route) => route.fulfill({ status: 500, body: '' }))
      await page.getByRole('link', { name: '议题', exact: true }).click()
      await page.getByRole('alert').waitFor()
      await page.unroute('**/api/topics')
    },
  },
  { who: 'office', name: '撤销的议题', at: '/topics?status=dropped' },
  {
    who: 'office',
    name: '缓办的隐患',
    at: async (page) => {
      const { items } = (await (await page.request.get('/api/hazards?status=parked&limit=1')).json()) as {
        items: { id: string }[]
      }
      return `/case/${items[0]?.id}`
    },
    open: (page) => says(page, '工作组议决：缓办'),
  },
  { who: 'office', name: '台账，缓办、待议决、已报上级', at: '/?status=parked,tabled,referred,handling&community=c20' },
]

export const studyStates: readonly State[] = [...study, ...topics]
