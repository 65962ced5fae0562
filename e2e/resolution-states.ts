import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { answered, press, rows, type State, says } from './screen-states.ts'

const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)

interface Task {
  id: string
  state: string
  counts: object
  whys: object[]
  overturned: object[]
}

const cases = Array.from({ length: 12 }, (_, i) => ({ id: String(i), number: `YH2026-0${4200 + i}` }))
const why = (of: string, more: object = {}) => ({
  ...{
    why: of,
    units: ['v-xf'],
    helpers: [],
    day: inDays(20),
    late: 0,
    asked: false,
    until: null,
    said: null,
    cases: cases.slice(3),
  },
  ...more,
})

/** As if three weeks had passed: what can hold a resolution up, one that is done and one that was overturned. */
function grown({ resolutions, ...rest }: { resolutions: Task[] }) {
  const [one] = resolutions
  if (!one) return { resolutions, ...rest }
  const counts = { cases: 47, closed: 12, void: 0, handling: 24, rectified: 6, waiting: 5, late: 9, unanswered: 0 }
  const whys = [
    why('refused', { late: 9, said: '不属本单位管，应由物业整改', cases: cases.slice(9) }),
    why('helpers', { units: ['o-cg'], helpers: ['v-jj', 'o-aw'], late: 6, cases }),
    why('extension', { until: { day: inDays(30), by: 'leader' }, late: 1, cases: cases.slice(7) }),
    why('extended', { units: ['o-aw'] }),
    why('returned', { units: ['o-cg', 'o-aw', 'o-sy'] }),
    why('working', { units: ['o-cg'] }),
    why('recheck', { units: ['jd'] }),
    why('study'),
    why('tabled'),
    why('parked'),
    why('referred', { units: ['xq'] }),
  ]
  const late = { ...one, id: 'late.1', counts, whys }
  const asked = { ...one, id: 'asked.1', counts: { ...counts, late: 0, unanswered: 9 }, lead: 'v-xf', units: ['v-xf'] }
  const unanswered = { ...asked, whys: [why('unanswered', { late: 4, asked: true })] }
  const done = { ...one, id: 'done.1', state: 'done', whys: [], counts: { ...counts, closed: 47, late: 0 } }
  const later = {
    by: 'late.1',
    on: inDays(0),
    cases: 47,
    kind: 'refer',
    lead: null,
    helpers: [],
    day: null,
    said: '需新区立项',
  }
  const gone = { ...one, id: 'gone.1', state: 'overturned', whys: [], overturned: [later] }
  return { ...rest, resolutions: [late, unanswered, one, done, gone] }
}

/** Goes there from a page that does not ask, so that the answer can be another. */
async function withAnswer(page: Page, change: (body: never) => unknown, work: () => Promise<unknown>): Promise<void> {
  await answered(page, '**/api/resolutions*', change)
  await page.getByRole('link', { name: '决议', exact: true }).click()
  await work()
  await page.unroute('**/api/resolutions*')
}

export const resolutionStates: readonly State[] = [
  { who: 'leader', name: '决议', at: '/resolutions?show=all', open: rows },
  {
    who: 'leader',
    name: '决议，有超期、有改变',
    at: '/me',
    open: (page, look) =>
      withAnswer(page, grown, async () => {
        await rows(page)
        await page.locator('.task-whys summary').first().click()
        await look()
        await page.getByLabel('看哪些').selectOption('all')
        await page.locator('.task-overturned').waitFor()
      }),
  },
  {
    who: 'leader',
    name: '决议，没有符合条件的',
    at: '/resolutions?show=overturned',
    open: (page) => says(page, '请换一个条件再看'),
  },
  {
    who: 'leader',
    name: '决议，昨天的账里还没有',
    at: '/resolutions',
    open: async (page) => {
      await press(page, '昨天 24:00')
      await says(page, '还没有要看的决议。')
    },
  },
  { who: 'fire', name: '决议，部门只看自己的', at: '/resolutions', open: (page) => says(page, /决议/) },
  {
    who: 'office',
    name: '决议，打不开',
    at: '/me',
    open: async (page) => {
      await page.route('**/api/resolutions*', (route) => route.fulfill({ status: 500, body: '' }))
      await page.getByRole('link', { name: '决议', exact: true }).click()
      await page.getByRole('alert').waitFor()
      await page.unroute('**/api/resolutions*')
    },
  },
  { who: 'community', name: '决议，不归他看', at: '/resolutions', open: (page) => page.getByRole('alert').waitFor() },
]

/** On the phone: who looks on has one page, every number of it its list; a department is told how it came by a case. */
export const rolePhoneStates: readonly State[] = [
  {
    who: 'leader',
    name: '今日',
    at: '/m/',
    open: async (page, look) => {
      await page.getByRole('heading', { name: '今日' }).waitFor()
      await says(page, /^决议 \d+ 项/)
      await look()
      await page.getByRole('link', { name: /排查$/ }).click()
      await says(page, /^共 \d+ 条，截至/)
      await page.locator('.card').first().waitFor()
      await look()
      await press(page, '再看 20 条')
      await expect.poll(() => page.locator('.card').count()).toBe(40)
    },
  },
  {
    who: 'leader',
    name: '今日，有超期的决议',
    at: '/m/me',
    open: async (page) => {
      await answered(page, '**/api/resolutions*', grown)
      await page.getByRole('link', { name: '今日' }).click()
      await page.locator('.screen details summary').first().click()
      await page.unroute('**/api/resolutions*')
    },
  },
  {
    who: 'leader',
    name: '今日，打不开',
    at: '/m/me',
    open: async (page) => {
      await page.route('**/api/account*', (route) => route.fulfill({ status: 500, body: '' }))
      await page.getByRole('link', { name: '今日' }).click()
      await page.getByRole('alert').waitFor()
      await page.unroute('**/api/account*')
    },
  },
  { who: 'superior', name: '今日', at: '/m/', open: (page) => page.getByRole('heading', { name: '总账' }).waitFor() },
  {
    who: 'auditor',
    name: '隐患',
    at: '/m/',
    open: (page) => page.getByRole('link', { name: '隐患', exact: true }).click(),
  },
  {
    who: 'checker',
    name: '列表打不开',
    at: '/m/list?status=nowhere&asOf=2999-01-01T00:00:00.000Z',
    open: (page) => page.getByRole('alert').waitFor(),
  },
  { who: 'fire', name: '待办', at: '/m/', open: (page) => page.getByRole('button', { name: '我的待办' }).waitFor() },
]
