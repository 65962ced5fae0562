import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import type { TestProject } from 'vitest/node'
import { withOwner } from './db.ts'
import { startEmbedded } from './embedded-postgres.ts'
import { migrate, roleOf } from './migrate.ts'
import { readSecrets } from './postgres-cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    appUrl: string
    ownerUrl: string
    template: string
    /** Login of a superuser, for tests that make roles; empty where there is none. */
    superUrl: string
  }
}

export const databaseUrl = (url: string, database: string): string => url.replace(/(@[^/]*\/)[^?]*/, `$1${database}`)

function superUrlOf(folder: string, ownerUrl: string): string {
  const secrets = readSecrets(path.join(folder, 'postgres-logins.json'))
  return ownerUrl.replace(/\/\/[^@]*@/, `//anlan_super:${secrets.super}@`)
}

/** One server for the whole run: the embedded one in a folder of its own, or the one DATABASE_URL names. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL
  const folder = mkdtempSync(path.join(tmpdir(), 'anlan-test-'))
  const embedded = given ? undefined : await startEmbedded(folder)
  const appUrl = embedded?.appUrl ?? given ?? ''
  const ownerUrl = embedded?.ownerUrl ?? process.env.DATABASE_OWNER_URL ?? ''
  const template = `anlan_template_${randomBytes(6).toString('hex')}`
  await withOwner(ownerUrl, (client) => client.query(`create database ${template}`))
  await migrate(databaseUrl(ownerUrl, template), roleOf(appUrl), path.resolve('migrations'))
  project.provide('appUrl', appUrl)
  project.provide('ownerUrl', ownerUrl)
  project.provide('template', template)
  project.provide('superUrl', embedded ? superUrlOf(folder, ownerUrl) : (process.env.DATABASE_SUPER_URL ?? ''))
  return async () => {
    await withOwner(ownerUrl, (client) => drop(client, template))
    await embedded?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The owner may not end the app's connections nor the server's own cleaning, so the last of them is waited for. */
export async function drop(client: pg.Client, name: string, tries = 40): Promise<void> {
  await client.query(`drop database if exists ${name} with (force)`).catch(async (error) => {
    if (tries === 0 || !['42501', '55006'].includes(error.code)) throw error
    await new Promise((resolve) => setTimeout(resolve, 250))
    await drop(client, name, tries - 1)
  })
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
  await withOwner(provided.ownerUrl, (client) => client.query(`create database ${name} template ${provided.template}`))
  return {
    appUrl: databaseUrl(provided.appUrl, name),
    ownerUrl: databaseUrl(provided.ownerUrl, name),
    drop: () => withOwner(provided.ownerUrl, (client) => drop(client, name)),
  }
}
