import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'

const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)

async function send(page: Page, kind: string, step: string, stream: string, data: object): Promise<void> {
  const command = { id: randomUUID(), stream, kind, step, data, takenAt: new Date().toISOString() }
  const sent = await page.request.post('/api/commands', {
    data: { commands: [command] },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  const [result] = ((await sent.json()) as { results: { status: string; problem?: { message: string } }[] }).results
  if (result?.status !== 'accepted') throw new Error(`${kind} ${step}: ${result?.problem?.message}`)
}

/** Makes a topic of the first called-up group of a community, as the office that is signed in, and tables it. */
export async function tableTopic(page: Page, community: string, title: string): Promise<string> {
  const { groups } = (await (await page.request.get('/api/study')).json()) as {
    groups: { community: string; cases: { id: string }[] }[]
  }
  const cases = groups.find((one) => one.community === community)?.cases.map(({ id }) => id)
  const topic = randomUUID()
  const proposed = { title, cases, lead: 'o-cg', due: inDays(30), measures: '统一更换，建立巡查台账' }
  await send(page, 'topic', 'open', topic, proposed)
  await send(page, 'topic', 'table', topic, {})
  return topic
}

/** A meeting that assigns the topic. */
export async function decideTopic(page: Page, topic: string): Promise<void> {
  const meeting = randomUUID()
  const held = { on: inDays(0), title: '工作组专题会议', chair: '李主任', present: '各办负责人' }
  await send(page, 'meeting', 'hold', meeting, held)
  await send(page, 'topic', 'decide', topic, {
    meeting,
    decision: { kind: 'assign', lead: 'o-cg', due: inDays(30) },
  })
}

/** Hands the called-up cases of a community to a unit at once, as the office that is signed in; answers their ids. */
export async function handTo(page: Page, community: string, unit: string): Promise<string[]> {
  const { groups } = (await (await page.request.get('/api/study')).json()) as {
    groups: { community: string; cases: { id: string }[] }[]
  }
  const cases = groups.filter((one) => one.community === community).flatMap((one) => one.cases.map(({ id }) => id))
  for (const id of cases) await send(page, 'hazard', 'assign', id, { unit, due: inDays(10) })
  return cases
}
