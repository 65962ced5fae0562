import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Dice } from '../../ledger/test-history.ts'

/** A line that is slow, and on which some requests are reset on their way. */
export interface SlowLine {
  port: number
  /** Bytes that went up and that came down, resets, and connections. */
  sent: number
  got: number
  resets: number
  requests: number
  close(): Promise<void>
}

interface Kind {
  /** Bits a second, each way. */
  bits: number
  /** Half of a round trip, in ms. */
  delay?: number
  /** The part of requests that break, from 0 to 1; each does so somewhere in its first 256 KB. */
  resets?: number
}

/** Puts such a line before the server at `port`. */
export async function openSlowLine(port: number, kind: Kind, dice: Dice): Promise<SlowLine> {
  const { bits, delay = 20, resets = 0 } = kind
  const free = { up: 0, down: 0 }

  /** Waits until the line has room for so many bytes; whatever else goes the same way waits behind. */
  const pass = async (way: 'up' | 'down', bytes: number) => {
    const start = Math.max(Date.now(), free[way])
    free[way] = start + (bytes * 8000) / bits
    await wait(free[way] - Date.now() + delay)
  }

  const pipe = (from: Socket, to: Socket, way: 'up' | 'down', breaksAt: number) => {
    let passed = 0
    let last = Promise.resolve()
    from.on('data', (part) => {
      from.pause()
      last = pass(way, part.length).then(() => {
        passed += part.length
        if (way === 'up') line.sent += part.length
        else line.got += part.length
        if (passed > breaksAt) {
          line.resets += 1
          from.resetAndDestroy()
          to.destroy()
          return
        }
        to.write(part)
        from.resume()
      })
    })
    from.on('end', () => void last.then(() => to.end()))
    from.on('error', () => to.destroy())
  }

  const server = createServer((phone) => {
    line.requests += 1
    const behind = connect(port, '127.0.0.1')
    const breaksAt = dice.next() < resets ? dice.below(256 * 1024) : Number.POSITIVE_INFINITY
    pipe(phone, behind, 'up', breaksAt)
    pipe(behind, phone, 'down', Number.POSITIVE_INFINITY)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const line: SlowLine = {
    port: (server.address() as AddressInfo).port,
    sent: 0,
    got: 0,
    resets: 0,
    requests: 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return line
}
