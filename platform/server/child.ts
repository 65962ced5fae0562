import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ChildBounds {
  /** Heap in MB. */
  heap: number
  /** How long one run may take, in ms; waiting for its turn is not counted. */
  patience: number
  /** Most bytes of an answer. */
  mostAnswer: number
  /** Runs at the same time; the next ones wait for their turn. */
  atOnce: number
}

/** The compiled file: beside the caller, or in dist when that one runs from source. */
function compiled(caller: string, name: string): string {
  const file = fileURLToPath(new URL(name, caller))
  if (caller.endsWith('.js')) return file
  return file.replace(/platform\/server\/(?!.*platform\/server\/)/, 'dist/server/platform/server/')
}

function runOnce(
  file: string,
  bounds: ChildBounds,
  args: readonly string[],
  input: Buffer | undefined,
  heard: ((line: string) => void) | undefined,
): Promise<Buffer | null> {
  const flags = [`--max-old-space-size=${bounds.heap}`, '--max-semi-space-size=8']
  // Nothing of our own settings, logins above all, is the child's to know.
  const env = { PATH: process.env.PATH, TZ: process.env.TZ }
  const child = spawn(process.execPath, [...flags, file, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  // Whoever waits for a list goes before whoever has a file worked on.
  if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  // Read even where nobody listens, so that the child is never held up by what it says.
  createInterface({ input: child.stderr }).on('line', (line) => heard?.(line))
  child.stdin.on('error', () => child.kill('SIGKILL'))
  child.stdin.end(input)
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => child.kill('SIGKILL'), bounds.patience)
    child.stdout.on('data', (part: Buffer) => {
      size += part.length
      if (size > bounds.mostAnswer) child.kill('SIGKILL')
      else parts.push(part)
    })
    child.on('error', () => resolve(null))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code === 0 && size <= bounds.mostAnswer ? Buffer.concat(parts) : null)
    })
  })
}

/**
 * Work done in a process of its own, whose memory, time and answer are bounded.
 * @param caller `import.meta.url` of the file beside which the child's entry lies @param name file name of the entry, .js
 * @param heard what the child says on the way, a line of its error output at a time
 * @returns what the child wrote to its output; null when it failed, took too long or said too much
 */
export function childWork(caller: string, name: string, bounds: ChildBounds) {
  let running = 0
  const queue: (() => void)[] = []
  return async (args: readonly string[], input?: Buffer, heard?: (line: string) => void): Promise<Buffer | null> => {
    if (running >= bounds.atOnce) await new Promise<void>((resolve) => queue.push(resolve))
    running += 1
    try {
      return await runOnce(compiled(caller, name), bounds, args, input, heard)
    } finally {
      running -= 1
      queue.shift()?.()
    }
  }
}
