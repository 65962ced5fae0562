import type { Page } from 'playwright-core'
import { answered, jpeg, press, type State, says, withoutAnswer } from './screen-states.ts'

type Look = () => Promise<void>
const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
const get = async (page: Page, url: string) => (await page.request.get(url)).json()
const hangable = 'status=called&limit=2'

async function chooseUnit(page: Page, name: string): Promise<void> {
  await page.getByLabel('牵头单位').fill(name)
  await page
    .getByRole('option', { name: new RegExp(name) })
    .first()
    .click()
}

/** Hangs a plate on two cases, looking at every stand of the form. */
async function hang(page: Page, look: Look): Promise<void> {
  await says(page, '现在没有挂着的牌')
  await look()
  await page.getByRole('button', { name: '挂牌督办' }).click()
  await press(page, '确认挂牌（0 条隐患）')
  await says(page, '请先写出要挂牌的隐患编号')
  await look()
  const { items } = (await get(page, `/api/hazards?${hangable}`)) as { items: { number: string }[] }
  await page.getByLabel('隐患编号').fill(`${items.map(({ number }) => number).join('、')} YH1999-00001`)
  await press(page, '加入')
  await says(page, '没有找到 YH1999-00001')
  await press(page, '确认挂牌（2 条隐患）')
  await says(page, '请填写“牵头单位”。')
  await look()
  await chooseUnit(page, '消防救援')
  await page.getByLabel('整治期限').fill(inDays(60))
  await page.getByLabel('督办要求').fill('逐栋排查整治，落实专人值守，每月报进展')
  await press(page, '确认挂牌（2 条隐患）')
  await says(page, '已挂牌，牵头单位现在就能看到。')
  await press(page, '看 2 条隐患')
}

interface Plate {
  due: string
  planMissing: boolean
  missingMonths: string[]
}
/** As if it had hung for months without a word. */
const silent = ({ supervisions, ...rest }: { supervisions: Plate[] }) => ({
  ...rest,
  supervisions: supervisions.map((one) => ({
    ...one,
    ...{ due: inDays(-9), planMissing: true, missingMonths: ['2026-09', '2026-10'] },
  })),
})

async function everyPlateForm(page: Page, look: Look): Promise<void> {
  await press(page, '代录：报治理方案')
  await page.getByRole('form').getByRole('button', { name: '代录：报治理方案' }).click()
  await page.getByRole('alert').waitFor()
  await look()
  await press(page, '先不办')
  await press(page, '代录：报进展')
  await page.getByLabel('本月进展').fill('来函说明正在采购')
  await page.getByLabel('文件上的日期').fill(inDays(-1))
  await page.getByLabel('文件的照片').setInputFiles(await jpeg('来函'))
  await page.getByAltText('待上传照片 1').waitFor()
  await look()
  await page.getByRole('form').getByRole('button', { name: '代录：报进展' }).click()
  await says(page, '报进展已记入台账')
  await page.getByText('每月进展 1 次').click()
}

const pasted = `序号\t问题点位\t存在问题\t隐患类别\t所属社区\t整改责任单位\t整改时限
1\t示范花园3栋\t楼道堆放杂物\t消防设施老化缺失\t华新街社区\t\t
2\t商业广场一期二楼\t喷淋被货物遮挡\t喷淋\t\t消防大队\t12月5日
3\t伏龙小区东门\t消防车通道停车\t占用消防车通道\t长江社区\t交警\t${inDays(20)}`

async function everyListStand(page: Page, look: Look): Promise<void> {
  await says(page, '还没有登记过。')
  await page.getByLabel(/粘贴到这里/).fill('姓名\t电话\n张三\t1')
  await press(page, '看一遍再登记')
  await page.getByRole('alert').waitFor()
  await look()
  await page.getByLabel(/清单名称/).fill('区安委办反馈问题清单第 8 号')
  await page.getByLabel(/粘贴到这里/).fill(pasted)
  await press(page, '看一遍再登记')
  await page.locator('.list-bad').first().waitFor()
  await press(page, '登记这 1 条')
  await says(page, '请附来函或清单原件的照片')
  await look()
  await page.getByLabel(/来函或清单原件的照片/).setInputFiles(await jpeg('来函'))
  await page.getByAltText('待上传照片 1').waitFor()
  await press(page, '第 3 行不登记')
  await press(page, '登记这 1 条')
  await says(page, '已登记 1 条。')
  await look()
  await press(page, '撤销这张清单')
  await press(page, '确认撤销 1 条')
  await says(page, '请写明为什么撤销。')
}

export const supervisionStates: readonly State[] = [
  { who: 'leader', name: '督办，挂牌', at: '/supervisions', open: hang },
  {
    who: 'leader',
    name: '督办，摘牌的表',
    at: '/supervisions',
    open: async (page, look) => {
      await press(page, '摘牌')
      await page.getByRole('form').getByRole('button', { name: '确认摘牌' }).click()
      await page.getByRole('alert').waitFor()
      await look()
      await page.getByRole('link', { name: /^已摘牌/ }).click()
    },
  },
  { who: 'office', name: '督办，代录的每张表', at: '/supervisions', open: everyPlateForm },
  {
    who: 'office',
    name: '督办，代录挂牌',
    at: '/supervisions?hang=,',
    open: async (page, look) => {
      await page.getByLabel('谁挂的牌').selectOption('superior')
      await look()
    },
  },
  {
    who: 'leader',
    name: '督办，缺方案、缺进展、超期',
    at: '/me',
    open: async (page) => {
      await answered(page, '**/api/supervisions', silent)
      await page.getByRole('link', { name: '督办', exact: true }).click()
      await says(page, '9 月、10 月没有报进展')
      await page.unroute('**/api/supervisions')
    },
  },
  {
    who: 'leader',
    name: '督办，打不开',
    at: '/me',
    open: (page) =>
      withoutAnswer(page, '**/api/supervisions', async () => {
        await page.getByRole('link', { name: '督办', exact: true }).click()
        await page.getByRole('alert').waitFor()
      }),
  },
  { who: 'police', name: '督办，与他无关', at: '/supervisions', open: (page) => says(page, '没有要您牵头') },
  {
    who: 'leader',
    name: '台账，只看挂牌督办，选中的可以挂牌',
    at: '/?supervised=1',
    open: async (page) => {
      await page
        .getByRole('checkbox', { name: /^选中 YH/ })
        .first()
        .check()
      await says(page, '已选 1 条')
    },
  },
  {
    who: 'fire',
    name: '判定重大火灾隐患',
    at: async (page) => `/case/${(await get(page, '/api/hazards?supervised=1&limit=1')).items[0].id}`,
    open: async (page, look) => {
      await press(page, '判定重大火灾隐患')
      await look()
      await page.getByLabel('判定结果').selectOption('not')
      await page.getByLabel('判定标准').selectOption('GB35181-2017')
      await page.getByLabel('判定依据').fill('不符合判定要素')
      await press(page, '提交：判定重大火灾隐患')
      await says(page, '今天有效的判定标准是')
      await look()
      await page.getByLabel('判定标准').selectOption('GB35181-2025')
      await press(page, '提交：判定重大火灾隐患')
      await says(page, '已记入台账')
    },
  },
  {
    who: 'admin',
    name: '单位，消防救援机构',
    at: '/units',
    open: async (page, look) => {
      await page.getByRole('button', { name: /消防救援大队/ }).click()
      await press(page, '不再作为消防救援机构')
      await press(page, '看会影响什么')
      await says(page, '以前的判定不变')
      await look()
      await press(page, '再改改')
    },
  },
  { who: 'office', name: '上级问题清单，粘贴、预览、登记、撤销', at: '/superior-list', open: everyListStand },
  { who: 'superior', name: '上级问题清单，上级看', at: '/superior-list', open: (page) => says(page, '在台账 1 条') },
  {
    who: 'superior',
    name: '随机抽查',
    at: '/draw',
    open: async (page, look) => {
      await look()
      await page.getByLabel('抽几条').fill('0')
      await press(page, '抽')
      await page.getByRole('alert').waitFor()
      await look()
      await page.getByLabel('抽几条').fill('5')
      await press(page, '抽')
      await says(page, /抽出 5 条/)
      await look()
      await page.getByLabel('状态').selectOption('parked')
      await press(page, '换一个种子')
      await page.getByLabel('社区').selectOption('c01')
      await press(page, '抽')
      await says(page, '这个范围里没有隐患')
    },
  },
  { who: 'office', name: '随机抽查，不归他抽', at: '/draw?n=5', open: (page) => page.getByRole('alert').waitFor() },
]

const plateAt = async (page: Page): Promise<string> => {
  const { supervisions } = await get(page, '/api/supervisions')
  return `/m/supervision/${supervisions[0].id}`
}

export const phonePlateStates: readonly State[] = [
  {
    who: 'fire',
    name: '督办，报方案和进展',
    at: plateAt,
    open: async (page, look) => {
      await says(page, '督办')
      await page.getByRole('button', { name: '报治理方案' }).click()
      await press(page, '提交：报治理方案')
      await page.getByRole('alert').waitFor()
      await look()
      await press(page, '先不办')
      await page.getByRole('button', { name: '报进展' }).click()
      await page.getByLabel('本月进展').fill('已清理两栋楼道，正在更换过期灭火器')
      await press(page, '提交：报进展')
      await says(page, '“报进展”已送达。')
    },
  },
  {
    who: 'leader',
    name: '督办，摘牌',
    at: plateAt,
    open: async (page, look) => {
      await page.getByRole('button', { name: '摘牌' }).click()
      await look()
    },
  },
  {
    who: 'fire',
    name: '督办，没有这块牌',
    at: '/m/supervision/01900000-0000-7000-8000-000000000000',
    open: (page) => says(page, '没有找到这块牌'),
  },
  {
    who: 'fire',
    name: '挂牌督办的隐患',
    at: async (page) => `/m/case/${(await get(page, '/api/hazards?supervised=1&limit=1')).items[0].id}`,
    open: (page) => page.getByRole('link', { name: /^挂牌督办/ }).waitFor(),
  },
]
