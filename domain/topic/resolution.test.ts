import { describe, expect, it } from 'vitest'
import { caseId, given, took } from '../hazard/given.ts'
import { calledUp, type Desk, meetingId, meetingOf, proposal, topicId } from './given-topic.ts'
import { resolutionsOf, waitingOf } from './resolution.ts'

const [one, two] = [topicId(1), topicId(2)]
const assign = { kind: 'assign', lead: 'v-xf', helpers: ['o-cg'], due: '2026-04-10' }
const park = { kind: 'park', review: '2026-06-01', interim: '拉警戒线' }
const today = '2026-03-03'

/** Two topics decided on 2 March: a and b assigned, c put off apart; d assigned. */
function decided(): Desk {
  const desk = calledUp(['a', 'b', 'c', 'd'])
  const send = (step: string, stream: string, data: object) =>
    expect(desk.send('office', 'topic', step, stream, data).code).toBe('accepted')
  send('open', one, proposal(['a', 'b', 'c']))
  send('table', one, {})
  send('open', two, proposal(['d']))
  send('table', two, {})
  desk.send('office', 'meeting', 'hold', meetingId(1), meetingOf('2026-03-02'))
  send('decide', one, { meeting: meetingId(1), decision: assign, apart: [{ cases: [caseId('c')], decision: park }] })
  send('decide', two, { meeting: meetingId(1), decision: { ...assign, helpers: [] } })
  return desk
}
const all = (desk: Desk, upto?: number) => resolutionsOf([desk.topic(1), desk.topic(2)], upto)
const letters = (ids: readonly string[]) => ids.map((id) => ['a', 'b', 'c', 'd'].find((one) => caseId(one) === id))

describe('the resolutions of topics', () => {
  it('are the parts of their decisions, each over its own cases', () => {
    const desk = decided()
    expect(all(desk).map(({ id, kind, governed }) => [id, kind, letters(governed)])).toEqual([
      [`${two}.1`, 'assign', ['d']],
      [`${one}.1`, 'park', ['c']],
      [`${one}.2`, 'assign', ['a', 'b']],
    ])
  })

  it('lose to a later one what it decides anew, and still say what they were about; earlier it was not so', () => {
    const desk = decided()
    const before = desk.world.entries.length
    given([took('fire', 'rectify', { unhelped: '不再等' }, { on: 'a' })], desk.world)
    desk.send('office', 'meeting', 'hold', meetingId(2), meetingOf('2026-03-03'), '2026-03-03T08:00:00.000Z')
    const again = { meeting: meetingId(2), decision: { kind: 'refer', reason: '需立项' } }
    expect(desk.send('office', 'topic', 'decide', one, again).code).toBe('accepted')
    const later = all(desk).find(({ kind }) => kind === 'refer')
    expect(letters(later?.governed ?? [])).toEqual(['b', 'c'])
    const first = all(desk).find(({ id }) => id === `${one}.2`)
    expect(letters(first?.governed ?? [])).toEqual(['a'])
    expect(first?.overturned).toEqual([{ by: later?.id, cases: [caseId('b')] }])
    expect(all(desk, before).find(({ id }) => id === `${one}.2`)?.governed).toHaveLength(2)
  })
})

describe('why a case that was decided is not struck off', () => {
  const why = (desk: Desk, letter: string, on = today) => waitingOf(desk.hazard(letter), on)
  it('is in whose hands it is: helpers that must act first, a unit that refused, a review day', () => {
    const desk = decided()
    expect(why(desk, 'a')).toMatchObject({ why: 'helpers', unit: 'v-xf', helpers: ['o-cg'], late: 0 })
    expect(why(desk, 'c')).toMatchObject({ why: 'parked', day: '2026-06-01' })
    expect(why(desk, 'd')).toMatchObject({ why: 'working', unit: 'v-xf', asked: true })
    expect(why(desk, 'd', '2026-04-13')).toMatchObject({ why: 'unanswered', late: 3 })
    given([took('fire', 'refuse', {}, { on: 'd' })], desk.world)
    expect(why(desk, 'd')).toMatchObject({ why: 'refused', unit: 'v-xf' })
  })

  it('is more time that is asked for: who asked, until when, who must answer; then that it was granted', () => {
    const desk = decided()
    given([took('fire', 'ask-extension', { due: '2026-04-20' }, { on: 'd' })], desk.world)
    expect(why(desk, 'd')).toMatchObject({
      ...{ why: 'extension', unit: 'v-xf', until: { day: '2026-04-20', by: 'office' } },
    })
    given([took('office', 'extend', {}, { on: 'd' })], desk.world)
    expect(why(desk, 'd')).toMatchObject({ why: 'extended', day: '2026-04-20', until: null })
    given([took('fire', 'ask-extension', { due: '2026-05-20' }, { on: 'd' })], desk.world)
    expect(why(desk, 'd')).toMatchObject({ why: 'extension', until: { day: '2026-05-20', by: 'leader' } })
    given([took('leader', 'deny-extension', {}, { on: 'd' })], desk.world)
    expect(why(desk, 'd')?.why).toBe('extended')
    expect(why(desk, 'd', '2026-04-22')?.why).toBe('unanswered')
  })

  it('is a recheck, a second try, and nothing once it is struck off', () => {
    const desk = decided()
    given([took('urban', 'help', {}, { on: 'a' }), took('fire', 'rectify', {}, { on: 'a' })], desk.world)
    expect(why(desk, 'a')?.why).toBe('recheck')
    given([took('checker', 'return', {}, { on: 'a' })], desk.world)
    expect(why(desk, 'a')?.why).toBe('returned')
    given([took('fire', 'rectify', {}, { on: 'a' }), took('checker', 'close', {}, { on: 'a' })], desk.world)
    expect(why(desk, 'a')).toBeNull()
  })
})
