import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planFields } from '../domain/supervision/supervision.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { openChecks } from './rights-check.ts'
import { type Caller, everybody, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
const callers: Caller[] = [...everybody, 'stranger']
const { check, expectNoFaults, expectMany } = openChecks()
const scan = 'e'.repeat(64)
const paper = { on: '2026-03-01', photos: [scan] }
const plate = { unit: 'o-cg', due: '2026-06-30', requirement: '限期整治' }
const plan = Object.fromEntries(planFields.map((field) => [field, '写明']))

/** Plates by who hung them: one of each that nobody may change, over a case of the first community that urban leads. */
const kept: Record<'street' | 'superior' | 'lifted', { plate: string; hazard: string }> = {
  street: { plate: '', hazard: '' },
  superior: { plate: '', hazard: '' },
  lifted: { plate: '', hazard: '' },
}
type Kind = keyof typeof kept
const kinds = Object.keys(kept) as Kind[]

const act = (who: Caller, step: string, data: object, stream: string) =>
  server.step(who, step, data, stream, { kind: 'supervision' })

async function make(kind: Kind) {
  const hazard = await server.report('volunteer')
  const id = server.book.id()
  const hung = await act(kind === 'superior' ? 'superior' : 'leader', 'hang', { ...plate, cases: [hazard] }, id)
  if (kind === 'lifted') await act('leader', 'lift', { note: '到位', instead: '转常态' }, id)
  expect(hung.status).toBe('accepted')
  return { plate: id, hazard }
}

/** The rights as the handbook says them, without the domain's code. Who enters from paper is told apart. */
const leads: readonly Caller[] = ['urban']
const records: readonly Caller[] = ['office', 'community', 'colleague']
const lifter = { street: 'leader', superior: 'superior', lifted: null } as const
const street: readonly Caller[] = ['office', 'checker', 'leader', 'superior', 'auditor']
const readers: readonly Caller[] = [...street, 'urban', 'community', 'colleague', 'grid']
const may: Record<string, (who: Caller, kind: Kind) => boolean> = {
  plan: (who, kind) => kind !== 'lifted' && leads.includes(who),
  note: (who, kind) => kind !== 'lifted' && leads.includes(who),
  'plan, from paper': (who, kind) => kind !== 'lifted' && records.includes(who),
  'note, from paper': (who, kind) => kind !== 'lifted' && records.includes(who),
  lift: (who, kind) => lifter[kind] === who,
}
const dataFor: Record<string, object> = {
  plan,
  note: { note: '进展' },
  'plan, from paper': { ...plan, paper },
  'note, from paper': { note: '进展', paper },
  lift: { note: '到位', instead: '转常态' },
}
const refused = /^(step\.not-yours|paper\.staff|supervision\.lifted|book\.not-found|supervision\.unknown)$/

beforeAll(async () => {
  server = await openTestApp()
  for (const kind of kinds) kept[kind] = await make(kind)
})
afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  expectMany('plate × step × role', 200)
  await server.end()
})

describe('every plate × every person', () => {
  test('is read by whom it concerns, and is nothing to others', async () => {
    for (const who of callers) {
      const { supervisions } = (await server.get(who, '/api/supervisions')).json()
      for (const kind of kinds) {
        const shown = supervisions.some((one: { id: string }) => one.id === kept[kind].plate)
        check(shown === readers.includes(who), `${who} reads the ${kind} plate: ${shown}`)
      }
      const { cases } = (await server.get(who, `/api/supervisions/cases?ids=${kept.street.hazard}`)).json()
      const page = await server.get(who, `/api/hazards/${kept.street.hazard}`)
      check((cases.length === 1) === (page.statusCode === 200), `${who} finds a case to hang: ${cases.length}`)
    }
    expectNoFaults()
  })

  test('is hung by leader and superior, and by the office from its paper, on what they see', async () => {
    for (const who of callers) {
      const hazard = await server.report('volunteer')
      const own = await act(who, 'hang', { ...plate, cases: [hazard] }, server.book.id())
      check((own.status === 'accepted') === (who === 'leader' || who === 'superior'), `${who} hangs: ${own.status}`)
      const other = await server.report('volunteer')
      const level = 'street'
      const recorded = await act(who, 'hang', { ...plate, cases: [other], level, paper }, server.book.id())
      check((recorded.status === 'accepted') === (who === 'office'), `${who} records a plate: ${recorded.status}`)
    }
    expectNoFaults()
  })

  test('every step that is not one’s own is refused and leaves it as it was; one’s own is accepted', async () => {
    for (const kind of kinds)
      for (const who of callers)
        for (const [name, allowed] of Object.entries(may)) {
          const step = name.split(',')[0] ?? ''
          const on = allowed(who, kind) ? await make(kind) : kept[kind]
          const result = await act(who, step, dataFor[name] ?? {}, on.plate)
          const code = result.problem?.code ?? ''
          if (allowed(who, kind)) check(result.status === 'accepted', `${name} by ${who} on ${kind}: ${code}`)
          else check(refused.test(code), `${name} by ${who} on ${kind}: ${result.status} ${code}`)
        }
    const { supervisions } = (await server.get('office', '/api/supervisions')).json()
    for (const kind of kinds) {
      const one = supervisions.find(({ id }: { id: string }) => id === kept[kind].plate)
      check(one.plan === null && one.notes.length === 0, `the ${kind} plate was changed`)
      check((one.lifted !== null) === (kind === 'lifted'), `the ${kind} plate was taken down`)
    }
    expectNoFaults()
  })
})
