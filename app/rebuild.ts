import path from 'node:path'
import { rebuild } from '../ledger/rebuild.ts'
import { readConfig } from '../platform/server/config.ts'
import { withOwner } from '../platform/server/db.ts'
import { migrate, roleOf } from '../platform/server/migrate.ts'
import { GroundError } from '../platform/server/postgres-binaries.ts'
import { openGround } from './ground.ts'
import { projectRoot } from './server.ts'

/** `npm run rebuild`: derives every list and figure anew from the entries, says what differed, and puts it in place. */
async function start(): Promise<void> {
  const { appUrl, ownerUrl, embedded } = await openGround(readConfig(process.env, process.argv.slice(2)))
  try {
    await migrate(ownerUrl, roleOf(appUrl), path.join(projectRoot, 'migrations'))
    const { entries, differences } = await withOwner(ownerUrl, (client) => rebuild(client, roleOf(appUrl)))
    const found = Object.entries(differences).map(([table, rows]) => `${table} ${rows} 行`)
    const said = found.length > 0 ? `与原来不同：${found.join('、')}，已换成重算的` : '与原来完全一致'
    process.stdout.write(`已按 ${entries} 笔记录重算，${said}。\n`)
  } finally {
    await embedded?.stop()
  }
}

start().catch((error) => {
  process.stderr.write(`${error instanceof GroundError ? error.message : String(error.stack ?? error)}\n`)
  process.exitCode = 1
})
