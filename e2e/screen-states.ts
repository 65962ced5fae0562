import type { Page } from 'playwright-core'
import { drawJpeg } from './browser.ts'

/** One way in which a screen can stand. `open` brings it there; `look` inside it looks at what stands on the way. */
export interface State {
  /** Who sits there; '' is nobody. */
  who: string
  name: string
  at: string | ((page: Page) => Promise<string>)
  open?: (page: Page, look: () => Promise<void>) => Promise<unknown>
}

export const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click()
export const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor()
/** Waits for what a field offers while one types in it. */
export const offers = (page: Page) => page.getByRole('listbox').getByRole('option').first().waitFor()
export const rows = (page: Page) => page.locator('tbody tr').first().waitFor()

export const idOf = async (page: Page, query: string): Promise<string> => {
  const { items } = (await (await page.request.get(`/api/hazards?limit=1&${query}`)).json()) as {
    items: { id: string }[]
  }
  if (!items[0]) throw new Error(`the demo has no hazard with ${query}`)
  return items[0].id
}

/** Address of the first case that answers the query. */
export const deskCase = (query: string) => async (page: Page) => `/case/${await idOf(page, query)}`
export const phoneCase = (query: string) => async (page: Page) => `/m/case/${await idOf(page, query)}`

export const NOBODYS_CASE = '01900000-0000-7000-8000-000000000000'

/** The server does not answer what is asked of it there, until the page is left. */
export async function withoutAnswer(page: Page, url: string, work: () => Promise<unknown>): Promise<void> {
  await page.route(url, (route) => route.fulfill({ status: 500, body: '' }))
  await work()
  await page.unroute(url)
}

/** Another answer to one read, made out of the true one. */
export const answered = (page: Page, url: string, change: (body: never) => unknown) =>
  page.route(url, async (route) => route.fulfill({ json: change((await (await route.fetch()).json()) as never) }))

export const jpeg = async (name: string) => ({
  name: `${name}.jpg`,
  mimeType: 'image/jpeg',
  buffer: await drawJpeg({ r: 120, g: 110, b: 100 }, 800, 600),
})
