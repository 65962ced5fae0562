import { describe, expect, it } from 'vitest'
import { canSee, scopeOf } from '../hazard/audience.ts'
import { actorOf, caseId, given, openWorld, rectified, reported, took } from '../hazard/given.ts'
import { everybody, type Who } from '../hazard/given-tree.ts'
import { calledUp, meetingId, meetingOf, openDesk, proposal, topicId } from '../topic/given-topic.ts'
import { missingMonths, planFields, type Supervision } from './supervision.ts'

const plateId = (n: number) => `00000000-0000-7000-d000-${String(n).padStart(12, '0')}`
const [one, two] = [plateId(1), plateId(2)]
const scan = 'd'.repeat(64)
const paper = { on: '2026-03-01', photos: [scan] }
const plan = Object.fromEntries(planFields.map((field) => [field, '写明']))
const plate = (letters: readonly string[], more: object = {}) => ({
  cases: letters.map(caseId),
  unit: 'o-cg',
  due: '2026-06-30',
  requirement: '限期整治，每月报进展',
  ...more,
})

/** Reported cases, some of which stand further on, before a desk from which plates are hung. */
function deskOver(letters: readonly string[], history = reported) {
  const world = openWorld()
  for (const on of letters)
    given(
      history.map((step) => ({ ...step, on })),
      world,
    )
  const desk = openDesk(world)
  return {
    ...desk,
    act: (who: Who, step: string, data: object, stream = one, at?: string) =>
      desk.send(who, 'supervision', step, stream, data, at),
    plate: (stream = one) => desk.state(stream) as Supervision,
    seen: (who: Who, letter: string) => canSee(desk.hazard(letter), scopeOf(actorOf(who), world.reference.units)),
  }
}

describe('a plate (挂牌督办)', () => {
  it('is hung by a leader or a superior, numbered apart, and shows its cases to who leads the work', () => {
    const desk = deskOver(['a', 'b'])
    expect(desk.seen('urban', 'a')).toBe(false)
    for (const who of everybody.filter((name) => !['leader', 'superior', 'office', 'office2'].includes(name)))
      expect(desk.act(who, 'hang', plate(['a'])).code, who).toMatch(/step.not-yours|case.not-found/)
    expect(desk.act('leader', 'hang', plate(['a', 'b'])).code).toBe('accepted')
    expect(desk.act('superior', 'hang', plate(['a']), two).code).toBe('accepted')
    expect(desk.plate()).toMatchObject({ number: 'DB2026-001', level: 'street', hanger: 'jd', on: '2026-03-02' })
    expect(desk.plate(two)).toMatchObject({ number: 'SDB2026-001', level: 'superior', hanger: 'xq' })
    expect(Object.values(desk.hazard('a').supervised).map(({ number }) => number)).toEqual([
      'DB2026-001',
      'SDB2026-001',
    ])
    expect(desk.hazard('a')).toMatchObject({ status: 'reported', unit: 'c01' })
    expect([desk.seen('urban', 'a'), desk.seen('urban', 'b'), desk.seen('gas', 'a')]).toEqual([true, true, false])
    expect(desk.act('leader', 'hang', plate(['a'])).code).toBe('supervision.exists')
  })

  it('is not hung twice by one level, nor on what is struck off or left out', () => {
    const desk = deskOver(['a', 'b'])
    given([took('office', 'void', {}, { on: 'b' })], desk.world)
    expect(desk.act('leader', 'hang', plate(['a'])).code).toBe('accepted')
    const again = desk.act('leader', 'hang', plate(['a']), two)
    expect([again.code, again.said.includes(desk.hazard('a').number)]).toEqual(['supervision.hung', true])
    expect(desk.act('superior', 'hang', plate(['b']), two).code).toBe('supervision.cases')
    expect(desk.act('leader', 'hang', plate(['z']), two).code).toBe('case.not-found')
    expect(desk.act('superior', 'hang', plate(['a'], { unit: 'jd' }), two).code).toBe('unit.unknown')
    expect(desk.act('superior', 'hang', plate(['a'], { due: '2026-02-01' }), two).code).toBe('due.past')
    expect(desk.act('superior', 'hang', plate([]), two).code).toBe('command.invalid')
  })

  it('is entered by the office from its paper, for one named level, at the paper’s day', () => {
    const desk = deskOver(['a'])
    expect(desk.act('office', 'hang', plate(['a'])).code).toBe('supervision.level')
    expect(desk.act('office', 'hang', plate(['a'], { level: 'superior' })).code).toBe('paper.photo')
    expect(desk.act('leader', 'hang', plate(['a'], { paper })).code).toBe('paper.staff')
    expect(desk.act('office', 'hang', plate(['a'], { level: 'superior', paper })).code).toBe('accepted')
    expect(desk.plate()).toMatchObject({ number: 'SDB2026-001', hanger: 'xq', on: '2026-03-01' })
    expect(desk.hazard('a').papers).toEqual([scan])
  })

  it('names a photo only of who sent it or already sees it', () => {
    const desk = deskOver(['a'])
    desk.world.photos.set(scan, { own: false, seen: false })
    expect(desk.act('office', 'hang', plate(['a'], { level: 'street', paper })).code).toBe('photo.not-yours')
  })
})

describe('while the plate hangs', () => {
  it('the leading unit brings the plan of six fields and a note a month, or others from its paper', () => {
    const desk = deskOver(['a'])
    desk.act('leader', 'hang', plate(['a']))
    const { goal: _left, ...five } = plan
    expect(desk.act('urban', 'plan', five).code).toBe('command.invalid')
    for (const who of ['fire', 'grid2', 'leader', 'superior', 'auditor'] as const)
      expect(desk.act(who, 'plan', plan).code, who).toBe('step.not-yours')
    expect(desk.act('office', 'plan', plan).code).toBe('step.not-yours')
    expect(desk.act('office', 'plan', { ...plan, paper: { ...paper, photos: [] } }).code).toBe('paper.photo')
    expect(desk.act('community2', 'plan', { ...plan, paper }).code).toBe('paper.staff')
    expect(desk.act('community', 'plan', { ...plan, paper }).code).toBe('accepted')
    expect(desk.plate().plan?.on).toBe('2026-03-01')
    expect(desk.act('urban2', 'plan', plan)).toMatchObject({ code: 'accepted', text: plan })
    expect(desk.act('urban', 'note', { note: '已拆除两处' }).code).toBe('accepted')
    expect(desk.plate().notes).toHaveLength(1)
  })

  it('a month that is over without a note is missing, as of any instant, until the plate is down', () => {
    const desk = deskOver(['a'])
    desk.act('leader', 'hang', plate(['a']))
    const at = (day: string) => `${day}T04:00:00.000Z`
    const missing = (day: string) => missingMonths(desk.plate(), at(day))
    expect(missing('2026-04-30')).toEqual([])
    // 00:30 of 1 May in Shanghai is still April in UTC.
    expect(missingMonths(desk.plate(), '2026-04-30T16:30:00.000Z')).toEqual(['2026-04'])
    desk.act('urban', 'note', { note: '五月进展' }, one, at('2026-05-20'))
    desk.act('office', 'note', { note: '六月书面进展', paper: { ...paper, on: '2026-06-28' } }, one, at('2026-07-02'))
    expect(missing('2026-08-02')).toEqual(['2026-04', '2026-07'])
    desk.act('leader', 'lift', { note: '转入常态', instead: '转为专项方案' }, one, at('2026-08-10'))
    expect(missing('2027-03-01')).toEqual(['2026-04', '2026-07'])
  })

  it('the case is neither left out nor put off, whoever asks', () => {
    const desk = deskOver(['a'])
    desk.act('leader', 'hang', plate(['a']))
    for (const who of ['volunteer', 'community', 'office'] as const)
      expect(given([], desk.world).when(who, 'void').code, who).toBe('void.supervised')
    const called = calledUp(['a'])
    expect(called.send('leader', 'supervision', 'hang', one, plate(['a'])).code).toBe('accepted')
    called.send('office', 'topic', 'open', topicId(1), proposal(['a']))
    called.send('office', 'topic', 'table', topicId(1), {})
    called.send('office', 'meeting', 'hold', meetingId(1), meetingOf('2026-03-02'))
    const decide = (decision: object) =>
      called.send('office', 'topic', 'decide', topicId(1), { meeting: meetingId(1), decision })
    const park = { kind: 'park', review: '2026-06-01', interim: '巡查' }
    expect(decide(park).code).toBe('decide.supervised')
    expect(decide({ kind: 'refer', reason: '需立项' }).code).toBe('accepted')
  })
})

describe('a plate is taken down (摘牌)', () => {
  it('by the level that hung it alone: not by the other level, the office or the unit', () => {
    const desk = deskOver(['a'])
    desk.act('superior', 'hang', plate(['a']))
    for (const who of everybody.filter((name) => name !== 'superior'))
      expect(desk.act(who, 'lift', { note: '摘', instead: '转' }).code, who).toBe('step.not-yours')
    expect(desk.act('superior', 'lift', { note: '摘' }).code).toBe('supervision.open')
    expect(desk.act('superior', 'lift', { note: '摘', instead: '转为街道督办' }).code).toBe('accepted')
    expect(desk.hazard('a').supervised).toEqual({})
    expect(desk.seen('urban', 'a')).toBe(false)
    expect(desk.act('superior', 'lift', { note: '摘' }).code).toBe('supervision.lifted')
    expect(desk.act('urban', 'note', { note: '进展' }).code).toBe('supervision.lifted')
    expect(given([], desk.world).when('office', 'void').code).toBe('accepted')
  })

  it('not by itself when the last case is struck off; then no reason is asked', () => {
    const desk = deskOver(['a'], rectified)
    desk.act('leader', 'hang', plate(['a']))
    expect(given([], desk.world).when('colleague', 'close').code).toBe('accepted')
    expect(Object.keys(desk.hazard('a').supervised)).toEqual([one])
    expect(desk.act('urban', 'note', { note: '已销号' }).code).toBe('accepted')
    expect(desk.act('leader', 'lift', { note: '已全部销号' }).code).toBe('accepted')
    expect(desk.hazard('a')).toMatchObject({ status: 'closed', supervised: {} })
  })
})
