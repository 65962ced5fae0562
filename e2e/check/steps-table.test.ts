import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { statusNames } from '../../domain/hazard/state.ts'
import { hazardSteps } from '../../domain/hazard/steps.ts'

const file = path.resolve(import.meta.dirname, '../../docs/steps.md')

function table(): string {
  const rows = hazardSteps.map(({ step, label, from, who }) => {
    const statuses = from.map((status) => (status === 'new' ? '（新上报）' : statusNames[status])).join('、')
    return `| \`${step}\` | ${label} | ${statuses} | ${who} |`
  })
  const head = ['| step | button | from | who |', '|---|---|---|---|']
  const said =
    'Read off the rulebook (`domain/hazard/steps.ts`); `WRITE_DOCS=1 npx vitest run --project check` writes it anew.'
  return ['# Steps of a hazard', '', said, '', ...head, ...rows, ''].join('\n')
}

test('docs/steps.md says what the rulebook says', () => {
  if (process.env.WRITE_DOCS) writeFileSync(file, table())
  expect(readFileSync(file, 'utf8')).toBe(table())
})
