import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Pool } from 'pg'
import { readAccount } from '../features/account/server/reads.ts'
import { registerAccount } from '../features/account/server/routes.ts'
import { registerBulletin } from '../features/bulletin/server/routes.ts'
import type { ReadAccount } from '../features/bulletin/server/today.ts'
import { registerExports } from '../features/cases/server/export-routes.ts'
import { registerCases } from '../features/cases/server/routes.ts'
import { registerCatalogue } from '../features/catalogue/server/routes.ts'
import { registerDraw } from '../features/draw/server/routes.ts'
import { registerImports } from '../features/imports/server/routes.ts'
import { registerLegs } from '../features/legs/server/routes.ts'
import { registerPeople } from '../features/people/server/routes.ts'
import { recordPhoto } from '../features/photos/server/keep.ts'
import { registerPhotos } from '../features/photos/server/routes.ts'
import { registerRecheck } from '../features/recheck/server/routes.ts'
import { registerReference } from '../features/reference/server/routes.ts'
import { registerSession } from '../features/session/server/routes.ts'
import { registerSheets } from '../features/sheets/server/routes.ts'
import { registerStart } from '../features/start/server/routes.ts'
import { registerStudy } from '../features/study/server/routes.ts'
import { registerSuperiorLists } from '../features/superior-list/server/routes.ts'
import { registerSupervision } from '../features/supervision/server/routes.ts'
import { registerSync } from '../features/sync/server/routes.ts'
import { registerUnits } from '../features/units/server/routes.ts'
import { openLedger } from '../ledger/append.ts'
import { openBlobs } from '../platform/server/blobs.ts'
import { type Clock, systemClock } from '../platform/server/clock.ts'
import { type Config, readConfig } from '../platform/server/config.ts'
import { openPool } from '../platform/server/db.ts'
import { assertGuard } from '../platform/server/guard.ts'
import { buildHttp, documented } from '../platform/server/http.ts'
import { log } from '../platform/server/log.ts'
import { migrate, roleOf } from '../platform/server/migrate.ts'
import { GroundError } from '../platform/server/postgres-binaries.ts'
import { openClockJobs } from './clock-jobs.ts'
import { loadDemo } from './demo.ts'
import { BOOK, prepareBook } from './first-book.ts'
import { openGround } from './ground.ts'
import { openViewers } from './viewers.ts'

/** Folder of the project: of this file when run from source, three up when built into dist/server/app. */
export const projectRoot =
  ['..', '../../..']
    .map((up) => path.resolve(import.meta.dirname, up))
    .find((folder) => existsSync(path.join(folder, 'migrations'))) ?? process.cwd()
export const version: string = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')).version

/** How long the database may take to say that it is there, and open requests to end when the app stops. Milliseconds. */
const HEALTH_PATIENCE = 3000
const STOP_PATIENCE = 10_000

/** Puts the rooms together: the only list of them on the server. */
export async function composeApp(deps: {
  pool: Pool
  dataDir: string
  secure: boolean
  clock?: Clock
  webRoot?: string
  /** Hears of every route as it is registered. */
  onRoute?: (route: RouteOptions) => void
}): Promise<FastifyInstance> {
  const { pool, dataDir, secure, clock = systemClock } = deps
  const app = await buildHttp({ webRoot: deps.webRoot, secure, version, onRoute: deps.onRoute })
  const jobs = openClockJobs({ pool, ledger: openLedger({ pool, clock, random: randomBytes }), clock })
  const { ledger } = jobs
  app.addHook('onReady', async () => void jobs.run())
  app.addHook('onClose', () => jobs.stop())
  const viewerOf = openViewers({ pool, clock, secure })
  app.get('/api/health', documented('服务和数据库是否可用'), async (_request, response) => {
    const silent = new Promise<string>((resolve) => setTimeout(resolve, HEALTH_PATIENCE, 'down').unref())
    const asked = pool.query('select 1').then(
      () => 'up',
      () => 'down',
    )
    const database = await Promise.race([asked, silent])
    return response
      .code(database === 'up' ? 200 : 503)
      .send({ status: database === 'up' ? 'ok' : 'degraded', version, database })
  })
  registerSession(app, { pool, clock, secure, viewerOf, dataDir })
  registerSync(app, { pool, ledger, viewerOf, clock, secure })
  registerCases(app, { pool, viewerOf, clock })
  registerExports(app, { pool, viewerOf, clock })
  registerRecheck(app, { pool, viewerOf, clock })
  registerAccount(app, { pool, viewerOf, clock })
  const accountOf: ReadAccount = (viewer, filters, now) => readAccount(pool, viewer, filters, now)
  registerBulletin(app, { pool, viewerOf, clock, readAccount: accountOf })
  registerLegs(app, { pool, viewerOf, clock })
  registerPeople(app, { pool, ledger, viewerOf, clock })
  registerReference(app, { viewerOf, clock })
  registerStudy(app, { pool, ledger, viewerOf, clock, dataDir })
  registerDraw(app, { pool, viewerOf, clock })
  registerSuperiorLists(app, { pool, viewerOf, clock })
  registerSupervision(app, { pool, viewerOf, clock })
  registerStart(app, { pool, viewerOf, clock })
  registerUnits(app, { pool, viewerOf, clock })
  registerCatalogue(app, { pool, viewerOf })
  registerSheets(app, { viewerOf, dataDir })
  registerImports(app, { pool, ledger, viewerOf, clock, dataDir })
  await registerPhotos(app, { pool, viewerOf, clock, dataDir })
  return app
}

const print = (line: string) => void process.stdout.write(`${line}\n`)

export function startDemo(
  pool: Pool,
  ownerUrl: string,
  config: Pick<Config, 'dataDir' | 'demoPassword'>,
  say: (line: string) => void = print,
): Promise<void> {
  const blobs = openBlobs(path.resolve(config.dataDir, 'photos'))
  return loadDemo({
    pool,
    ownerUrl,
    password: config.demoPassword,
    say,
    loadedAt: systemClock,
    async keepPhoto({ sha256, bytes }) {
      await blobs.put(bytes, sha256)
      const drawn = { book: BOOK, uploader: 'system', type: 'image/jpeg', width: 1280, height: 960 }
      await recordPhoto(pool, { ...drawn, sha256, bytes: bytes.length, now: systemClock() })
    },
  })
}

async function start(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2))
  const { appUrl, ownerUrl, embedded } = await openGround(config)
  const pool = openPool(appUrl, { max: 20 })
  let app: FastifyInstance | undefined
  let stopping = false
  const stop = async (code: number) => {
    if (stopping) return
    stopping = true
    const late = new Promise((resolve) => setTimeout(resolve, STOP_PATIENCE))
    const drained = app?.close().then(() => pool.end())
    await Promise.race([drained?.catch(() => undefined), late])
    await embedded?.stop().catch(() => undefined)
    process.exit(code)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  try {
    await migrate(ownerUrl, roleOf(appUrl), path.join(projectRoot, 'migrations'))
    await assertGuard(pool)
    await (config.demo ? startDemo(pool, ownerUrl, config) : prepareBook({ pool, ownerUrl }))
    const secure = config.publicUrl?.startsWith('https:') ?? false
    app = await composeApp({ pool, dataDir: config.dataDir, secure, webRoot: path.join(projectRoot, 'dist/web') })
    await app.listen({ port: config.port, host: config.host })
    const { port } = app.server.address() as { port: number }
    process.stdout.write(`安澜已启动：http://${config.host}:${port}/ （手机端 /m/）\n`)
  } catch (error) {
    process.stderr.write(`${error instanceof GroundError ? error.message : sayListen(error)}\n`)
    await stop(1)
  }
}

function sayListen(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return '端口已被占用，请用 PORT 换一个端口。'
  log('error', String((error as Error).stack ?? error))
  return '启动失败，请看上面的记录。'
}

if (process.argv[1] && path.resolve(process.argv[1]) === import.meta.filename) {
  start().catch((error) => {
    process.stderr.write(`${error instanceof GroundError ? error.message : String(error.stack ?? error)}\n`)
    process.exit(1)
  })
}
