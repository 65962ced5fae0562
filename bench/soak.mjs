// The long runs: a hundred kills of the app, fifty reports of a phone in a basement, then random histories, feeds and days of phones with new seeds each round.
import { spawnSync } from 'node:child_process'

/** Wishes of phones that are sent before it ends; how many it were is printed after every round. */
const wanted = Number(process.env.SOAK_COMMANDS ?? 1_000_000)

function run(env, files, project = 'rooms') {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...files]
  const stdio = ['inherit', 'pipe', 'inherit']
  const { status, stdout } = spawnSync(process.execPath, args, { stdio, env: { ...process.env, ...env } })
  process.stdout.write(stdout)
  if (status !== 0) process.exit(status ?? 1)
  return stdout.toString()
}

run({ KILL_ROUNDS: process.env.KILL_ROUNDS ?? '100' }, ['app/kill.test.ts'])
run({ PHONE_REPORTS: process.env.PHONE_REPORTS ?? '50' }, ['e2e/phone-flood.test.ts'], 'stories')
for (let sent = 0, round = 1; sent < wanted; round++) {
  run({}, ['app/history.test.ts', 'features/sync/server/changes.test.ts'])
  const said = run({ SIM_SEEDS: process.env.SIM_SEEDS ?? '200' }, ['app/sim/simulator.test.ts'])
  const [, commands] = /simulator: .*"commands":(\d+)/.exec(said) ?? []
  if (commands === undefined) throw new Error('the simulator did not say how many commands it sent')
  sent += Number(commands)
  console.log(`第 ${round} 轮：手机共发出 ${sent} / ${wanted} 条`)
}
