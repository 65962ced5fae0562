import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { cycles, trespasses } from './boundaries.ts'
import { longFunctions } from './size.ts'
import { projectFiles, readSource, readSources } from './sources.ts'

const root = path.resolve(import.meta.dirname, '../..')
const sources = readSources(root)

describe('imports', () => {
  test('stay within what each room may know', () => {
    expect(trespasses(sources)).toEqual([])
  })

  test('form no circle', () => {
    expect(cycles(sources)).toEqual([])
  })

  test.each([
    ['domain/hazard/planted.ts', "import { openPool } from '../../platform/server/db.ts'"],
    ['domain/planted.ts', "import { readFileSync } from 'node:fs'"],
    ['domain/planted.ts', "export type { Pool } from 'pg'"],
    ['features/cases/server/planted.ts', "import { readAccount } from '../../account/server/reads.ts'"],
    ['features/cases/web/planted.tsx', "const room = import('../server/reads.ts')"],
    ['platform/web/planted.ts', "import { getAccount } from '../../features/account/contract.ts'"],
    ['ledger/planted.ts', "import { start } from '../app/server.ts'"],
  ])('a violation planted in %s is caught: %s', (file, text) => {
    expect(trespasses([readSource(file, text)])).toHaveLength(1)
  })

  test('a planted circle is caught', () => {
    const ring = [
      readSource('domain/a.ts', "import { b } from './b.ts'"),
      readSource('domain/b.ts', "import type { a } from './a.ts'"),
    ]
    expect(cycles(ring)).toEqual(['domain/a.ts → domain/b.ts → domain/a.ts'])
  })
})

describe('sources', () => {
  test('of the domain ask no clock and no chance', () => {
    const impure = /\b(Date\.now|Math\.random|new Date\(\)|performance\.now|crypto\.)/
    const found = sources
      .filter(({ file, text }) => file.startsWith('domain/') && !file.includes('.test.') && impure.test(text))
      .map(({ file }) => file)
    expect(found).toEqual([])
  })

  test('have at most 300 lines', () => {
    const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > 300).map(({ file }) => file)
    expect(long).toEqual([])
  })

  test('have functions of at most 70 lines', () => {
    expect(longFunctions(sources)).toEqual([])
  })

  test('a function of 71 lines is caught', () => {
    const long = `export function long() {\n${'  step()\n'.repeat(69)}}`
    expect(longFunctions([readSource('domain/long.ts', long)])).toHaveLength(1)
  })

  test('keep out of the names that say nothing', () => {
    const vague = /(^|\/)(utils?|helpers?|common|manager|service|types|index)\.(ts|tsx)$/
    expect(projectFiles(root).filter((file) => vague.test(file))).toEqual([])
  })
})

describe('documents', () => {
  const documents = projectFiles(root).filter((file) => file.endsWith('.md'))
  const named =
    /`((?:domain|ledger|features|platform|app|migrations|e2e|bench|docs|m)\/[\w./-]*\w)`|\]\((?!https?:|#)([^)\s#]+)/g

  test('name only paths that exist', () => {
    const dead = documents.flatMap((document) =>
      [...readFileSync(path.join(root, document), 'utf8').matchAll(named)]
        .map(([, inCode, link]) => inCode ?? path.posix.join(path.posix.dirname(document), link ?? ''))
        .filter((target) => !existsSync(path.join(root, target)))
        .map((target) => `${document}: ${target}`),
    )
    expect(dead).toEqual([])
  })

  test('of the architecture stay within 150 lines', () => {
    expect(readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(
      150,
    )
  })
})
