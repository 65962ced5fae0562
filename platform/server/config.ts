import { GroundError } from './postgres-binaries.ts'

export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl?: string
  databaseOwnerUrl?: string
  /** Address people use, when a proxy serves https. */
  publicUrl?: string
  demo: boolean
  demoPassword?: string
}

/** Settings from the environment; a bad one is a sentence, not a guess. */
export function readConfig(env: NodeJS.ProcessEnv, args: readonly string[]): Config {
  const demo = args.includes('--demo')
  const port = Number(env.PORT ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new GroundError(`PORT 应是 0 到 65535 的整数，现在是“${env.PORT}”。`)
  if (Boolean(env.DATABASE_URL) !== Boolean(env.DATABASE_OWNER_URL))
    throw new GroundError('DATABASE_URL 和 DATABASE_OWNER_URL 要么都设，要么都不设。')
  if (env.PUBLIC_URL && !/^https?:\/\/\S+$/.test(env.PUBLIC_URL))
    throw new GroundError('PUBLIC_URL 应以 http:// 或 https:// 开头。')
  const host = env.HOST ?? '127.0.0.1'
  if (demo && !['127.0.0.1', 'localhost', '::1'].includes(host))
    throw new GroundError('演示只在本机开放，请不要设置 HOST。')
  return {
    port,
    host,
    dataDir: env.DATA_DIR ?? (demo ? './data-demo' : './data'),
    databaseUrl: env.DATABASE_URL || undefined,
    databaseOwnerUrl: env.DATABASE_OWNER_URL || undefined,
    publicUrl: env.PUBLIC_URL || undefined,
    demo,
    demoPassword: env.DEMO_PASSWORD || undefined,
  }
}
