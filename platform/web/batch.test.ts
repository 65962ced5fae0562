import { expect, test } from 'vitest'
import type { Command, CommandResult } from '../../domain/entry.ts'
import { openBatch, sayOutcomes, type Wish } from './batch.ts'

const wishes: Wish[] = ['a', 'b'].map((id) => ({ id, step: 'void', data: { reason: '重复' }, seen: 1 }))
const accepted = ({ id, stream }: Command): CommandResult => ({ id, stream, status: 'accepted', version: 2 })

test('a sending whose answer was lost goes again under the same ids, another one under new ids', async () => {
  const sent: string[][] = []
  let lost = true
  const batch = openBatch(async (commands) => {
    sent.push(commands.map(({ id }) => id))
    if (lost) throw new Error('offline')
    return commands.map(accepted)
  })
  await expect(batch(wishes)).rejects.toThrow('offline')
  lost = false
  await batch(wishes)
  await batch(wishes)
  expect(sent[1]).toEqual(sent[0])
  expect(sent[2]).not.toEqual(sent[0])
  lost = true
  await expect(batch(wishes)).rejects.toThrow('offline')
  lost = false
  await batch(wishes.slice(1))
  expect(sent[4]).toHaveLength(1)
  expect(sent[3]).not.toContain(sent[4]?.[0])
})

test('each wish hears its own answer, and the whole is said in one line', async () => {
  const batch = openBatch(async ([first, second]) => [
    accepted(first as Command),
    {
      id: (second as Command).id,
      stream: 'b',
      status: 'refused',
      problem: { code: 'step.not-now', message: '不能办。' },
    },
  ])
  const outcomes = await batch(wishes)
  expect(outcomes.map(({ version, said }) => version ?? said)).toEqual([2, '不能办。'])
  expect(sayOutcomes(outcomes)).toBe('办成 1 条，1 条没有办成。')
  expect(sayOutcomes(outcomes.slice(0, 1))).toBe('办成 1 条。')
})
