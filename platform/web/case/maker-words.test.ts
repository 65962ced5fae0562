import { expect, it } from 'vitest'
import { sayMakers } from './maker-words.ts'

const officer = { id: 'a', name: '李四', duty: '华新街社区两委' }

it('says who did it with the duty that was used, and of a deputy for whom', () => {
  expect(sayMakers({ actor: officer })).toBe('李四（华新街社区两委）')
  const grid = { id: 'b', name: '张三', duty: '华新街社区第一网格网格员' }
  expect(sayMakers({ actor: grid, behalf: officer })).toBe('张三 代 李四（华新街社区两委）')
  const hidden = { id: null, name: '志愿者', duty: '志愿者' }
  expect(sayMakers({ actor: hidden, behalf: hidden })).toBe('志愿者 代 志愿者')
})
