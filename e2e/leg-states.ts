import type { Page } from 'playwright-core'
import { handOn, inDays, send } from './leg-ways.ts'
import { answered, deskCase, phoneCase, press, type State, says } from './screen-states.ts'

const table = (page: Page) => page.locator('.legs-table tbody tr').first().waitFor()

/** Asks for more time on one of the fire brigade's cases that no request lies on, as the brigade that is signed in. */
async function askMore(page: Page, works: boolean): Promise<string> {
  const { items } = await (await page.request.get('/api/hazards?holder=mine&status=handling&limit=50&order=due')).json()
  for (const { id } of items) {
    const { available } = await (await page.request.get(`/api/hazards/${id}`)).json()
    if (!available.some(({ step }: { step: string }) => step === 'ask-extension')) continue
    const data = { due: inDays(90), reason: '配件要向厂家定制', ...(works ? { works: true } : {}) }
    await send(page, 'ask-extension', id, data)
    return id
  }
  throw new Error('the demo has no case of the fire brigade to ask more time for')
}

export const legStates: State[] = [
  {
    who: 'office',
    name: '时限',
    at: '/legs',
    open: async (page, look) => {
      for (let i = 0; i < 3; i++) await handOn(page)
      await table(page)
      await look()
      await page.locator('.legs-formula summary').click()
      for (const by of ['按层面', '按社区', '按环节']) {
        await page.getByRole('link', { name: by }).click()
        await table(page)
        await look()
      }
      await press(page, '昨天 24:00')
      await says(page, '这里是当时的账')
    },
  },
  { who: 'community', name: '时限，本社区', at: '/legs', open: table },
  {
    who: 'leader',
    name: '时限，什么也没有',
    at: '/me',
    open: async (page) => {
      await answered(page, '**/api/legs?*', (body: { totals: object }) => ({
        ...body,
        rows: [],
        totals: Object.fromEntries(Object.keys(body.totals).map((name) => [name, 0])),
      }))
      await page.getByRole('link', { name: '时限', exact: true }).click()
      await says(page, '还没有您能看到的经手段')
      await page.unroute('**/api/legs?*')
    },
  },
  {
    who: 'leader',
    name: '时限，以后的时间',
    at: '/legs?asOf=2126-01-01T00:00:00Z',
    open: (page) => page.getByRole('alert').waitFor(),
  },
  {
    who: 'office',
    name: '时限清单',
    at: '/legs/list?figure=onTime&status=rectified',
    open: async (page, look) => {
      await page.locator('.legs-list tbody tr').first().waitFor()
      await look()
      await press(page, /^再显示一页/)
      await page.locator('.legs-list tbody tr').nth(100).waitFor()
    },
  },
  {
    who: 'office',
    name: '时限清单，没有',
    at: '/legs/list?figure=judging',
    open: (page) => says(page, '没有这样的经手段'),
  },
  {
    who: 'fire',
    name: '经手与时限，刚签收',
    at: deskCase('holder=mine&status=handling'),
    open: (page) => says(page, /已签收（/),
  },
  {
    who: 'fire',
    name: '申请过延期',
    at: async (page) => `/case/${await askMore(page, false)}`,
    open: (page) => says(page, /等街道专班答复/),
  },
  {
    who: 'office',
    name: '有延期申请等着答复',
    at: '/',
    open: async (page, look) => {
      await page.getByRole('link', { name: /条延期申请等您答复$/ }).click()
      await says(page, '延期申请：待街道专班答复')
      await look()
      await page.locator('tbody a').first().click()
      await press(page, /准予延期/)
      await look()
      await press(page, /不予延期/)
    },
  },
]

export const legPhoneStates: State[] = [
  {
    who: 'fire',
    name: '申请延期',
    at: phoneCase('holder=mine&status=handling'),
    open: async (page, look) => {
      await says(page, /已签收（/)
      await look()
      await askMore(page, true)
    },
  },
  {
    who: 'leader',
    name: '延期申请',
    at: '/m/',
    open: async (page, look) => {
      await page.getByRole('link', { name: /条延期申请等您答复$/ }).click()
      await page.locator('.cards li').first().waitFor()
      await look()
      await page.locator('.cards a').first().click()
      await press(page, '准予延期')
      await page.getByRole('dialog', { name: '准予延期' }).waitFor()
    },
  },
]
