import type { Page } from 'playwright-core'
import { answered, idOf, press, type State, says } from './screen-states.ts'
import { decideTopic, handTo, tableTopic } from './topic-ways.ts'

type Look = () => Promise<void>
const issued = { timeout: 60_000 }

/** A preview that stays at page 23 while it is looked at. */
async function preview(page: Page, look: Look): Promise<void> {
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await page.route('**/api/documents/preview', async (route) => {
    await held
    await route.continue()
  })
  await answered(page, '**/making', () => ({ making: { stage: 'printing', page: 23, pages: 61 } }))
  await press(page, '预览')
  await says(page, '正在生成 PDF，第 23 页，共 61 页')
  await look()
  goOn()
  await page.getByRole('link', { name: /^打开预览/ }).waitFor(issued)
  await page.unroute('**/making')
}

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
  await preview(page, look)
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

/** A letter about cases of one unit, from the choice to the list. */
async function writeLetter(page: Page, look: Look, type: '呼叫函' | '督办函'): Promise<void> {
  await press(page, '拟稿')
  await page.getByRole('radio', { name: type }).check()
  const unit = page.getByLabel('发给哪个单位')
  await unit.waitFor()
  await look()
  await unit.selectOption({ index: 1 })
  await page.locator('.letter-table tbody tr').first().waitFor()
  await press(page, '生成草稿')
  await page.getByRole('alert').waitFor()
  await look()
  await page.locator('.letter-table').getByRole('checkbox').first().check()
  await press(page, '生成草稿')
  await page.getByRole('textbox', { name: '第 1 段' }).waitFor()
  await look()
  await page.getByLabel('机关代字').fill(`示范街${type}`)
  await press(page, '取号印发')
  await page.getByText(/^已印发，文号/).waitFor(issued)
}

const chooseFile = (page: Page, name: string, buffer: Buffer) =>
  page.locator('.template-file input').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })

/** The house's own template of a type, as the office downloads it. */
const ownTemplate = async (page: Page, type: string): Promise<Buffer> =>
  (await page.request.get(`/api/templates/${type}/docx`)).body()

/** A template refused, tried, put in force, and the house's own again. */
async function replaceTemplate(page: Page, look: Look): Promise<void> {
  await says(page, '没有换过')
  await look()
  await press(page, '换督办函的模板')
  await look()
  await chooseFile(page, '扫描件.pdf', Buffer.from('%PDF-1.7'))
  await says(page, '这是 PDF，不能当模板')
  await look()
  await chooseFile(page, '本街道督办函.docx', await ownTemplate(page, 'press'))
  await page.getByRole('link', { name: /^打开预览/ }).waitFor(issued)
  await look()
  await press(page, '启用这个模板')
  await page.getByText('督办函从现在起用模板《本街道督办函.docx》').waitFor(issued)
  await look()
  await press(page, '督办函恢复自带的模板')
  await says(page, '从现在起用本系统自带的模板')
  await page.getByText('换过 2 次').click()
}

/** As if the first had been cut off between its number and its files. */
const cutOff = ({ documents }: { documents: object[] }) => ({
  documents: documents.map((one, i) => (i === 0 ? { ...one, status: 'numbered', issued: [] } : one)),
})

/** Address of a case about which a letter went to the reader's unit, behind `start`. */
const withLetter = (start: string) => async (page: Page) => {
  const { items } = (await (await page.request.get('/api/hazards?status=handling&unit=v-xf&limit=200')).json()) as {
    items: { id: string }[]
  }
  for (const { id } of items) {
    const { letters } = (await (await page.request.get(`/api/hazards/${id}/letters`)).json()) as { letters: [] }
    if (letters.length > 0) return `${start}/case/${id}`
  }
  throw new Error('no letter was written to the fire brigade')
}

/** On the phone, once the desk has written one. */
export const letterOnPhone: State = {
  who: 'fire',
  name: '隐患，有发给本单位的函',
  at: withLetter('/m'),
  open: (page) => says(page, '相关函件'),
}

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
  {
    who: 'office',
    name: '公文，拟呼叫函',
    at: async (page) => {
      await handTo(page, 'c23', 'v-xf')
      return '/documents'
    },
    open: (page, look) => writeLetter(page, look, '呼叫函'),
  },
  {
    who: 'office',
    name: '公文，带着别处选的隐患来',
    at: async (page) => `/documents?type=press&to=v-xf&cases=${await idOf(page, 'status=closed')}`,
    open: (page) => says(page, '带过来的隐患里有 1 条不能写入'),
  },
  { who: 'office', name: '公文，拟督办函', at: '/documents', open: (page, look) => writeLetter(page, look, '督办函') },
  {
    who: 'office',
    name: '公文，没有可以发函的隐患',
    at: '/documents',
    open: async (page) => {
      await answered(page, '**/api/documents/handled**', () => ({ units: [], cases: [] }))
      await press(page, '拟稿')
      await page.getByRole('radio', { name: '呼叫函' }).check()
      await says(page, '现在没有可以发函的隐患')
      await page.unroute('**/api/documents/handled**')
    },
  },
  {
    who: 'fire',
    name: '隐患详情，有发给本单位的函',
    at: withLetter(''),
    open: (page) => says(page, '相关函件'),
  },
  {
    who: 'office',
    name: '台账，选中同一单位整改中的隐患',
    at: '/?status=handling&holder=v-xf',
    open: async (page, look) => {
      await page.locator('tbody').getByRole('checkbox').first().check()
      await page.getByRole('button', { name: '发函（1 条）' }).waitFor()
      await look()
      await page.goto('/?status=handling')
      const boxes = page.locator('tbody').getByRole('checkbox')
      await boxes.first().waitFor()
      await page.getByRole('button', { name: /^选中本页/ }).count()
      await boxes.first().check()
      await press(page, /^选中本页/)
      await says(page, '发函要选同一单位整改中的')
    },
  },
  { who: 'office', name: '公文模板，换一个再恢复', at: '/documents/templates', open: replaceTemplate },
  {
    who: 'leader',
    name: '公文模板，只看',
    at: '/documents/templates',
    open: (page) => says(page, '换模板只影响以后印发的公文'),
  },
  {
    who: 'leader',
    name: '公文模板，打不开',
    at: '/me',
    open: async (page) => {
      await page.route('**/api/templates', (route) => route.fulfill({ status: 500, body: '' }))
      await page.goto('/documents/templates')
      await page.getByRole('alert').waitFor()
      await page.unroute('**/api/templates')
    },
  },
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
