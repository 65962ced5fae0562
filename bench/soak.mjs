// The long runs: a hundred kills of the app, fifty reports of a phone in a basement, then random histories, feeds and days of phones with new seeds each round.
import { spawnSync } from 'node:child_process'

const rounds = Number(process.env.SOAK_ROUNDS ?? 20)

function run(env, files, project = 'rooms') {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...files]
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) process.exit(status ?? 1)
}

run({ KILL_ROUNDS: process.env.KILL_ROUNDS ?? '100' }, ['app/kill.test.ts'])
run({ PHONE_REPORTS: process.env.PHONE_REPORTS ?? '50' }, ['e2e/phone-flood.test.ts'], 'stories')
for (let round = 1; round <= rounds; round++) {
  console.log(`第 ${round} / ${rounds} 轮`)
  run({}, ['app/history.test.ts', 'features/sync/server/changes.test.ts'])
  run({ SIM_SEEDS: process.env.SIM_SEEDS ?? '200' }, ['app/sim/simulator.test.ts'])
}
