import { handmade, hugeSheet, longSheet } from '../platform/server/sheets/test-workbook.ts'
import { type Bench, lists } from './bench.ts'
import { load } from './client.ts'
import { quantile } from './rounds.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export interface Harm {
  /** p95 of the list in ms: with nobody else there, and while bad files are read. */
  idle: number
  meanwhile: number
  /** Files that were refused meanwhile, by what they are. */
  refused: Record<string, number>
}

/** What the list's p95 becomes while two clients send one bad workbook after another. */
export async function harm(bench: Bench, ms: number): Promise<Harm> {
  const files = {
    bomb: await handmade({ rows: hugeSheet(205) }),
    '200,000 rows': await handmade({ rows: longSheet(200_000, 8) }),
  }
  const headers = { ...bench.person('office@zb').headers, 'content-type': XLSX }
  const page = lists(bench, 'app').slice(0, 4)
  await load(bench.app.port, page, 3 * ms)
  const idle = quantile((await load(bench.app.port, page, ms)).times, 0.95)
  const refused: Record<string, number> = {}
  let over = false
  const sender = async () => {
    while (!over)
      for (const [name, body] of Object.entries(files)) {
        const answer = await fetch(`http://127.0.0.1:${bench.app.port}/api/sheets/read`, {
          method: 'POST',
          headers,
          body,
        })
        await answer.arrayBuffer()
        if (answer.status !== 422) throw new Error(`${name}: ${answer.status}`)
        refused[name] = (refused[name] ?? 0) + 1
      }
  }
  const senders = [sender(), sender()]
  const meanwhile = quantile((await load(bench.app.port, page, 5 * ms)).times, 0.95)
  over = true
  await Promise.all(senders)
  return { idle, meanwhile, refused }
}
