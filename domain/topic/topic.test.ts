import { describe, expect, it } from 'vitest'
import type { Entry } from '../entry.ts'
import { caseId, given, took } from '../hazard/given.ts'
import { everybody } from '../hazard/given-tree.ts'
import { calledUp, type Desk, meetingId, meetingOf, proposal, topicId } from './given-topic.ts'
import { evolveTopic } from './topic.ts'

const [one, two] = [topicId(1), topicId(2)]
const assign = { kind: 'assign', lead: 'o-cg', helpers: ['v-xf'], due: '2026-04-10', measures: '清理' }
const park = { kind: 'park', review: '2026-06-01', interim: '拉警戒线，每日巡查' }

/** A topic of these cases, before the meeting of 2 March. */
function tabled(letters: readonly string[]): Desk {
  const desk = calledUp(letters)
  expect(desk.send('office', 'topic', 'open', one, proposal(letters)).code).toBe('accepted')
  expect(desk.send('office', 'topic', 'table', one, {}).code).toBe('accepted')
  expect(desk.send('office', 'meeting', 'hold', meetingId(1), meetingOf('2026-03-02')).code).toBe('accepted')
  return desk
}

describe('a topic', () => {
  it('is opened by the office of cases that wait for its study; they stay where they are', () => {
    const desk = calledUp(['a', 'b'])
    for (const who of everybody.filter((who) => who !== 'office' && who !== 'office2'))
      expect(desk.send(who, 'topic', 'open', one, proposal(['a', 'b'])).code, who).toBe('step.not-yours')
    expect(desk.send('office', 'topic', 'open', one, proposal(['a', 'b'])).code).toBe('accepted')
    expect(desk.topic(1)).toMatchObject({
      status: 'draft',
      number: null,
      cases: [caseId('a'), caseId('b')],
      lead: 'o-cg',
    })
    expect(desk.hazard('a').status).toBe('called')
    expect(desk.send('office', 'topic', 'open', two, proposal(['b'])).code).toBe('accepted')
  })

  it('refuses a case that is not there or not called up, by its number', () => {
    const desk = calledUp(['a'])
    given([took('volunteer', 'report', {}, { on: 'b' })], desk.world)
    const refused = desk.send('office', 'topic', 'open', one, proposal(['a', 'b']))
    expect(refused.code).toBe('topic.cases')
    expect(refused.said).toContain(desk.hazard('b').number)
    expect(desk.send('office', 'topic', 'open', one, proposal(['a', 'z'])).said).toContain('没有找到')
  })

  it('that two clerks change at once keeps what the first wrote; the second hears of it', () => {
    const desk = calledUp(['a', 'b'])
    desk.send('office', 'topic', 'open', one, proposal(['a', 'b']))
    const seen = desk.topic(1).version
    const edit = (lead: string, version: number) =>
      desk.send('office2', 'topic', 'edit', one, proposal(['a', 'b'], { lead }), undefined, version)
    expect(edit('v-xf', seen).code).toBe('accepted')
    expect(edit('o-cg', seen)).toMatchObject({ code: 'topic.stale', said: expect.stringContaining('您写的内容还在') })
    expect(desk.topic(1).lead).toBe('v-xf')
    expect(desk.send('office', 'topic', 'table', one, {}, undefined, seen).code).toBe('topic.stale')
    expect(edit('o-cg', desk.topic(1).version).code).toBe('accepted')
    expect(desk.topic(1).lead).toBe('o-cg')
  })

  it('is tabled with a number, whole or not at all; of two that name a case only the first can be', () => {
    const desk = calledUp(['a', 'b'])
    desk.send('office', 'topic', 'open', one, proposal(['a', 'b']))
    desk.send('office', 'topic', 'open', two, proposal(['b']))
    expect(desk.send('office', 'topic', 'table', one, {}).code).toBe('accepted')
    expect(desk.topic(1)).toMatchObject({ status: 'tabled', number: 'YT2026-001' })
    for (const letter of ['a', 'b'])
      expect(desk.hazard(letter)).toMatchObject({ status: 'tabled', topic: one, number: desk.hazard(letter).number })
    expect(desk.leg('a')).toMatchObject({ holder: 'jd', by: 'zb', due: null })
    const refused = desk.send('office', 'topic', 'table', two, {})
    expect(refused).toMatchObject({ code: 'topic.cases' })
    expect(refused.said).toContain(desk.hazard('b').number)
    expect(desk.send('office', 'topic', 'edit', two, proposal(['b'])).code).toBe('topic.cases')
    expect(desk.send('office', 'topic', 'drop', two, { reason: '并入前一议题' }).code).toBe('accepted')
  })

  it('is tabled only with a lead and a day, and changed only as a draft', () => {
    const desk = calledUp(['a'])
    desk.send('office', 'topic', 'open', one, { title: '未定', cases: [caseId('a')] })
    expect(desk.send('office', 'topic', 'table', one, {}).code).toBe('topic.incomplete')
    expect(desk.send('office', 'topic', 'edit', one, proposal(['a'])).code).toBe('accepted')
    expect(desk.send('office', 'topic', 'table', one, {}).code).toBe('accepted')
    expect(desk.send('office', 'topic', 'edit', one, proposal(['a'])).code).toBe('topic.not-now')
  })
})

describe('a topic opened by a deputy', () => {
  it('is the same topic: for whom he acted stays in the entry', () => {
    const data = { status: 'draft', cases: [caseId('a')], lead: null, helpers: [], due: null }
    const entry = { stream: one, seq: 1, actor: 'p1', step: 'open', data } as unknown as Entry
    expect(evolveTopic(null, { ...entry, data: { ...data, behalf: 'p2' } })).toEqual(evolveTopic(null, entry))
  })
})

describe('a meeting decides of a topic', () => {
  it('that a unit leads, others help, by a day: the cases are in its hands', () => {
    const desk = tabled(['a', 'b'])
    const wish = { meeting: meetingId(1), decision: assign }
    expect(desk.send('office', 'topic', 'decide', one, wish)).toMatchObject({
      code: 'accepted',
      text: { said: ['清理'] },
    })
    expect(desk.hazard('a')).toMatchObject({ status: 'handling', unit: 'o-cg', level: 'street' })
    expect(desk.hazard('a').parts).toEqual({ 'v-xf': { unit: 'v-xf', mandatory: true, done: false } })
    expect(desk.leg('a')).toMatchObject({ holder: 'o-cg', by: 'zb', due: '2026-04-10', mode: 'order' })
    expect(desk.hazard('a').audience).toContain('v-xf')
    expect(desk.topic(1)).toMatchObject({
      status: 'decided',
      decided: [{ kind: 'assign', lead: 'o-cg', helpers: ['v-xf'] }],
    })
  })

  it('otherwise for single cases: put off, referred up, back to the community with means, studied anew', () => {
    const desk = tabled(['a', 'b', 'c', 'd', 'e'])
    const apart = [
      { cases: [caseId('b')], decision: park },
      { cases: [caseId('c')], decision: { kind: 'refer', reason: '需新区立项' } },
      { cases: [caseId('d')], decision: { kind: 'back', due: '2026-03-20', means: '拨付小额经费' } },
      { cases: [caseId('e')], decision: { kind: 'again', reason: '权属未查清' } },
    ]
    const wish = { meeting: meetingId(1), decision: assign, apart }
    expect(desk.send('office', 'topic', 'decide', one, wish).code).toBe('accepted')
    const stands = ['a', 'b', 'c', 'd', 'e'].map((letter) => [desk.hazard(letter).status, desk.leg(letter)?.holder])
    expect(stands).toEqual([
      ['handling', 'o-cg'],
      ['parked', 'zb'],
      ['referred', 'xq'],
      ['handling', 'c01'],
      ['called', 'zb'],
    ])
    expect(desk.leg('b')?.due).toBe('2026-06-01')
    expect(desk.hazard('c').level).toBe('above')
    expect(desk.hazard('e').topic).toBeNull()
  })

  it('never closes nor leaves out, needs a meeting that was held, and names a case once', () => {
    const desk = tabled(['a', 'b'])
    const code = (data: object) => desk.send('office', 'topic', 'decide', one, data).code
    for (const kind of ['close', 'void'])
      expect(code({ meeting: meetingId(1), decision: { kind } })).toBe('command.invalid')
    expect(code({ meeting: meetingId(9), decision: assign })).toBe('meeting.unknown')
    const twice = [caseId('a'), caseId('a')].map((id) => ({ cases: [id], decision: park }))
    expect(code({ meeting: meetingId(1), decision: assign, apart: twice })).toBe('topic.apart')
    expect(code({ meeting: meetingId(1), decision: assign, apart: [{ cases: [caseId('z')], decision: park }] })).toBe(
      'topic.apart',
    )
    expect(code({ meeting: meetingId(1), decision: { ...park, review: '2026-03-02' } })).toBe('decide.review')
    expect(code({ meeting: meetingId(1), decision: { ...assign, lead: 'jd' } })).toBe('unit.unknown')
    expect(desk.hazard('a').status).toBe('tabled')
    expect(desk.send('office', 'meeting', 'hold', meetingId(2), meetingOf('2026-03-09')).code).toBe('meeting.future')
  })

  it('anew at a later meeting, of what is not yet rectified; both decisions stay', () => {
    const desk = tabled(['a', 'b'])
    desk.send('office', 'topic', 'decide', one, { meeting: meetingId(1), decision: assign })
    given(
      [took('urban', 'rectify', { unhelped: '已分头办完' }, { on: 'a', at: '2026-03-05T01:00:00.000Z' })],
      desk.world,
    )
    const again = { meeting: meetingId(1), decision: park }
    expect(desk.send('office', 'topic', 'decide', one, again).code).toBe('topic.same-meeting')
    desk.send('office', 'meeting', 'hold', meetingId(2), meetingOf('2026-03-09'), '2026-03-09T02:00:00.000Z')
    expect(desk.send('office', 'topic', 'decide', one, { ...again, meeting: meetingId(2) }).code).toBe('accepted')
    expect([desk.hazard('a').status, desk.hazard('b').status]).toEqual(['rectified', 'parked'])
    expect(desk.topic(1).decided.map(({ meeting, kind, cases }) => [meeting, kind, cases.length])).toEqual([
      [meetingId(1), 'assign', 2],
      [meetingId(2), 'park', 1],
    ])
    const earlier = { meeting: meetingId(1), decision: assign }
    expect(desk.send('office', 'topic', 'decide', one, earlier).code).toBe('topic.same-meeting')
  })
})

describe('a tabled case', () => {
  it('is moved by nobody but the meeting: no step of its own is open to anybody', () => {
    const desk = tabled(['a'])
    const world = desk.world
    const wild = [
      'verify',
      'assign',
      'rectify',
      'close',
      'return',
      'call-up',
      'send-back',
      'void',
      'refuse',
      'table',
      'decide',
      'resume',
      'undo',
    ]
    for (const who of everybody)
      for (const step of wild) {
        const code = given([], world).when(who, step, { topic: one, meeting: meetingId(1), decision: assign }).code
        expect(code, `${who} ${step}`).not.toBe('accepted')
      }
    expect(desk.hazard('a').status).toBe('tabled')
  })
})

describe('a case that was put off', () => {
  it('comes back to the office on its review day by itself, not before, with a clock of its own', () => {
    const desk = tabled(['a'])
    desk.send('office', 'topic', 'decide', one, { meeting: meetingId(1), decision: park })
    const system = { person: 'system', memberships: [] }
    const at = (day: string) => ({ at: `${day}T01:00:00.000Z` })
    expect(given([], desk.world).when(system, 'resume', {}, at('2026-05-31')).code).toBe('step.not-now')
    expect(given([], desk.world).when('office', 'resume', {}, at('2026-06-01')).code).toBe('step.not-yours')
    const back = given([], desk.world).when(system, 'resume', {}, at('2026-06-01'))
    expect([back.code, back.state.status, back.state.topic]).toEqual(['accepted', 'called', null])
    expect(back.leg).toMatchObject({ holder: 'zb', due: '2026-06-08' })
    const legs = back.state.legs.map(({ from, to }) => [from, to])
    for (const [i, [, to]] of legs.slice(0, -1).entries()) expect(to).toBe(legs[i + 1]?.[0])
  })
})

describe('a case that went back to its community', () => {
  it('and is called up again is studied anew: the topic of before decides of it no more', () => {
    const desk = tabled(['a'])
    const back = { kind: 'back', due: '2026-04-30', means: '给经费' }
    desk.send('office', 'topic', 'decide', one, { meeting: meetingId(1), decision: back })
    const again = given([], desk.world).when('community', 'call-up')
    expect([again.code, again.state.status, again.state.topic]).toEqual(['accepted', 'called', null])
    given([took('office', 'assign')], desk.world)
    desk.send('office', 'meeting', 'hold', meetingId(2), meetingOf('2026-03-03'), '2026-03-03T08:00:00.000Z')
    const wish = { meeting: meetingId(2), decision: back }
    expect(desk.send('office', 'topic', 'decide', one, wish).code).toBe('topic.done')
  })

  it('and is called up by mistake is taken back as it was, under its topic', () => {
    const desk = tabled(['a'])
    const back = { kind: 'back', due: '2026-04-30', means: '给经费' }
    desk.send('office', 'topic', 'decide', one, { meeting: meetingId(1), decision: back })
    given([took('community', 'call-up'), took('community', 'undo')], desk.world)
    expect(desk.hazard('a')).toMatchObject({ status: 'handling', unit: 'c01', topic: one })
  })
})

describe('the lead of a decided case', () => {
  it('reports it rectified once every helper has done its share, or says why it waits no longer', () => {
    const desk = tabled(['a', 'b'])
    desk.send('office', 'topic', 'decide', one, { meeting: meetingId(1), decision: assign })
    const early = given([], desk.world).when('urban', 'rectify')
    expect(early.code).toBe('rectify.helpers')
    expect(early.problem?.message).toContain('消防救援大队')
    expect(given([], desk.world).when('urban', 'help').code).toBe('step.not-yours')
    expect(given([], desk.world).when('fire', 'help').code).toBe('accepted')
    expect(given([], desk.world).when('fire', 'help').code).toBe('step.not-yours')
    expect(desk.hazard('a')).toMatchObject({ status: 'handling', unit: 'o-cg', parts: { 'v-xf': { done: true } } })
    expect(given([], desk.world).when('urban', 'rectify').code).toBe('accepted')
    const alone = given([], desk.world).when('urban', 'rectify', { unhelped: '消防已口头答复' }, { on: 'b' })
    expect([alone.code, alone.text?.unhelped]).toEqual(['accepted', '消防已口头答复'])
  })
})
