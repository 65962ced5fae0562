import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../domain/ids.ts'
import type { Bench } from './bench.ts'
import { Client, postOf } from './client.ts'

/** Most cases of one topic. */
const MOST = 500
const office = 'office@zb'
const id = (): string => uuidv7(Date.now(), randomBytes(10))

/** What a study is asked for and what a clerk does with its groups, each with its time in ms: `group by …`, `accept` … */
export async function regroup(bench: Bench): Promise<{ total: number; groups: number; took: Map<string, number> }> {
  const took = new Map<string, number>()
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now()
    const done = await work()
    took.set(name, performance.now() - from)
    return done
  }
  const study = async (by: string) =>
    JSON.parse(await timed(`group by ${by}`, () => bench.ask(office, `/api/study?by=${by}`)))
  const { total, groups } = await study('site')
  await study('item')
  const byLead = (await study('lead')) as { groups: { cases: { id: string }[] }[] }
  const all = byLead.groups.flatMap(({ cases }) => cases.map((one) => one.id)).slice(0, MOST)
  const topic = id()
  const client = new Client(bench.app.port)
  const send = async (name: string, step: string, data: object) => {
    const command = { id: id(), stream: topic, kind: 'topic', step, data, takenAt: new Date().toISOString() }
    const answer = await timed(name, () =>
      client.ask(postOf('/api/commands', bench.person(office).headers, { commands: [command] })),
    )
    const [result] = JSON.parse(answer).results
    if (result.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(result.problem)}`)
  }
  const of = (cases: string[]) => ({ title: '压测议题', cases })
  await send(
    `accept ${Math.ceil(all.length / 2)} cases as a topic`,
    'open',
    of(all.slice(0, Math.ceil(all.length / 2))),
  )
  await send(`split half of them off`, 'edit', of(all.slice(0, Math.ceil(all.length / 4))))
  await send(`merge ${all.length} cases into it`, 'edit', of(all))
  await send('drop it', 'drop', { reason: '压测' })
  client.close()
  return { total, groups: groups.length, took }
}
