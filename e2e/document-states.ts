import type { Page } from 'playwright-core'
import { answered, press, type State, says } from './screen-states.ts'
import { decideTopic, tableTopic } from './topic-ways.ts'

type Look = () => Promise<void>
const issued = { timeout: 60_000 }

async function draftDossier(page: Page, look: Look): Promise<void> {
  await press(page, '拟稿')
  await page.getByRole('checkbox', { name: /示范二十一社区/ }).waitFor()
  await look()
  await press(page, '生成草稿')
  await page.getByRole('textbox', { name: '第 1 段' }).waitFor()
  await look()
  await press(page, '删去第 2 段')
  await press(page, '在第 1 段后面加一段')
  await page.getByLabel('机关代字').fill('')
  await press(page, '取号印发')
  await page.getByRole('alert').waitFor()
  await look()
  await page.getByLabel('机关代字').fill('示范街攻坚')
  await page.getByLabel('主送').fill('\u{20bb7}山工作组')
  await press(page, '取号印发')
  await says(page, '不在印制用的字库里')
  await look()
  await page.getByLabel('主送').fill('工作组')
  await press(page, '预览')
  await page.getByRole('link', { name: /^打开预览/ }).waitFor(issued)
  await look()
  await press(page, '先放着')
  await says(page, '另有一份没有印发的拟稿')
  await look()
  await press(page, '拟稿')
  await says(page, '生成新的草稿会替换它')
  await look()
  await press(page, '接着拟稿')
  await press(page, '取号印发')
  await page.getByText(/^已印发，文号/).waitFor(issued)
}

async function everyVersion(page: Page, look: Look): Promise<void> {
  await press(page, /^更正/)
  await page.getByRole('textbox', { name: '第 1 段' }).fill('更正后的第一段。')
  await look()
  await press(page, '印发更正版')
  await page.getByText(/已印发第 2 版。$/).waitFor(issued)
  await look()
  await press(page, /^作废/)
  await press(page, '确认作废')
  await page.getByRole('alert').waitFor()
  await look()
  await page.getByLabel('为什么作废').fill('重复印发')
  await press(page, '确认作废')
  await says(page, '已作废，文号保留')
}

async function draftMinutes(page: Page, look: Look): Promise<void> {
  await press(page, '拟稿')
  await page.getByRole('radio', { name: '工作组会议纪要' }).check()
  await page.getByLabel('哪次会议').selectOption('')
  await press(page, '拟稿')
  await page.getByRole('radio', { name: '工作组会议纪要' }).check()
  await look()
  await press(page, '生成草稿')
  await page.getByRole('textbox', { name: '第 1 段' }).waitFor()
  await look()
  await press(page, '先放着')
  await press(page, '丢掉拟稿')
  await look()
  await press(page, '确认丢掉拟稿')
}

/** As if the first had been cut off between its number and its files. */
const cutOff = ({ documents }: { documents: object[] }) => ({
  documents: documents.map((one, i) => (i === 0 ? { ...one, status: 'numbered', issued: [] } : one)),
})

export const documentStates: readonly State[] = [
  ...['leader', 'office'].map((who) => ({
    who,
    name: '公文，还没有',
    at: '/me',
    open: async (page: Page) => {
      await answered(page, '**/api/documents', () => ({ documents: [] }))
      await page.getByRole('link', { name: '公文', exact: true }).click()
      await says(page, '还没有印发过公文')
      await page.unroute('**/api/documents')
    },
  })),
  {
    who: 'office',
    name: '公文，拟分析研判资料',
    at: async (page) => {
      await tableTopic(page, 'c21', '示范二十一社区消防设施')
      await decideTopic(page, await tableTopic(page, 'c22', '示范二十二社区消防设施'))
      return '/documents'
    },
    open: draftDossier,
  },
  { who: 'office', name: '公文，更正、作废', at: '/documents', open: everyVersion },
  { who: 'office', name: '公文，拟会议纪要', at: '/documents', open: draftMinutes },
  { who: 'leader', name: '公文，只看', at: '/documents', open: (page) => page.locator('.document-table').waitFor() },
  {
    who: 'office',
    name: '公文，已取号没有印成',
    at: '/me',
    open: async (page) => {
      await answered(page, '**/api/documents', cutOff)
      await page.getByRole('link', { name: '公文', exact: true }).click()
      await says(page, '已取号，还没有印成文件')
      await page.unroute('**/api/documents')
    },
  },
  {
    who: 'office',
    name: '公文，打不开',
    at: '/me',
    open: async (page) => {
      await page.route('**/api/documents', (route) => route.fulfill({ status: 500, body: '' }))
      await page.getByRole('link', { name: '公文', exact: true }).click()
      await page.getByRole('alert').waitFor()
      await page.unroute('**/api/documents')
    },
  },
]
