import net from 'node:net'

/** What a load sends next, as the bytes of one HTTP request. */
export type Ask = () => string

export const getOf = (path: string, headers: Record<string, string>): string =>
  `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines(headers)}\r\n`

export function postOf(path: string, headers: Record<string, string>, body: unknown): string {
  const text = JSON.stringify(body)
  const sent = { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  return `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines(sent)}\r\n${text}`
}

const lines = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

/** A kept connection that asks one thing after another; thin, because it runs on the cores that it measures. */
export class Client {
  private readonly socket: net.Socket
  private got: Buffer = Buffer.alloc(0)
  private answered: ((body: string) => void) | null = null
  private failed: ((error: Error) => void) | null = null

  constructor(port: number) {
    this.socket = net.connect(port, '127.0.0.1').setNoDelay(true)
    this.socket.on('data', (part) => this.take(part))
    this.socket.on('error', (error) => this.failed?.(error))
    this.socket.on('close', () => this.failed?.(new Error('closed')))
  }

  private take(part: Buffer): void {
    this.got = this.got.length === 0 ? part : Buffer.concat([this.got, part])
    const end = this.got.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.got.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.got.length < end + 4 + length) return
    const body = this.got.toString('utf8', end + 4, end + 4 + length)
    this.got = this.got.subarray(end + 4 + length)
    if (head.startsWith('HTTP/1.1 200')) this.answered?.(body)
    else this.failed?.(new Error(`${head.slice(0, 40)} ${body.slice(0, 300)}`))
  }

  ask(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.answered = resolve
      this.failed = reject
      this.socket.write(request)
    })
  }

  /** Sends a request and hangs up before its answer. */
  abort(request: string): void {
    this.failed = null
    this.socket.write(request, () => this.socket.destroy())
  }

  close(): void {
    this.failed = null
    this.socket.destroy()
  }
}

export interface Served {
  /** Requests a second, all clients together. */
  rate: number
  done: number
  /** Answered with anything but 200. */
  failed: number
  /** Milliseconds from asking to the whole answer. */
  times: number[]
}

/** Lets each client ask one thing after another for `ms` milliseconds. */
export async function load(port: number, asks: readonly Ask[], ms: number): Promise<Served> {
  const clients = asks.map(() => new Client(port))
  const times: number[] = []
  let failed = 0
  const from = performance.now()
  const run = async (client: Client, ask: Ask) => {
    for (let now = performance.now(); now - from < ms; ) {
      const answered = await client.ask(ask()).then(
        () => true,
        () => false,
      )
      const then = performance.now()
      if (answered) times.push(then - now)
      else failed += 1
      now = then
    }
  }
  await Promise.all(clients.map((client, i) => run(client, asks[i] as Ask)))
  const rate = (times.length * 1000) / (performance.now() - from)
  for (const client of clients) client.close()
  return { rate, done: times.length, failed, times }
}
