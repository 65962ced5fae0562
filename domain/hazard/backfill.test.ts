import { describe, expect, it } from 'vitest'
import { shanghaiDate } from '../calendar/working-days.ts'
import type { JsonObject } from '../entry.ts'
import { caseId, given, START, took } from './given.ts'
import { personOf } from './given-tree.ts'

const photo = (digit: string) => digit.repeat(64)
const backfill = { found: '2025-11-03', reason: '纸质台账' }
const fixed = { note: '已清理', photos: [] as string[] }
const facts = { rectifiedOn: '2025-11-20', closedOn: '2025-12-01', dueOn: '2025-11-30', status: 'closed', row: 7 }
const from = (more: JsonObject): JsonObject => ({ backfill: { ...backfill, ...more } })
const imported = { ...from({ facts }), fixed }

describe('report with backfill (补录)', () => {
  it('counts from the day it is recorded; the sheet’s days are facts beside it', () => {
    const { state, leg, text } = given([]).when('community', 'report', {
      ...from({ facts, words: { number: '老-12', checker: '王工', measures: '加装护栏' } }),
    })
    expect(shanghaiDate(state.reportedAt)).toBe(shanghaiDate(START))
    expect(state.legs[0]?.from).toBe(state.reportedAt)
    expect(leg?.due).toBe('2026-03-03')
    expect(state.backfill).toEqual({ found: '2025-11-03', batch: null, ...facts })
    expect(text).toMatchObject({
      reason: '纸质台账',
      sheet: { number: '老-12', checker: '王工', measures: '加装护栏' },
    })
  })

  it('is the community’s of the place and the office’s; nobody else has an old sheet', () => {
    for (const who of ['community', 'office'] as const)
      expect(given([]).when(who, 'report', from({})).code).toBe('accepted')
    for (const who of ['grid', 'volunteer', 'property', 'urban', 'checker', 'leader', 'superior'] as const) {
      const site: JsonObject = who === 'property' ? { site: 'c01-s1' } : {}
      expect([who, given([]).when(who, 'report', { ...from({}), ...site }).code]).toEqual([who, 'backfill.staff'])
    }
    expect(given([]).when('community2', 'report', from({})).code).toBe('report.place')
  })

  it('refuses a found day in the future or before 2000, and days that do not follow each other', () => {
    for (const found of ['2026-03-03', '1999-12-31'])
      expect(given([]).when('office', 'report', from({ found })).code).toBe('backfill.found')
    expect(given([]).when('office', 'report', from({ found: '2026-03-02' })).code).toBe('accepted')
    const wrongs: JsonObject[] = [
      { rectifiedOn: '2025-11-02' },
      { rectifiedOn: '2026-03-03' },
      { closedOn: '2025-11-02' },
      { rectifiedOn: '2025-12-02', closedOn: '2025-12-01' },
      { dueOn: '2025-11-02' },
    ]
    for (const wrong of wrongs)
      expect([wrong, given([]).when('office', 'report', from({ facts: wrong })).code]).toEqual([wrong, 'backfill.days'])
  })

  it('may start in a unit’s hands, with its days from today', () => {
    const { state, leg } = given([]).when('office', 'report', { ...from({ facts }), direct: { unit: 'o-cg' } })
    expect([state.status, leg?.holder, leg?.due]).toEqual(['handling', 'o-cg', '2026-03-09'])
  })

  it('what the sheet calls struck off waits for a recheck, and whoever recorded it is not the one', () => {
    const { state, leg } = given([]).when('office', 'report', imported)
    expect(state).toMatchObject({ status: 'rectified', fixer: null, recorder: personOf('office'), fixerUnit: 'c01' })
    expect(leg?.holder).toBe('c01')
    const history = [took('office', 'report', imported)]
    expect(given(history).when('office', 'close', { photos: [photo('a')] }).code).toBe('check.recorder')
    const world = given(history)
    world.world.photos.set(photo('a'), { own: true, seen: true })
    expect(world.when('community', 'close', { photos: [photo('a')] }).state.status).toBe('closed')
  })

  it('a major one, one that the street fixed, and one 疑似重大 wait for the street', () => {
    for (const more of [
      { item: '1.3' },
      { direct: { unit: 'o-cg' } },
      { suspectedMajor: true },
      from({ severity: 'major' }),
    ]) {
      const { state, leg } = given([]).when('office', 'report', { ...imported, ...more })
      expect([state.status, leg?.holder]).toEqual(['rectified', 'zb'])
    }
  })

  it('never sinks below the catalogue’s severity', () => {
    const lower = { ...from({ severity: 'ordinary' }), item: '2.1' }
    expect(given([]).when('office', 'report', lower).code).toBe('severity.lower')
    expect(given([]).when('office', 'report', from({ severity: 'larger' })).state.severity).toBe('larger')
  })

  it('without any photo the recheck brings its own or says why there is none', () => {
    const history = [took('office', 'report', imported)]
    expect(given(history).when('community', 'close').code).toBe('check.backfill-photo')
    expect(given(history).when('community', 'close', { noPhotoReason: '点位已拆除' }).code).toBe('accepted')
    const withPhoto = [took('office', 'report', { ...imported, fixed: { ...fixed, photos: [photo('b')] } })]
    const world = given(withPhoto)
    world.world.photos.set(photo('b'), { own: false, seen: true })
    expect(world.when('community', 'close').code).toBe('accepted')
  })

  it('a report of today with a paper keeps the paper’s day and photo; others may not bring one', () => {
    const paper = { on: '2026-03-01', photos: [photo('c')] }
    const { state, world } = given([]).when('office', 'report', { paper, source: 'resident' })
    expect(state.papers).toEqual([photo('c')])
    expect(world.entries[0]?.data).toMatchObject({ paper })
    expect(given([]).when('grid', 'report', { paper }).code).toBe('paper.staff')
    expect(given([]).when('office', 'report', { paper: { ...paper, on: '2026-03-03' } }).code).toBe('paper.day')
  })
})

describe('a row of a superior’s list', () => {
  const batch = '00000000-0000-7000-8000-0000000000b1'
  const photos = ['d'.repeat(64)]
  const listed = {
    source: 'superior',
    backfill: { found: '2026-02-27', reason: '上级问题清单', batch },
    paper: { on: '2026-02-28', photos },
  }
  const came = [took('office', 'report', { ...listed, direct: { unit: 'v-xf', due: '2026-03-20' } })]

  it('comes in by the office with its letter, by the ordinary rule: to the named unit, or to be verified', () => {
    expect(given(came).world.states.get(caseId('a'))).toMatchObject({
      ...{ status: 'handling', unit: 'v-xf', source: 'superior', papers: photos },
    })
    expect(given([]).when('office', 'report', listed).state.status).toBe('reported')
    const { paper: _letter, ...bare } = listed
    expect(given([]).when('office', 'report', bare).code).toBe('report.superior-paper')
    expect(given([]).when('community', 'report', listed).code).toBe('report.superior-only')
  })

  it('is never left out by the sub-district; the list is taken back only the same day, untouched', () => {
    for (const who of ['office', 'office2', 'community'] as const)
      expect(given(came).when(who, 'void', {}, {}).code, who).toBe('void.superior')
    expect(given(came).when('office', 'retract').state).toMatchObject({ status: 'void' })
    expect(given(came).when('office', 'retract', {}, { at: '2026-03-02T16:00:00.000Z' }).code).toBe('step.not-yours')
    expect(given([...came, took('superior', 'comment')]).when('office', 'retract').code).toBe('step.not-yours')
  })
})
