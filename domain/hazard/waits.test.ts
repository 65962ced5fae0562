import { describe, expect, it } from 'vitest'
import type { Role } from '../units/roles.ts'
import { seedUnits } from '../units/seed-units.ts'
import { owing, waitsFor } from './waits.ts'

const units = new Map(seedUnits.map((unit) => [unit.code, unit]))
const of = (role: Role, unit: string) => waitsFor({ memberships: [{ role, unit }] }, units)

describe('待办 of a duty', () => {
  it('of a grid worker or officer is what lies with the community, its grids and its compounds', () => {
    const [officer] = of('community', 'c01')
    expect(officer?.holders).toEqual(expect.arrayContaining(['c01', 'c01-g1', 'c01-s1']))
    expect(officer?.holders.every((code) => code.startsWith('c01'))).toBe(true)
    expect(of('grid', 'c01-g1')).toEqual([{ holders: officer?.holders, statuses: ['reported', 'handling'] }])
  })

  it('of a department is what lies with it and what it is to help with, of the office what lies with the office', () => {
    expect(of('handler', 'v-xf')).toEqual([{ holders: ['v-xf'], helpers: ['v-xf'] }])
    expect(of('office', 'zb')).toEqual([{ holders: ['zb'] }])
  })

  it('of a helper ends with its own share, and where the case is no longer put right', () => {
    const part = (unit: string, done: boolean) => ({ unit, mandatory: true, done })
    const parts = { 'v-xf': part('v-xf', false), 'o-cg': part('o-cg', true), 'o-aw': part('o-aw', false) }
    expect(owing({ status: 'handling', parts })).toEqual(['o-aw', 'v-xf'])
    expect(owing({ status: 'rectified', parts })).toEqual([])
  })

  it('of a checker is what waits for a re-check anywhere in his place', () => {
    const [wait] = of('checker', 'jd')
    expect(wait?.statuses).toEqual(['rectified'])
    expect(wait?.holders).toEqual(expect.arrayContaining(['zb', 'c01', 'c28']))
  })

  it('does not exist for those who only report or only look', () => {
    for (const role of ['volunteer', 'leader', 'superior', 'auditor', 'admin'] as const)
      expect(of(role, 'jd')).toEqual([])
  })
})
