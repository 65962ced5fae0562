import { randomBytes } from 'node:crypto'
import type { CommandResult } from '../domain/entry.ts'
import { uuidv7 } from '../domain/ids.ts'

interface Sent {
  id: string
  stream: string
  kind: 'hazard'
  step: string
  data: unknown
  takenAt: string
}

export interface Acknowledged {
  command: Sent
  seq: number
  version: number
}

const fresh = () => uuidv7(Date.now(), randomBytes(10))
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Signs in; gives the cookie. */
export async function signIn(url: string, username: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}`)
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

function reportOf(n: number): Sent {
  const data = { community: 'c01', item: '1.1', place: `第${n}处`, description: '灭火器压力不足', photos: [] }
  return { id: fresh(), stream: fresh(), kind: 'hazard', step: 'report', data, takenAt: new Date().toISOString() }
}

/**
 * People who write through HTTP and keep book of what they were told: a command is acknowledged when its answer has
 * arrived, and sent again under its id until then, as a phone's outbox does.
 */
export class Writers {
  readonly acknowledged = new Map<string, Acknowledged>()
  readonly unanswered = new Map<string, Sent>()
  /** Statuses of answers that were no success. */
  readonly statuses = new Set<number>()
  private n = 0
  private writing = false
  private running: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly url: () => string,
    private readonly cookie: () => string,
  ) {}

  start(count: number): void {
    this.writing = true
    this.running = Promise.all(Array.from({ length: count }, (_, i) => this.write(i)))
  }

  async stop(): Promise<void> {
    this.writing = false
    await this.running
  }

  /** Sends commands; true if they were answered. Throws when an answer is not what the law promises. */
  async send(commands: Sent[]): Promise<boolean> {
    for (const command of commands) this.unanswered.set(command.id, command)
    const headers = { 'content-type': 'application/json', cookie: this.cookie() }
    const body = JSON.stringify({ commands })
    try {
      const answer = await fetch(`${this.url()}/api/commands`, { method: 'POST', headers, body })
      if (!answer.ok) {
        this.statuses.add(answer.status)
        return false
      }
      const { results } = (await answer.json()) as { results: CommandResult[] }
      commands.forEach((command, i) => {
        this.hear(command, results[i])
      })
      return true
    } catch (error) {
      if (error instanceof TypeError) return false
      throw error
    }
  }

  /** Sends all that has no answer yet, oldest first. */
  async sendAgain(): Promise<boolean> {
    const waiting = [...this.unanswered.values()]
    for (let i = 0; i < waiting.length; i += 100) if (!(await this.send(waiting.slice(i, i + 100)))) return false
    return true
  }

  private hear(command: Sent, result: CommandResult | undefined): void {
    const known = this.acknowledged.get(command.id)
    if (result?.id !== command.id || result.seq === undefined || result.version === undefined)
      throw new Error(`no answer to ${command.step}: ${JSON.stringify(result)}`)
    if (known && (result.status !== 'duplicate' || result.seq !== known.seq))
      throw new Error(`acknowledged as ${known.seq}, then again as ${JSON.stringify(result)}`)
    this.acknowledged.set(command.id, { command, seq: result.seq, version: result.version })
    this.unanswered.delete(command.id)
  }

  private async write(writer: number): Promise<void> {
    while (this.writing) {
      const reports = Array.from({ length: 1 + (writer % 3) }, () => reportOf(++this.n))
      if (!(await this.send(reports))) await pause(20)
      else if (writer % 2 === 0) await this.comment(reports[0] as Sent)
    }
  }

  private async comment({ stream }: Sent): Promise<void> {
    const data = { text: '已通知业主' }
    await this.send([{ ...reportOf(0), id: fresh(), stream, step: 'comment', data }])
  }
}
