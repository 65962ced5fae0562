import type { Page } from 'playwright-core'
import { chooseSheet, confirmSheet, save, sheetOf } from './office-sheet.ts'
import { NOBODYS_CASE, offers, press, rows, type State, says } from './screen-states.ts'

type Look = () => Promise<void>

const pasted = [
  '姓名\t单位\t职务\t电话',
  '试填一\t示范二十三社区\t网格员\t13900000001',
  '试填二\t示范二十三衔社区\t打更人\t1.38E+10',
].join('\n')

const wish = {
  ...{ id: 'w1', step: '拍照上报', about: '电瓶车违规充电', words: ['3栋2单元楼道', '有人飞线充电'], photos: 2 },
  ...{ takenAt: '2026-11-02T01:00:00.000Z', at: '2026-11-02T03:00:00.000Z' },
}
/** As if the person one opens were disabled, with a wish left on the phone. */
const turnAway = (page: Page) =>
  page.route('**/api/people/*', async (route) => {
    const view = await (await route.fetch()).json()
    const person = { ...view.person, disabled: true, turnedAway: 1 }
    return route.fulfill({ json: { ...view, person, turnedAway: [wish] } })
  })

const people: State[] = [
  {
    who: 'office',
    name: '人员，停用后没有收下的',
    at: '/people',
    open: async (page) => {
      await rows(page)
      await turnAway(page)
      await page.getByLabel('查找人员').fill('示范二十三社区')
      await page.locator('.people-name').first().click()
      await says(page, '停用后没有收下的 1 件')
    },
  },
  {
    who: 'office',
    name: '人员，一个人，登记',
    at: '/people',
    open: async (page, look) => {
      await rows(page)
      await look()
      await page.getByLabel('查找人员').fill('没有这个人')
      await look()
      await page.getByLabel('查找人员').fill('示范二十三社区')
      await page.locator('.people-name').first().click()
      await says(page, '变动记录')
      await page.getByLabel('代理人').fill('示范')
      await offers(page)
      await look()
      await press(page, '登记人员')
      await look()
      await page.getByLabel(/粘贴到这里/).fill(pasted)
      await press(page, '看一遍再登记')
      await says(page, /共 2 行/)
      await look()
      await press(page, '完成')
    },
  },
  {
    who: 'admin',
    name: '登录链接，再开一次要问',
    at: '/people',
    open: async (page, look) => {
      await rows(page)
      await page.getByLabel('查找人员').fill('示范二十四社区')
      await page.getByLabel('全选').check()
      await press(page, /^打印这 \d+ 位的登录链接/)
      await page.getByRole('heading', { name: /位的登录链接$/ }).waitFor()
      await look()
      await press(page, '关闭')
      await page.getByLabel('全选').check()
      await press(page, /^打印这 \d+ 位的登录链接/)
      await says(page, '已有链接或设备')
    },
  },
  {
    who: 'office',
    name: '我的账号，改密码',
    at: '/me',
    open: async (page) => {
      await page.getByLabel('现在的密码').fill('wrong-wrong-wrong')
      await page.getByLabel('新密码', { exact: true }).fill('a-quite-new-one')
      await page.getByLabel('再写一遍新密码').fill('another-one-again')
      await press(page, '修改密码')
    },
  },
]

/** Opens each change that a unit offers, with what it would do where nothing has to be filled in first. */
async function everyChange(page: Page, look: Look): Promise<void> {
  await page.locator('.units-buttons button').first().waitFor()
  for (const label of await page.locator('.units-buttons button').allTextContents()) {
    await press(page, label)
    await page.locator('.units-form').waitFor()
    await press(page, '看会影响什么')
    await look()
    await press(page, /^(取消|再改改)$/)
    if (await page.locator('.units-form').isVisible()) await press(page, '取消')
  }
}

const keeping: State[] = [
  { who: 'admin', name: '单位，每一种变动', at: '/units?unit=c25', open: everyChange },
  { who: 'admin', name: '小区，每一种变动', at: '/units?unit=c25-s1', open: everyChange },
  {
    who: 'admin',
    name: '单位，批量添加',
    at: '/units',
    open: async (page, look) => {
      await page.getByLabel('查找').fill('没有这个单位')
      await look()
      await page.getByLabel('查找').fill('')
      await press(page, '批量添加网格、小区')
      await page.getByLabel(/每行一个/).fill('祥龙社区，新苑三期\n没有的社区，新苑')
      await says(page, '第 2 行')
    },
  },
  {
    who: 'office',
    name: '小区二维码，一张也不打印',
    at: '/units/codes',
    open: async (page, look) => {
      await page.locator('.site-code img').first().waitFor()
      await look()
      for (const tick of await page.getByLabel(/^打印.+/).all())
        if ((await tick.getAttribute('type')) === 'checkbox') await tick.uncheck()
      await says(page, '打印（先勾选）')
    },
  },
  { who: 'leader', name: '小区二维码，不归他打印', at: '/units/codes' },
  {
    who: 'admin',
    name: '排查清单，编辑新版本',
    at: '/catalogue',
    open: async (page, look) => {
      await rows(page)
      await press(page, '编辑新版本')
      await press(page, /^修改 1\.2 /)
      await page.getByLabel('期限（工作日）').fill('4')
      await press(page, /^停用 9\.1 /)
      await press(page, '发布')
      await page.getByRole('alert').waitFor()
      await look()
      await page.getByLabel('并入').selectOption('none')
      await press(page, '发布')
      await page.getByRole('button', { name: /^确认：/ }).waitFor()
    },
  },
]

/** The template with four rows: two good ones, one alike, one whose day is none. */
async function smallSheet(page: Page): Promise<Buffer> {
  const { workbook, sheet, column } = await sheetOf(
    Buffer.from(await (await page.request.get('/api/imports/template.xlsx')).body()),
  )
  const example = sheet.getRow(4)
  const mark = Date.now().toString(36)
  for (const [i, place] of ['东头', '西头', '西头', '北头'].entries()) {
    const row = sheet.getRow(5 + i)
    for (let c = 2; c <= 21; c++) row.getCell(c).value = example.getCell(c).value
    row.getCell(column('具体部位')).value = `${mark}${place}`
    row.getCell(column('隐患描述')).value = `${mark}${place}：电线裸露`
    row.getCell(column('排查时间')).value = '2026-01-05'
    row.getCell(column('整改期限')).value = place === '北头' ? '4月31日' : '2026-02-05'
  }
  return save(workbook)
}

const imports: State[] = [
  {
    who: 'office',
    name: '导入：先看、导入、撤销',
    at: '/import',
    open: async (page, look) => {
      await page.getByRole('link', { name: '下载导入模板' }).waitFor()
      await look()
      await chooseSheet(page, await smallSheet(page))
      await page.getByRole('button', { name: '全部仍要导入' }).waitFor()
      await look()
      await confirmSheet(page, 3)
      await press(page, '撤销这一批')
      await page.getByLabel('为什么撤销').fill('试填的')
      await look()
      await press(page, '确认撤销')
      await says(page, '已撤销 3 条。')
    },
  },
  {
    who: 'office',
    name: '导入，不是表格的文件',
    at: '/import',
    open: async (page) => {
      const file = { name: '通知.xlsx', mimeType: 'text/plain', buffer: Buffer.from('not a workbook') }
      await page.locator('input[type=file]').setInputFiles(file)
      await page.getByRole('alert').waitFor()
    },
  },
  { who: 'office', name: '没有这一次导入', at: `/import?id=${NOBODYS_CASE}` },
]

/** Opens every page that somebody's own bar leads to. */
async function everyPage(page: Page, look: Look): Promise<void> {
  const links = page.locator('.desk-bar nav a')
  await links.first().waitFor()
  for (let i = 1; i < (await links.count()); i++) {
    await links.nth(i).click()
    await page.locator('main h1').waitFor()
    await look()
  }
  const more = page.getByRole('button', { name: '更多' })
  if (await more.count()) {
    await more.click()
    await look()
  }
  await links.first().click()
}

/** What is kept at the desk beside the hazards: people, units, the catalogue, imports; and everybody's own bar. */
export const keepingStates: readonly State[] = [
  ...people,
  ...keeping,
  ...imports,
  ...['office', 'leader', 'security'].map((who) => ({ who, name: '主导航的每一页', at: '/me', open: everyPage })),
  ...['grid', 'fire', 'checker', 'superior', 'auditor'].map((who) => ({ who, name: '台账', at: '/', open: rows })),
  { who: 'admin', name: '没有要看的台账', at: '/', open: (page) => says(page, '管理员管人员和单位') },
]
