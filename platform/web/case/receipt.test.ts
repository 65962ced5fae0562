import { expect, test } from 'vitest'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { receiptOf } from './receipt.ts'

const leg = { status: 'handling', holder: 'o-cg', by: 'zb', from: '2026-04-08T01:00:00.000Z', to: null }
const hazard = { id: '00000000-0000-7000-9000-000000000001', legs: [leg] } as unknown as HazardView
const may = [{ step: 'receive' }, { step: 'rectify' }]

test('opening a case twice sends one wish; another person’s or another leg’s is another', async () => {
  const first = await receiptOf(hazard, may, 'p1')
  expect(first).toMatchObject({ step: 'receive', stream: hazard.id, data: { from: leg.from } })
  expect(first?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect((await receiptOf(hazard, may, 'p1'))?.id).toBe(first?.id)
  expect((await receiptOf(hazard, may, 'p2'))?.id).not.toBe(first?.id)
  const later = { ...hazard, legs: [leg, { ...leg, from: '2026-04-09T01:00:00.000Z' }] } as unknown as HazardView
  expect((await receiptOf(later, may, 'p1'))?.id).not.toBe(first?.id)
})

test('who may not receive the case sends nothing by opening it', async () => {
  expect(await receiptOf(hazard, [{ step: 'comment' }], 'p1')).toBeNull()
})
