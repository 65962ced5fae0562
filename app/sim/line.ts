import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Dice } from '../../ledger/test-history.ts'

/** What can happen to one request between a phone and the server. */
const faults = ['none', 'slow', 'cut-going', 'cut-coming', 'answer-dropped', 'twice', 'late'] as const
export type Fault = (typeof faults)[number]

/** How often each happens, in percent; the rest goes well. */
const often: [Fault, number][] = [
  ['slow', 12],
  ['cut-going', 8],
  ['cut-coming', 8],
  ['answer-dropped', 8],
  ['twice', 6],
  ['late', 6],
]

/** The network of one phone, down to its bytes. It carries one request on each connection. */
export interface Line {
  port: number
  up: boolean
  faulty: boolean
  /** How often each fault was met. */
  met: Record<Fault, number>
  /** Breaks whatever is on its way, as when a phone is killed; the server may still get what had left. */
  cut(): void
  /** Returns once nothing is on its way to the server any more, late and doubled requests included. */
  settled(): Promise<void>
  close(): Promise<void>
}

function pickFault(dice: Dice): Fault {
  let roll = dice.below(100)
  for (const [fault, percent] of often) {
    if (roll < percent) return fault
    roll -= percent
  }
  return 'none'
}

/** Sends the bytes of a whole request and hears the answer out, for nobody. */
const sendForNobody = (port: number, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => {
    const server = connect(port, '127.0.0.1')
    server.on('error', () => resolve())
    server.on('close', () => resolve())
    server.on('data', () => undefined)
    server.end(bytes)
  })

/** Puts a line before the server at `port`; which faults it has follows from the dice. */
export async function openLine(port: number, dice: Dice): Promise<Line> {
  const open = new Set<Socket>()
  const onTheWay = new Set<Promise<void>>()
  const met = Object.fromEntries(faults.map((fault) => [fault, 0])) as Line['met']
  const follow = (work: Promise<void>) => {
    onTheWay.add(work)
    void work.finally(() => onTheWay.delete(work))
  }

  /** The request leaves, its sender hears nothing, and it arrives some time later. */
  const carryLate = (phone: Socket, ms: number) => {
    const parts: Buffer[] = []
    let timer: NodeJS.Timeout | undefined
    phone.on('data', (part) => {
      parts.push(part)
      clearTimeout(timer)
      timer = setTimeout(() => {
        phone.destroy()
        follow(wait(ms).then(() => sendForNobody(port, Buffer.concat(parts))))
      }, 5)
    })
  }

  const carry = (phone: Socket, fault: Fault, bytes: number, ms: number) => {
    const server = connect(port, '127.0.0.1')
    const parts: Buffer[] = []
    let gone = 0
    let come = 0
    follow(new Promise((resolve) => server.on('close', () => resolve())))
    const pause = fault === 'slow' ? ms : 0
    phone.on('data', (part) => {
      parts.push(part)
      gone += part.length
      if (fault !== 'cut-going' || gone <= bytes) return void setTimeout(() => server.write(part), pause)
      server.end(part.subarray(0, Math.max(0, part.length - (gone - bytes))))
      return phone.destroy()
    })
    server.on('data', (part) => {
      come += part.length
      if (fault === 'answer-dropped') return phone.destroy()
      if (fault !== 'cut-coming' || come <= bytes) return void setTimeout(() => phone.write(part), pause)
      phone.write(part.subarray(0, Math.max(0, part.length - (come - bytes))))
      return phone.end()
    })
    const hangUp = () => void setTimeout(() => phone.end(), pause + 1)
    server.on('end', hangUp)
    server.on('error', () => phone.destroy())
    server.on('close', () => {
      hangUp()
      if (fault === 'twice') follow(wait(ms).then(() => sendForNobody(port, Buffer.concat(parts))))
    })
    phone.on('close', () => {
      if (!server.destroyed) setTimeout(() => server.end(), 20)
    })
  }

  const server = createServer((phone) => {
    phone.on('error', () => undefined)
    if (!line.up) return void phone.destroy()
    open.add(phone)
    phone.on('close', () => open.delete(phone))
    const fault = line.faulty ? pickFault(dice) : 'none'
    const bytes = dice.below(dice.below(3) === 0 ? 300_000 : 900)
    const ms = 1 + dice.below(40)
    met[fault] += 1
    if (fault === 'late') return carryLate(phone, ms)
    return carry(phone, fault, bytes, ms)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const line: Line = {
    port: (server.address() as AddressInfo).port,
    up: true,
    faulty: true,
    met,
    cut() {
      for (const phone of open) phone.destroy()
    },
    async settled() {
      while (onTheWay.size > 0) await Promise.all(onTheWay)
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return line
}
