import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { GroundError } from './postgres-binaries.ts'
import { bornOf } from './processes.ts'

const inUse = '这个数据目录正由另一个安澜程序使用，请先停掉它，或用 DATA_DIR 换一个目录。'

/** A lock is written whole before it gets its name, so nobody ever reads half of one. */
function tryTake(file: string, own: string): boolean {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, own, { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function isHeld(file: string): boolean {
  try {
    const { pid, born } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; born: string | null }
    return born !== null && bornOf(pid) === born
  } catch {
    return false
  }
}

/** Moves a dead holder's lock away; two starts that find it at once cannot both remove it, nor remove each other's. */
function clear(file: string): void {
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const living = isHeld(aside)
  if (living) tryTake(file, readFileSync(aside, 'utf8'))
  rmSync(aside, { force: true })
  if (living) throw new GroundError(inUse)
}

/** Takes a folder for this process; refused with a sentence while another living one has it. @returns gives it back */
export function takeLock(file: string): () => void {
  const own = JSON.stringify({ pid: process.pid, born: bornOf(process.pid), nonce: randomBytes(6).toString('hex') })
  for (let attempt = 0; attempt < 5; attempt++) {
    if (tryTake(file, own)) return () => release(file, own)
    if (isHeld(file)) throw new GroundError(inUse)
    clear(file)
  }
  throw new GroundError('无法占用数据目录，请稍后再试。')
}

function release(file: string, own: string): void {
  try {
    if (readFileSync(file, 'utf8') === own) rmSync(file, { force: true })
  } catch {
    // Somebody removed the folder: nothing is left to give back.
  }
}
