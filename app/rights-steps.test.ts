import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hazardSteps } from '../domain/hazard/steps.ts'
import { rebuild } from '../ledger/rebuild.ts'
import { dataFor, openChecks } from './rights-check.ts'
import { make, type Thing, things } from './rights-objects.ts'
import { may, needsMore, sees, stepNames } from './rights-table.ts'
import { type Caller, everybody, openTestApp, type TestApp } from './test-app.ts'

let server: TestApp
/** One of each thing that nobody may change. */
const kept = new Map<string, string>()
const callers: Caller[] = [...everybody, 'stranger']
const names = Object.keys(things)
const thingOf = (name: string) => things[name] as Thing
const { check, expectNoFaults, expectMany } = openChecks()

beforeAll(async () => {
  server = await openTestApp()
  await Promise.all(names.map(async (name) => kept.set(name, await make(server, thingOf(name)))))
  // Nothing can be taken back any more.
  server.setClock('2026-03-02T04:00:00Z')
})

afterAll(async () => {
  const found = await server.book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  expectMany('step × role × thing', 10_000)
  await server.end()
})

const lawful =
  /^(step\.not-(now|yours)|check\.(fixer|recorder)|undo\.(nothing|late|not-yours)|call-up\.level|void\.(superior|supervised|proposed|same-day)|refuse\.own|ask-extension\.pending|extend\.(own|leader))$/

describe('every thing × every person', () => {
  test('has a row in the table for every step of the rulebook', () => {
    expect(hazardSteps.map((row) => row.step).sort()).toEqual([...stepNames, 'report'].sort())
  })

  test('is shown to whom the table says, with the steps the table says; to others it does not exist', async () => {
    const absent = (await server.get('office', `/api/hazards/${server.book.id()}`)).body
    for (const who of callers) {
      await Promise.all(
        names.map(async (name) => {
          const thing = thingOf(name)
          const page = await server.get(who, `/api/hazards/${kept.get(name)}`)
          const at = `${who} on ${name}`
          check(page.statusCode === (sees(who, thing) ? 200 : 404), `page: ${at} got ${page.statusCode}`)
          if (page.statusCode !== 200) return check(page.body === absent, `page: ${at} differs from an absent one`)
          const offered: string[] = page.json().available.map((one: { step: string }) => one.step)
          for (const step of stepNames)
            check(
              offered.includes(step) === may(who, step, thing),
              `available: ${step} by ${at}: ${offered.includes(step)}`,
            )
          check(!offered.includes('report'), `available: report by ${at}`)
        }),
      )
    }
    expectNoFaults()
  })

  test('is offered many at a time as on its own page, and nothing is said of what one may not see', async () => {
    const ids = [...kept.values()].join(',')
    for (const who of callers) {
      const { items } = (await server.get(who, `/api/hazards/available?ids=${ids}`)).json()
      const offers = new Map<string, { step: string }[]>(
        items.map((one: { id: string; available: { step: string }[] }) => [one.id, one.available]),
      )
      for (const name of names) {
        const [thing, offered] = [thingOf(name), offers.get(kept.get(name) ?? '')]
        check((offered !== undefined) === sees(who, thing), `offered at all: ${who} and ${name}`)
        const steps = stepNames.filter((step) => may(who, step, thing)).sort()
        const said = (offered ?? []).map(({ step }) => step).sort()
        check(said.join() === steps.join(), `available: ${who} on ${name}: ${said}`)
      }
    }
    expectNoFaults()
  })

  test('is in the list, the account and the feed of those who see it, and of nobody else', async () => {
    for (const who of callers) {
      const list = (await server.get(who, '/api/hazards?limit=200')).json().items as { id: string; status: string }[]
      const feed = (await server.get(who, '/api/changes?limit=500')).json().changes as { stream: string }[]
      const account = (await server.get(who, '/api/account')).json()
      const past = (await server.get(who, `/api/hazards?limit=200&asOf=${server.now().toISOString()}`)).json().items
      for (const name of names) {
        const seen = sees(who, thingOf(name))
        const id = kept.get(name)
        check(list.some((row) => row.id === id) === seen, `list: ${who} and ${name}`)
        check(past.some((row: { id: string }) => row.id === id) === seen, `list of an instant: ${who} and ${name}`)
        check(feed.some((one) => one.stream === id) === seen, `feed: ${who} and ${name}`)
      }
      const shown = names.filter((name) => sees(who, thingOf(name)))
      const voids = shown.filter((name) => thingOf(name).status === 'void').length
      check(account.found === shown.length - voids, `account: ${who} found ${account.found}`)
      check(account.void === voids, `account: ${who} void ${account.void}`)
    }
    expectNoFaults()
  })

  test('every step that is not offered is refused, and the thing stays as it was', async () => {
    for (const who of callers) {
      for (const name of names) {
        const thing = thingOf(name)
        const id = kept.get(name) ?? ''
        const steps = [...stepNames.filter((step) => !may(who, step, thing)), 'report', 'park', 'reopen']
        const commands = steps.map((step) => server.command(step, dataFor(who, step, thing), id))
        const results = await server.send(who, commands)
        for (const [i, step] of steps.entries()) {
          const code = results[i]?.problem?.code ?? ''
          const at = `${step} by ${who} on ${name}: ${results[i]?.status} ${code}`
          const known = stepNames.includes(step)
          if (!sees(who, thing))
            check(
              [
                'case.not-found',
                'command.unknown-step',
                ...(step === 'report' ? ['report.place', 'command.invalid'] : []),
              ].includes(code),
              at,
            )
          else if (step === 'report') check(code === 'case.exists', at)
          else check(known ? lawful.test(code) : code === 'command.unknown-step', at)
        }
      }
    }
    for (const name of names) {
      const { hazard } = (await server.get('office', `/api/hazards/${kept.get(name)}`)).json()
      check(hazard.version === thingOf(name).history.length, `${name} was changed`)
      check(hazard.status === thingOf(name).status, `${name} is ${hazard.status}`)
    }
    expectNoFaults()
  })

  test('every step that is offered is accepted', async () => {
    const all = names.flatMap((name) =>
      everybody.flatMap((who) =>
        stepNames.filter((step) => may(who, step, thingOf(name))).map((step) => ({ name, who, step })),
      ),
    )
    for (let i = 0; i < all.length; i += 40)
      await Promise.all(
        all.slice(i, i + 40).map(async ({ name, who, step }) => {
          const thing = thingOf(name)
          const id = await make(server, thing)
          const result = await server.step(who, step, dataFor(who, step, thing), id)
          const wanted = needsMore(who, step, thing) ? 'refused' : 'accepted'
          check(result.status === wanted, `${step} by ${who} on ${name}: ${result.status} ${result.problem?.code}`)
        }),
      )
    expectNoFaults()
  })
})
