import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isProblem } from '../problem.ts'
import type { Actor, Role } from '../units/roles.ts'
import { availableSteps } from './decide.ts'
import {
  actorOf,
  caseId,
  given,
  handling,
  openWorld,
  rectified,
  reported,
  START,
  take,
  took,
  usual,
  type World,
} from './given.ts'
import { everybody, oneOfEach, personOf, smallReference, smallStaff, type Who } from './given-tree.ts'
import { actsFor } from './rights.ts'
import { hazardSteps } from './steps.ts'

/** `who` on a day on which he deputizes for `others`. */
const lent = (who: Who, ...others: Who[]): Actor => ({
  ...actorOf(who),
  principals: others.map((other) => ({ person: personOf(other), memberships: smallStaff[other] })),
})

const lastOf = (world: World) => world.entries[world.entries.length - 1]

describe('a deputy', () => {
  it('acts by his own duties where they reach, and then in nobody’s name', () => {
    const { when, world } = given(reported)
    expect(when(lent('colleague', 'community'), 'verify').code).toBe('accepted')
    expect(lastOf(world)?.data).not.toHaveProperty('behalf')
  })

  it('acts by the principal’s where his own do not, and the entry says for whom', () => {
    const { when, world } = given(reported)
    expect(when('volunteer', 'verify').code).toBe('step.not-yours')
    expect(when(lent('volunteer', 'grid2', 'community'), 'verify').code).toBe('accepted')
    expect(lastOf(world)).toMatchObject({ actor: personOf('volunteer'), data: { behalf: personOf('community') } })
  })

  it('sees and reports where the principal may', () => {
    const far = { community: 'c02' }
    const { when } = given([])
    expect(when('grid', 'report', far).code).toBe('report.place')
    const { state, code } = when(lent('grid', 'grid2'), 'report', far)
    expect([code, state.reporter, state.principals]).toEqual([
      'accepted',
      personOf('grid'),
      { reporter: personOf('grid2') },
    ])
    expect(state.audience).toEqual(expect.arrayContaining([`p:${personOf('grid')}`, `p:${personOf('grid2')}`]))
    expect(when('grid', 'comment').code).toBe('accepted')
    expect(when('fire', 'comment').code).toBe('case.not-found')
    expect(when(lent('fire', 'community2'), 'verify', { unit: 'c02' }).code).toBe('accepted')
  })

  it('is offered what the principal is offered', () => {
    const { world } = given(reported)
    const offered = (actor: Actor) =>
      availableSteps(world.states.get(caseId('a'))!, actor, smallReference, START).map(({ step }) => step)
    expect(offered(lent('fire', 'community'))).toEqual(offered(actorOf('community')))
  })

  it('hears why his own duties do not reach when nobody’s do', () => {
    const { when } = given(reported)
    expect(when(lent('volunteer', 'property'), 'verify').code).toBe('step.not-yours')
    expect(when(lent('fire', 'community'), 'close').code).toBe('step.not-now')
  })

  it.each<[string, Actor, Actor]>([
    ['the deputy closes for the principal what the principal fixed', actorOf('community'), lent('fire', 'community')],
    [
      'the deputy closes for a third what he fixed for the principal',
      lent('fire', 'community'),
      lent('fire', 'colleague'),
    ],
    ['the deputy closes for a third what he fixed himself', actorOf('colleague'), lent('colleague', 'checker')],
    ['the principal closes what the deputy fixed for him', lent('fire', 'community'), actorOf('community')],
    ['another deputy of his closes that', lent('fire', 'community'), lent('urban', 'community')],
  ])('%s: refused', (_name, fixer, checker) => {
    const { when } = given([...handling, took(fixer, 'rectify')])
    expect(when(checker, 'close').code).toBe('check.fixer')
    expect(when('office', 'close').code).toBe('accepted')
  })

  it('of who recorded a party’s fix closes it neither', () => {
    const { when } = given([...handling, took(lent('fire', 'community'), 'rectify', { by: 'party' })])
    expect(when('community', 'close').code).toBe('check.recorder')
    expect(when(lent('grid', 'community'), 'close').code).toBe('check.recorder')
    expect(when('colleague', 'close').code).toBe('accepted')
  })

  it('of a major case belongs neither by himself nor by the principal to the unit that fixed it', () => {
    const major = [took('grid', 'report', { item: '1.3' }), took('community', 'verify'), took('community', 'rectify')]
    expect(given(major).when(lent('colleague', 'checker'), 'close').code).toBe('check.fixer')
    expect(given(major).when(lent('fire', 'checker'), 'close').code).toBe('accepted')
  })

  it('does not decide for the office what he found for it', () => {
    const { when } = given([took(lent('fire', 'office'), 'report', { community: 'c02' })])
    // A department's handler reports in the whole street himself; then he is the finder in his own name.
    expect(when(lent('fire', 'office'), 'void', {}, { at: '2026-03-05T01:00:00.000Z' }).code).toBe('void.same-day')
    expect(when('office', 'void', {}, { at: '2026-03-05T02:00:00.000Z' }).code).toBe('accepted')
  })

  it('leaves no trace of principals on cases on which nobody ever stood in', () => {
    expect(given(rectified).world.states.get(caseId('a'))?.principals).toEqual({})
  })
})

const stride = fc.record({
  held: fc.subarray(oneOfEach.map(({ role }) => role) as Role[]),
  lends: fc.subarray(everybody.slice(0, 16)),
  pick: fc.nat(),
  who: fc.nat(),
})

function bodyOf(step: string, actor: Actor, pick: number) {
  const body = { ...usual[step] }
  if (step === 'rectify' && (pick % 2 === 0 || !actsFor(actor, 'c01', smallReference.units))) body.by = 'party'
  return body
}

function step(world: World, actor: Actor, pick: number) {
  const state = world.states.get(caseId('a'))
  const offered = state ? availableSteps(state, actor, smallReference, START).map((one) => one.step) : ['report']
  const names = offered.length > 0 && pick % 5 ? offered : hazardSteps.map((one) => one.step)
  const name = names[pick % names.length] as string
  return take(world, took(actor, name, bodyOf(name, actor, pick)))
}

describe('no closing by deputising oneself around', () => {
  it('one person, whatever duties he holds and whoever lends him theirs, never strikes off', () => {
    let accepted = 0
    fc.assert(
      fc.property(fc.array(stride, { minLength: 40, maxLength: 120 }), (strides) => {
        const world = openWorld()
        for (const { held, lends, pick } of strides) {
          const memberships = oneOfEach.filter(({ role }) => held.includes(role))
          const result = step(world, { ...lent('grid', ...lends.filter((who) => who !== 'grid')), memberships }, pick)
          if (!isProblem(result)) accepted += result.length
          expect(world.states.get(caseId('a'))?.status).not.toBe('closed')
        }
      }),
      { numRuns: 300 },
    )
    expect(accepted).toBeGreaterThan(2000)
  }, 120_000)

  it('of many who stand in for each other, closer and whom he acts for are neither fixer nor recorder nor theirs', () => {
    let seen = 0
    fc.assert(
      fc.property(fc.array(stride, { minLength: 40, maxLength: 120 }), (strides) => {
        const world = openWorld()
        for (const { lends, pick, who } of strides) {
          const name = everybody[who % everybody.length] as Who
          const result = step(world, lent(name, ...lends.filter((one) => one !== name)), pick)
          if (isProblem(result)) continue
          for (const { actor, data, step: done } of result) {
            if (done !== 'close') continue
            seen += 1
            const state = world.states.get(caseId('a'))
            const fixed = [state?.fixer, state?.recorder, state?.principals?.fixer, state?.principals?.recorder]
            for (const person of [actor, data.behalf].filter(Boolean)) expect(fixed).not.toContain(person)
          }
        }
      }),
      { numRuns: 300 },
    )
    expect(seen).toBeGreaterThan(30)
  }, 120_000)
})
