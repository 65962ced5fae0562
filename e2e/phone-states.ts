import type { Page } from 'playwright-core'
import { storeStates } from './phone-store-states.ts'
import { bind, choosePhoto, linkFor, openStep, PIN, report, reportBlind, tab } from './phone-ways.ts'
import { NOBODYS_CASE, phoneCase, press, type State, says, withoutAnswer } from './screen-states.ts'

type Look = () => Promise<void>

const sentence = (page: Page) => page.locator('.sign-in-said:not(:empty)').waitFor()

/** Opens every step that the case offers, one after the other, and what lies behind 更多. */
async function everyStep(page: Page, look: Look): Promise<void> {
  await press(page, '更多')
  await page.getByRole('dialog', { name: '可以办理' }).waitFor()
  await look()
  const main = await page.locator('.case-main').allTextContents()
  const others = await page.locator('.case-choice').allTextContents()
  await page.keyboard.press('Escape')
  for (const label of [...main, ...others]) {
    await openStep(page, label)
    await look()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
}

const signedOut: State[] = [
  { who: '', name: '登录', at: '/m/' },
  {
    who: '',
    name: '登录没有成功',
    at: '/m/',
    open: async (page) => {
      await page.getByLabel('用户名').fill('没有这个人')
      await page.getByLabel('密码').fill('wrong-wrong-wrong')
      await press(page, '登录')
      await sentence(page)
    },
  },
  {
    who: '',
    name: '不能用的登录链接',
    at: '/m/#in=no-such-link-no-such-link-no-such-link',
    open: async (page) => {
      await bind(page, PIN)
      await sentence(page)
    },
  },
  {
    who: 'admin',
    name: '打不开',
    at: '/m/',
    open: async (page) => {
      await page.getByRole('heading', { name: '待办' }).waitFor()
      await withoutAnswer(page, '**/api/catalogue', async () => {
        await page.evaluate('localStorage.clear()')
        await page.reload()
        await says(page, '暂时打不开')
      })
    },
  },
  {
    who: '本人手机',
    name: '登录链接、我的设备、六位密码',
    at: (page) => linkFor(page, '示范二十二社区网格员'),
    open: async (page, look) => {
      await bind(page, '123456')
      await sentence(page)
      await look()
      await bind(page, PIN)
      await page.getByRole('heading', { name: '待办' }).waitFor()
      await tab(page, '我的')
      await says(page, '本人手机')
      await look()
      await press(page, '退出登录')
      await page.getByLabel('六位密码').fill('999999')
      await press(page, '登录')
      await sentence(page)
      await look()
      await press(page, '用户名登录')
      await page.getByLabel('用户名').waitFor()
    },
  },
  {
    who: '共用设备',
    name: '登录链接和六位密码',
    at: (page) => linkFor(page, '示范二十一社区网格员'),
    open: async (page, look) => {
      await page.getByRole('radio', { name: /共用设备/ }).check()
      await page.getByLabel(/设备叫什么/).fill('值班室平板')
      await look()
      await bind(page, PIN)
      await page.getByRole('heading', { name: '待办' }).waitFor()
      await page.route('**/api/commands', (route) => route.abort())
      await tab(page, '拍照上报')
      await reportBlind(page, '共用平板上报的楼道')
      await tab(page, '我的')
      await press(page, '退出登录')
      await says(page, '这是共用设备：退出后它们加密留在这台设备上')
      await look()
      await page.unroute('**/api/commands')
      await press(page, '仍然退出')
      await page.getByLabel('姓名').waitFor()
    },
  },
]

const lists: State[] = [
  {
    who: 'grid',
    name: '待办、全部未销号、没有找到',
    at: '/m/',
    open: async (page, look) => {
      await page.locator('.cards li').first().waitFor()
      await look()
      await press(page, '全部未销号')
      await page.locator('.cards li').first().waitFor()
      await look()
      await page.getByLabel('搜索编号、地点、情况').fill('没有这样的隐患')
      await press(page, '搜索')
      await says(page, '没有找到。')
    },
  },
  {
    who: 'grid',
    name: '待办打不开',
    at: '/m/me',
    open: (page) =>
      withoutAnswer(page, '**/api/hazards?*', async () => {
        await tab(page, '待办')
        await page.getByRole('alert').waitFor()
      }),
  },
  ...['community', 'volunteer', 'property', 'office', 'fire', 'checker', 'leader', 'superior', 'auditor', 'admin'].map(
    (who) => ({ who, name: '待办', at: '/m/' }),
  ),
  { who: 'grid', name: '没有这一页', at: '/m/no/such/screen' },
]

const reports: State[] = [
  {
    who: 'grid',
    name: '拍照上报，从没有填的到已送达',
    at: '/m/report',
    open: async (page, look) => {
      await press(page, '提交')
      await page.locator('.said:not(:empty)').waitFor()
      await look()
      await press(page, /^全部 \d+ 项/)
      await look()
      await page.getByLabel('搜索检查项目').fill('没有这一项')
      await says(page, '没有这一项，换个说法')
      await look()
      await press(page, '收起')
      await press(page, '直接交办')
      await look()
      await press(page, '即查即改')
      await choosePhoto(page, '整改后照片', 40)
      await look()
      await press(page, '上报待核实')
      await report(page, '示范花园看一看门口')
      await says(page, '✓ 已送达')
    },
  },
  {
    who: 'grid',
    name: '附近可能已有人报过',
    at: '/m/report',
    open: async (page, look) => {
      await page.getByLabel('搜索检查项目').fill('feixian')
      await press(page, '电瓶车违规充电')
      await press(page, '示范花园')
      await page.getByLabel('具体位置').fill('示范花园看一看门口')
      await press(page, '看一看')
      await look()
      await press(page, '清空重填')
    },
  },
  {
    who: 'grid',
    name: '扫小区二维码：选好了、问要不要改、改了、不在范围',
    at: '/m/report?site=c01-s2',
    open: async (page, look) => {
      await says(page, '已按二维码选好')
      await look()
      await choosePhoto(page, '隐患照片', 70)
      await page.getByLabel('具体位置').fill('3栋楼下')
      await page.goto('/m/report?site=c01-s1')
      await says(page, '您有一条没写完的上报')
      await look()
      await press(page, /^改为/)
      await says(page, '您写的具体位置没有动')
      await look()
      await page.goto('/m/report?site=c02-s1')
      await says(page, /不在您的上报范围内/)
      await look()
      await press(page, '清空重填')
      await press(page, '确定清空？')
    },
  },
  { who: 'office', name: '拍照上报，哪个社区都能', at: '/m/report' },
  { who: 'volunteer', name: '拍照上报', at: '/m/report' },
  { who: 'property', name: '拍照上报', at: '/m/report' },
]

const cases: State[] = [
  { who: 'community', name: '待核实的每一步', at: phoneCase('status=reported'), open: everyStep },
  { who: 'community', name: '整改中的每一步', at: phoneCase('status=handling'), open: everyStep },
  { who: 'office', name: '待研判的每一步', at: phoneCase('status=called&community=c26'), open: everyStep },
  { who: 'checker', name: '待复查的每一步', at: phoneCase('status=rectified&community=c26'), open: everyStep },
  {
    who: 'community',
    name: '不列入，找重复的',
    at: phoneCase('status=reported'),
    open: async (page) => {
      await openStep(page, '不列入')
      await press(page, '确认不列入')
      await page.locator('.said:not(:empty)').waitFor()
      await page.getByPlaceholder('编号或几个字').fill('示范')
      await press(page, '查找')
      await page.locator('.case-found').first().waitFor()
    },
  },
  {
    who: 'auditor',
    name: '已销号的，照片放大',
    at: phoneCase('status=closed&item=1.1'),
    open: async (page, look) => {
      await page.getByRole('heading', { name: '照片' }).waitFor()
      await look()
      await page.locator('.case-sides button').first().click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { who: 'grid', name: '没有这条隐患', at: `/m/case/${NOBODYS_CASE}`, open: (page) => says(page, '没有找到') },
]

const outbox: State[] = [
  { who: 'leader', name: '发件箱，没有内容', at: '/m/outbox' },
  { who: 'leader', name: '我的', at: '/m/me' },
  {
    who: 'leader',
    name: '我的，大和特大的字号',
    at: '/m/me',
    open: async (page, look) => {
      await press(page, '大')
      await look()
      await press(page, '特大')
      await look()
      for (const name of ['今日', '隐患']) {
        await tab(page, name)
        await look()
      }
      await tab(page, '我的')
      await press(page, '标准')
    },
  },
  {
    who: 'grid2',
    name: '发件箱：待上传、退出前的提醒、被退回、已送达',
    at: '/m/report',
    open: async (page, look) => {
      await page.route('**/api/commands', (route) => route.abort())
      await reportBlind(page, '没有信号的地下室')
      await look()
      await tab(page, '发件箱')
      await says(page, '现在连不上网络')
      await press(page, '导出未送达的内容')
      await says(page, /^已存下 1 件内容/)
      await look()
      const other = { name: '合影.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not of a phone') }
      await page.getByLabel('导入未送达的内容').setInputFiles(other)
      await says(page, '这不是安澜导出的文件')
      await look()
      await tab(page, '我的')
      await press(page, '退出登录')
      await says(page, /没有送达。退出后它们留在这台手机上/)
      await look()
      await page.unroute('**/api/commands')
      await tab(page, '发件箱')
      await press(page, '现在发送')
      await says(page, '✓ 已送达')
    },
  },
]

export const phoneStates: readonly State[] = [...signedOut, ...lists, ...reports, ...cases, ...outbox, ...storeStates]
