import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '../platform/server/config.ts'
import { type Embedded, startEmbedded } from '../platform/server/embedded-postgres.ts'

export interface Ground {
  appUrl: string
  ownerUrl: string
  embedded?: Embedded
}

/** The database the settings name, or one of our own in the data folder. Throws `GroundError` with a sentence. */
export async function openGround(config: Config): Promise<Ground> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  if (config.databaseUrl) return { appUrl: config.databaseUrl, ownerUrl: config.databaseOwnerUrl ?? config.databaseUrl }
  const embedded = await startEmbedded(path.resolve(config.dataDir))
  return { appUrl: embedded.appUrl, ownerUrl: embedded.ownerUrl, embedded }
}
