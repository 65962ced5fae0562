import type { Pool } from 'pg'
import type { Ledger } from '../../../ledger/append.ts'
import type { Blobs } from '../../../platform/server/blobs.ts'
import type { Clock } from '../../../platform/server/clock.ts'

/** What documents and their templates are made with. */
export interface DocumentDeps {
  pool: Pool
  ledger: Ledger
  clock: Clock
  /** Files by their hash, which nobody can change. */
  blobs: Blobs
}
