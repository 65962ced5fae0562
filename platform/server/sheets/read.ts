import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Problem, type ProblemCode, problem } from '../../../domain/problem.ts'
import type { SheetLimits, SheetRead } from './cells.ts'

/** Heap of the reading process in MB, how long it may take in ms, and how much it may answer in bytes. */
const HEAP = 256
const PATIENCE = 60_000
const MOST_ANSWER = 24 * 1024 * 1024
/** Files that are read at the same time; the next ones wait for their turn. */
const AT_ONCE = 2

/** The compiled entry: beside this file, or in dist when this one runs from source. */
function entryFile(): string {
  const file = fileURLToPath(import.meta.url)
  if (file.endsWith('.js')) return file.replace(/read\.js$/, 'read-child.js')
  return file.replace(/platform\/server\/sheets\/read\.ts$/, 'dist/server/platform/server/sheets/read-child.js')
}

let running = 0
const queue: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve))
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    queue.shift()?.()
  }
}

function runChild(path: string, limits: SheetLimits): Promise<string | null> {
  const args = [`--max-old-space-size=${HEAP}`, '--max-semi-space-size=8', entryFile(), path, JSON.stringify(limits)]
  // Nothing of our own settings, logins above all, is the reader's to know.
  const env = { PATH: process.env.PATH, TZ: process.env.TZ }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  // Whoever waits for a list goes before whoever has a file read.
  if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
    child.stdout.on('data', (part: Buffer) => {
      size += part.length
      if (size > MOST_ANSWER) child.kill('SIGKILL')
      else parts.push(part)
    })
    child.on('error', () => resolve(null))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code === 0 && size <= MOST_ANSWER ? Buffer.concat(parts).toString('utf8') : null)
    })
  })
}

/**
 * Reads an uploaded workbook in a process of its own, whose memory and time are bounded: whatever the file is, this
 * process answers with its cells or with one sentence.
 */
export function readSheets(path: string, limits: SheetLimits): Promise<SheetRead[] | Problem> {
  return inTurn(async () => {
    const said = await runChild(path, limits)
    if (said === null) return problem('sheet.bomb')
    const answer = JSON.parse(said) as { sheets?: SheetRead[]; code?: ProblemCode }
    return answer.sheets ?? problem(answer.code ?? 'sheet.damaged')
  })
}
