import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from './embedded-postgres.ts'
import { migrate, roleOf } from './migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    appUrl: string
    ownerUrl: string
    template: string
  }
}

export const databaseUrl = (url: string, database: string): string => url.replace(/(@[^/]*\/)[^?]*/, `$1${database}`)

async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** One server for the whole run: the embedded one in a folder of its own, or the one DATABASE_URL names. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL
  const folder = mkdtempSync(path.join(tmpdir(), 'anlan-test-'))
  const embedded = given ? undefined : await startEmbedded(folder)
  const appUrl = embedded?.appUrl ?? given ?? ''
  const ownerUrl = embedded?.ownerUrl ?? process.env.DATABASE_OWNER_URL ?? ''
  const template = `anlan_template_${randomBytes(6).toString('hex')}`
  await asOwner(ownerUrl, (client) => client.query(`create database ${template}`))
  await migrate(databaseUrl(ownerUrl, template), roleOf(appUrl), path.resolve('migrations'))
  project.provide('appUrl', appUrl)
  project.provide('ownerUrl', ownerUrl)
  project.provide('template', template)
  return async () => {
    await asOwner(ownerUrl, (client) => client.query(`drop database if exists ${template} with (force)`))
    await embedded?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface TestDatabase {
  appUrl: string
  ownerUrl: string
  drop(): Promise<void>
}

/** A fresh migrated database; `provided` is what vitest's inject gives. */
export async function createTestDatabase(provided: {
  appUrl: string
  ownerUrl: string
  template: string
}): Promise<TestDatabase> {
  const name = `anlan_test_${randomBytes(6).toString('hex')}`
  await asOwner(provided.ownerUrl, (client) => client.query(`create database ${name} template ${provided.template}`))
  return {
    appUrl: databaseUrl(provided.appUrl, name),
    ownerUrl: databaseUrl(provided.ownerUrl, name),
    drop: () =>
      asOwner(provided.ownerUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`)
      }),
  }
}
