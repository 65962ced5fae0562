import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Content-addressed files below one folder: the name of a file is the SHA-256 of its bytes. */
export interface Blobs {
  path(sha256: string): string
  has(sha256: string): boolean
  /** Moves a finished file in; on disk for certain when it returns. */
  take(file: string, sha256: string): Promise<void>
  put(bytes: Buffer, sha256: string): Promise<void>
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r')
  await handle.sync().finally(() => handle.close())
}

export function openBlobs(folder: string): Blobs {
  const at = (sha256: string) => path.join(folder, sha256.slice(0, 2), sha256)
  const take = async (file: string, sha256: string) => {
    await mkdir(path.dirname(at(sha256)), { recursive: true, mode: 0o700 })
    await flush(file)
    await rename(file, at(sha256))
    await flush(path.dirname(at(sha256)))
  }
  return {
    path: at,
    has: (sha256) => existsSync(at(sha256)),
    take,
    async put(bytes, sha256) {
      if (existsSync(at(sha256))) return
      await mkdir(path.dirname(at(sha256)), { recursive: true, mode: 0o700 })
      const part = `${at(sha256)}.part`
      await writeFile(part, bytes, { mode: 0o600 })
      await take(part, sha256)
    },
  }
}

/** SHA-256 of a file's bytes, read as a stream. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
