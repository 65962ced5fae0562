import type { Page } from 'playwright-core'
import { bind, linkFor, openStep, PIN, reportBlind, tab } from './phone-ways.ts'
import { phoneCase, press, type State, says } from './screen-states.ts'

const json = (body: object, status = 200) => ({ status, contentType: 'application/json', body: JSON.stringify(body) })

/** The server takes nothing: somebody was first. */
const overtake = (page: Page) =>
  page.route('**/api/commands', (route) => {
    const { commands } = route.request().postDataJSON() as { commands: { id: string; stream: string }[] }
    const message = '在您填写时，示范社区两委已办理“补充说明”，请看过最新情况再决定；您写的内容还在。'
    const problem = { code: 'step.stale', message }
    return route.fulfill(
      json({ results: commands.map(({ id, stream }) => ({ id, stream, status: 'refused', problem })) }),
    )
  })

/** How what lies on the phone itself can stand: refused work, work of a disabled account, a phone without room. */
export const storeStates: readonly State[] = [
  {
    who: 'community',
    name: '被退回的，按最新情况再办',
    at: phoneCase('status=reported'),
    open: async (page, look) => {
      await openStep(page, '核实交办')
      await overtake(page)
      await press(page, '确认核实交办')
      await says(page, '在您填写时')
      await look()
      await press(page, '关闭')
      await tab(page, '发件箱')
      await page.getByRole('button', { name: '按最新情况再办' }).waitFor()
      await look()
      await page.unroute('**/api/commands')
      await press(page, '放弃')
      await press(page, '确定放弃')
      await says(page, '没有要发送的内容')
    },
  },
  {
    who: '停用的人',
    name: '账号停用，内容还在手机上',
    at: (page) => linkFor(page, '示范十六社区网格员'),
    open: async (page, look) => {
      await bind(page, PIN)
      await page.getByRole('heading', { name: '待办' }).waitFor()
      await page.route('**/api/commands', (route) => route.abort())
      await tab(page, '拍照上报')
      await reportBlind(page, '停用之前的楼道')
      const disabled = { code: 'session.disabled', message: '这个账号已停用，请联系管理员。' }
      await page.route('**/api/session', (route) => route.fulfill(json(disabled, 401)))
      await tab(page, '发件箱')
      await press(page, '现在发送')
      await says(page, '服务器没有收下')
      await press(page, '导出未送达的内容')
      await says(page, /^已存下 1 件内容/)
      await look()
      await page.unroute('**/api/session')
      await page.unroute('**/api/commands')
    },
  },
  {
    who: 'grid',
    name: '拍照上报，手机快存满了',
    at: '/m/',
    open: async (page) => {
      await page.getByRole('heading', { name: '待办' }).waitFor()
      await page.evaluate('StorageManager.prototype.estimate = async () => ({ quota: 40e6, usage: 10e6 })')
      await tab(page, '拍照上报')
      await says(page, /这台手机只剩 \d+ MB 可存/)
    },
  },
]
