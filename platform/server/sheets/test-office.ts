import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const program = process.env.SOFFICE ?? 'soffice'

/** Is LibreOffice here? Tests that need it are skipped by name where it is not. */
export const hasOffice = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
export const officeOnly = hasOffice
  ? ''
  : '（没有 LibreOffice：未跑；apt-get install libreoffice-calc libreoffice-writer）'

/** Opens bytes in LibreOffice as an office would, and saves them in another format. */
export function convert(bytes: Uint8Array, from: string, to: string, filter?: string): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'anlan-office-'))
  try {
    const file = path.join(folder, `sheet.${from}`)
    const out = path.join(folder, 'out')
    writeFileSync(file, bytes)
    const args = [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to']
    execFileSync(program, [...args, filter ? `${to}:${filter}` : to, '--outdir', out, file], {
      stdio: 'ignore',
      timeout: 300_000,
      killSignal: 'SIGKILL',
      env: { ...process.env, HOME: folder },
    })
    return readFileSync(path.join(out, `sheet.${to}`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
