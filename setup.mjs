// Sets a fresh clone up with nothing but Node and npm: installs what the lockfile names, then compiles what changed.
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`需要 Node 20.19 或以上，现在是 ${process.versions.node}。`)
  process.exit(1)
}
process.chdir(import.meta.dirname)

function run(say, command, args) {
  console.log(say)
  const env = { ...process.env, ...npmCache() }
  const done = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', env })
  if (done.status === 0) return done.stdout
  console.error(done.error ? `${command} 运行不了：${done.error.message}` : done.stdout + done.stderr)
  process.exit(done.status ?? 1)
}

// An account without a home, as services have, gets npm's cache in the temporary folder.
function npmCache() {
  try {
    accessSync(homedir(), constants.W_OK)
    return {}
  } catch {
    return { npm_config_cache: path.join(tmpdir(), `anlan-npm-${process.getuid?.()}`) }
  }
}

const newest = (file) => {
  if (!existsSync(file)) return 0
  const stat = statSync(file)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(file).map((name) => newest(path.join(file, name))))
}

const npm = process.env.npm_execpath
const installed = newest('node_modules/.package-lock.json')
if (installed === 0 || newest('package-lock.json') > installed) {
  const ci = ['ci', '--include=dev']
  run('正在安装依赖…', npm ? process.execPath : 'npm', npm ? [npm, ...ci] : ci)
  const now = new Date()
  utimesSync('node_modules/.package-lock.json', now, now)
}

// Official papers are printed with this font; the server reads it from dist, where development packages may be gone.
for (const [name, folder] of [
  ['regular', '400Regular'],
  ['bold', '700Bold'],
]) {
  const from = `node_modules/@expo-google-fonts/noto-serif-sc/${folder}/NotoSerifSC_${folder}.ttf`
  const to = `dist/fonts/${name}.ttf`
  if (newest(to) >= newest(from)) continue
  mkdirSync('dist/fonts', { recursive: true })
  copyFileSync(from, to)
}

const sources = [
  'domain',
  'ledger',
  'features',
  'platform',
  'app',
  'bench',
  'm',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
  ...['tsconfig.json', 'tsconfig.base.json', 'tsconfig.shared.json', 'tsconfig.server.json', 'tsconfig.web.json'],
  'tsconfig.worker.json',
]
const stamp = 'dist/.built'
if (Math.max(...sources.map(newest)) > newest(stamp)) {
  run('正在编译…', process.execPath, ['node_modules/typescript/bin/tsc', '-b'])
  process.stdout.write(run('正在打包页面…', process.execPath, ['node_modules/vite/bin/vite.js', 'build']))
  mkdirSync('dist', { recursive: true })
  writeFileSync(stamp, '')
}
