import { statfs } from 'node:fs/promises'

/** Part of the disk under this folder that may not be written any more, 0 to 1. */
export async function usedOf(folder: string): Promise<number> {
  const { blocks, bavail } = await statfs(folder)
  return 1 - bavail / blocks
}
