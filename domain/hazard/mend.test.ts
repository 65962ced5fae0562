import { describe, expect, it } from 'vitest'
import type { Entry } from '../entry.ts'
import { availableSteps } from './decide.ts'
import { evolve, foldHazard } from './fold.ts'
import {
  actorOf,
  caseId,
  closed,
  fixedByStreet,
  given,
  handling,
  openWorld,
  rectified,
  reported,
  START,
  took,
  voided,
} from './given.ts'
import { personOf, smallCatalogue, smallReference } from './given-tree.ts'

describe('correct (更正)', () => {
  it('says which words it replaces and keeps the old ones in their own entry', () => {
    const { state, text, world } = given(reported).when('community', 'correct', { place: ' 5栋 ', party: '某餐馆' })
    expect(text).toEqual({ place: '5栋', party: '某餐馆', reason: '门牌写错' })
    expect(world.entries.at(-1)?.data).toMatchObject({ words: ['place', 'party'], set: { corrected: true } })
    expect(world.entries[0]?.text).toMatchObject({ place: '3栋2单元' })
    expect(state.corrected).toBe(true)
  })

  it('another item brings its proof, days and graver severity from today’s catalogue; the running deadline stays', () => {
    const later = {
      ...smallCatalogue,
      version: 't2',
      from: '2026-03-01',
      categories: smallCatalogue.categories.map((category) => ({
        ...category,
        items: category.items.map((item) => ({ ...item, days: 9, proof: 'visit' as const })),
      })),
    }
    const world = openWorld({ ...smallReference, catalogues: [smallCatalogue, later] })
    const play = given(handling, world)
    const due = world.states.get(caseId('a'))?.legs.at(-1)?.due
    const { state, leg } = play.when('office', 'correct', { item: '2.1' })
    expect(state).toMatchObject({ item: '2.1', days: 9, proof: 'visit', severity: 'larger', catalogue: 't2' })
    expect([state.status, leg?.due]).toEqual(['handling', due])
    expect(play.when('office', 'correct', { item: '1.1' }).state.severity).toBe('larger')
    expect(play.when('office', 'correct', { item: '9.9' }).code).toBe('item.unknown')
  })

  it('raises a severity and never lowers it; what waits for a recheck then waits at the street, its day unchanged', () => {
    const before = given(rectified).world.states.get(caseId('a'))?.legs.at(-1)
    const { state, leg } = given(rectified).when('office', 'correct', { severity: 'major' })
    expect([state.severity, state.status, leg?.holder, leg?.due]).toEqual(['major', 'rectified', 'zb', before?.due])
    const raised = [...rectified, took('office', 'correct', { severity: 'major' })]
    expect(given(raised).when('office', 'correct', { severity: 'larger' }).code).toBe('severity.lower')
    expect(given(raised).when('colleague', 'close').code).toBe('check.fixer')
  })

  it('another compound sees it from now on, and the former no longer', () => {
    const history = [took('property', 'report')]
    const { state } = given(history).when('community', 'correct', { site: 'c01-s2' })
    expect(state.audience).toContain('c01-s2')
    expect(state.audience).not.toContain('c01-s1')
    expect(given(history).when('community', 'correct', { site: null }).state.site).toBeNull()
    expect(given(history).when('community', 'correct', { site: 'c02-s1' }).code).toBe('report.site')
  })

  it('is the community’s of the place and the office’s, on open cases only', () => {
    for (const who of ['grid', 'volunteer', 'checker', 'leader', 'superior'] as const)
      expect(given(reported).when(who, 'correct').code).toBe('step.not-yours')
    expect(given(reported).when('community2', 'correct').code).toBe('case.not-found')
    for (const history of [closed, voided]) expect(given(history).when('office', 'correct').code).toBe('step.not-now')
    expect(given(rectified).when('community', 'correct').code).toBe('accepted')
  })

  it('changes something, and says why', () => {
    const none = { place: undefined as unknown as string }
    expect(given(reported).when('community', 'correct', { ...none, item: '1.1' }).code).toBe('correct.nothing')
    expect(given(reported).when('community', 'correct', { reason: ' ' }).code).toBe('command.invalid')
    expect(given(reported).when('community', 'correct', { place: '  ' }).code).toBe('command.invalid')
  })
})

describe('flag and unflag (疑似重大)', () => {
  it('is by anybody who sees the case, a volunteer on his own report too, and leaves the severity', () => {
    for (const who of ['volunteer', 'grid', 'community', 'checker', 'superior', 'auditor'] as const) {
      const { state } = given(reported).when(who, 'flag')
      expect(state).toMatchObject({ suspectedMajor: true, flagger: personOf(who), severity: 'ordinary' })
    }
    expect(given(reported).when('fire', 'flag').code).toBe('case.not-found')
    expect(given([...reported, took('grid', 'flag')]).when('volunteer', 'flag').code).toBe('step.not-yours')
    expect(given([took('grid', 'report', { item: '1.3' })]).when('grid', 'flag').code).toBe('step.not-yours')
  })

  it('the fixer’s own unit does not strike it off any more; the recheck waits at the street', () => {
    const flagged = [...rectified, took('volunteer', 'flag')]
    const { world } = given(flagged)
    expect(world.states.get(caseId('a'))?.legs.at(-1)?.holder).toBe('zb')
    expect(given(flagged).when('colleague', 'close').code).toBe('check.fixer')
    expect(given(flagged).when('office', 'close').code).toBe('accepted')
    const before = [...handling, took('grid', 'flag'), took('community', 'rectify')]
    expect(given(before).world.states.get(caseId('a'))?.legs.at(-1)?.holder).toBe('zb')
    const byStreet = [...fixedByStreet, took('grid', 'flag')]
    expect(given(byStreet).when('office', 'close').code).toBe('accepted')
  })

  it('is taken back by the office with a reason, never by who found it or who called it so', () => {
    const flagged = [...reported, took('office', 'flag')]
    expect(given(flagged).when('office', 'unflag').code).toBe('step.not-yours')
    expect(given(flagged).when('community', 'unflag').code).toBe('step.not-yours')
    expect(given(flagged).when('office2', 'unflag', { reason: '' }).code).toBe('command.invalid')
    expect(given(flagged).when('office2', 'unflag').state.suspectedMajor).toBe(false)
    const own = [took('office', 'report'), took('grid', 'flag')]
    expect(given(own).when('office', 'unflag').code).toBe('step.not-yours')
    const fromTheStart = [took('office', 'report', { suspectedMajor: true })]
    expect(given(fromTheStart).when('office', 'unflag').code).toBe('step.not-yours')
    expect(given(fromTheStart).when('office2', 'unflag').code).toBe('accepted')
    expect(given(reported).when('office2', 'unflag').code).toBe('step.not-yours')
  })

  it('an old entry, from when only reporters could call it so, tells who did', () => {
    const { world } = given([took('office', 'report', { suspectedMajor: true })])
    const [entry] = world.entries as [Entry]
    const { flagger: _flagger, ...old } = entry.data.set as Record<string, unknown>
    const lifted = evolve(null, { ...entry, data: { ...entry.data, set: old } as Entry['data'] })
    expect(lifted).toEqual(foldHazard(world.entries))
  })
})

describe('不列入 the next day', () => {
  it('is not offered to the finder any more, and says why when sent', () => {
    const play = given(reported)
    const state = play.world.states.get(caseId('a'))!
    const steps = (at: string) => availableSteps(state, actorOf('volunteer'), smallReference, at).map((one) => one.step)
    expect(steps('2026-03-02T15:59:00.000Z')).toContain('void')
    expect(steps('2026-03-02T16:00:00.000Z')).not.toContain('void')
    expect(play.when('volunteer', 'void', {}, { at: '2026-03-02T16:00:00.000Z' }).code).toBe('void.same-day')
    expect(START < '2026-03-02T16:00').toBe(true)
  })
})
