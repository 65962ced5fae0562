import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'

export const inDays = (n: number): string => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)

/** Takes a step on a case as whoever is signed in. */
export async function send(page: Page, step: string, stream: string, data: object): Promise<void> {
  const command = { id: randomUUID(), stream, kind: 'hazard', step, data, takenAt: new Date().toISOString() }
  const sent = await page.request.post('/api/commands', {
    data: { commands: [command] },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  const [result] = ((await sent.json()) as { results: { status: string; problem?: { message: string } }[] }).results
  if (result?.status !== 'accepted') throw new Error(`${step}: ${result?.problem?.message}`)
}

/** The office, which is signed in, hands the newest called-up case to the fire brigade. */
export async function handOn(page: Page): Promise<string> {
  const { items } = await (await page.request.get('/api/hazards?status=called&limit=1')).json()
  await send(page, 'assign', items[0].id, { unit: 'v-xf', due: inDays(10) })
  return items[0].id
}
