import { describe, expect, test } from 'vitest'
import type { MeetingView, TopicView } from '../contract.ts'
import {
  checkDecide,
  type DecideForm,
  decideData,
  leftOf,
  meetingsFor,
  type PartForm,
  startPart,
} from './decide-form.ts'

const rest = startPart({ lead: 'o-cg', helpers: ['v-xf'], due: '2026-05-01', measures: null })
const park: PartForm = { kind: 'park', values: { review: '2026-06-01', interim: '巡查' }, cases: ['1'] }
const form = (change: Partial<DecideForm> = {}): DecideForm => ({ meeting: 'm1', rest, apart: [], ...change })

describe('录入议决', () => {
  test('begins with what the office proposed and sends what was chosen, nothing of the other kinds', () => {
    expect(decideData(form(), 1)).toEqual({
      meeting: 'm1',
      decision: { kind: 'assign', lead: 'o-cg', helpers: ['v-xf'], due: '2026-05-01' },
    })
    const referred = { ...rest, kind: 'refer' as const, values: { ...rest.values, reason: '需立项 ' } }
    expect(decideData(form({ rest: referred, apart: [park] }), 1)).toEqual({
      meeting: 'm1',
      decision: { kind: 'refer', reason: '需立项' },
      apart: [{ cases: ['1'], decision: { kind: 'park', review: '2026-06-01', interim: '巡查' } }],
    })
  })

  test('asks nothing for the rest where every case is decided apart', () => {
    const all = form({ rest: { ...rest, kind: '' }, apart: [park] })
    expect(leftOf({ cases: [{ id: '1', open: true }] as TopicView['cases'] }, all.apart)).toBe(0)
    expect(checkDecide(all, 0)).toBeNull()
    expect(decideData(all, 0)).toMatchObject({ decision: { kind: 'park' }, apart: [{ cases: ['1'] }] })
  })

  test('says first which meeting, then what a part lacks', () => {
    expect(checkDecide(form({ meeting: '' }), 1)).toMatchObject({ part: 0, field: 'meeting' })
    expect(checkDecide(form({ rest: { ...rest, kind: '' } }), 1)).toMatchObject({ part: 0, field: 'kind' })
    expect(checkDecide(form({ rest: { ...rest, kind: 'back' } }), 1)).toMatchObject({ part: 0, field: 'means' })
    expect(checkDecide(form({ apart: [{ ...park, cases: [] }] }), 1)).toMatchObject({ part: 1, field: 'cases' })
    expect(checkDecide(form({ apart: [{ ...park, values: {} }] }), 1)).toMatchObject({ part: 1, field: 'review' })
    expect(checkDecide(form({ apart: [park] }), 1)).toBeNull()
  })
})

test('only a later meeting may decide anew', () => {
  const meeting = (id: string, on: string) => ({ id, on }) as MeetingView
  const all = [meeting('m3', '2026-04-14'), meeting('m2', '2026-03-02'), meeting('m1', '2026-02-01')]
  const decided = [{ meeting: 'm2', on: '2026-03-02' }] as Parameters<typeof meetingsFor>[0]['decided']
  expect(meetingsFor({ decided }, all).map(({ id }) => id)).toEqual(['m3'])
  expect(meetingsFor({ decided: [] }, all)).toEqual(all)
})
