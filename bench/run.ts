import path from 'node:path'
import { projectRoot } from '../app/server.ts'
import { withOwner } from '../platform/server/db.ts'
import { openBench, readyBareBooks } from './bench.ts'
import {
  reportAborts,
  reportBoard,
  reportHarm,
  reportPhoto,
  reportRates,
  reportRebuild,
  reportSheet,
  reportStart,
  reportStudy,
  reportWords,
} from './reports.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)
const size = Number(process.env.SIZE ?? 200_000)
const only = process.env.ONLY?.split(',')

/** The whole run: one cluster, one seeded book, the product and the bare server beside each other. */
const bench = await openBench(size, say)
const parts = {
  rates: reportRates,
  board: reportBoard,
  words: reportWords,
  sheet: reportSheet,
  harm: reportHarm,
  photo: reportPhoto,
  study: reportStudy,
  aborts: reportAborts,
}
try {
  for (const [name, part] of Object.entries(parts)) if (!only || only.includes(name)) await part(bench, say)
  if (!only || only.includes('rebuild')) {
    await readyBareBooks(bench.ground.ownerUrl)
    await withOwner(bench.ground.ownerUrl, (owner) => reportRebuild(owner, bench, say))
  }
  await bench.stopServers()
  await bench.ground.stop()
  if (!only || only.includes('start')) await reportStart(bench, path.join(projectRoot, 'dist/server'), say)
} finally {
  await bench.stopServers()
  await bench.ground.stop()
  bench.ground.clear()
}
