import { describe, expect, it } from 'vitest'
import { seedUnits } from '../../../domain/units/seed-units.ts'
import { seesOwnOnly, todoQuery } from './field-todo-query.ts'

const units = new Map(seedUnits.map((unit) => [unit.code, unit]))
const asks = (role: string, unit: string) => todoQuery([{ role, unit }], units)

describe('待办 of a duty', () => {
  it('of a grid worker or officer is what lies with the community, its grids and its compounds', () => {
    const holders = asks('grid', 'c01-g1')?.holder?.split(',')
    expect(holders).toContain('c01')
    expect(holders).toContain('c01-g1')
    expect(holders).toContain('c01-s1')
    expect(holders?.every((code) => code.startsWith('c01'))).toBe(true)
    expect(asks('community', 'c01')).toEqual({ holder: holders?.join(',') })
    expect(asks('grid', 'c01-g1')?.status).toBe('reported,handling')
  })

  it('of a department is what lies with the department, of the office what lies with the office', () => {
    expect(asks('handler', 'v-xf')).toEqual({ holder: 'v-xf' })
    expect(asks('office', 'zb')).toEqual({ holder: 'zb' })
  })

  it('of a checker is what waits for a re-check', () => {
    expect(asks('checker', 'jd')).toEqual({ status: 'rectified' })
  })

  it('does not exist for those who only report or only look', () => {
    expect(asks('volunteer', 'c01')).toBeNull()
    expect(asks('leader', 'jd')).toBeNull()
    expect(seesOwnOnly([{ role: 'volunteer', unit: 'c01' }])).toBe(true)
    expect(seesOwnOnly([{ role: 'grid', unit: 'c01-g1' }])).toBe(false)
  })
})
