import { describe, expect, test } from 'vitest'
import { allItems, catalogueSchema } from '../../../domain/catalogue/catalogue.ts'
import { catalogue2019 as base } from '../../../domain/catalogue/catalogue-2019.ts'
import { publishRefusal } from '../../../domain/catalogue/publish.ts'
import {
  catalogueOf,
  draftOf,
  missing,
  withItem,
  withMoved,
  withNewItem,
  withoutItem,
  withRestored,
} from './catalogue-draft.ts'

const used = new Set(allItems(base).map(({ code }) => code))
const draft = draftOf(base, '2026-03-10')
const law = (next: typeof draft) => publishRefusal(catalogueOf(next), [base], '2026-03-02T00:00:00Z')?.code

describe('a draft of the catalogue', () => {
  test('begun from the last version is one that the law would publish', () => {
    expect(law(draft)).toBeUndefined()
    expect(catalogueSchema.safeParse(catalogueOf(draft)).success).toBe(true)
  })

  test('asks of a dropped item where its cases go, and forgets it when it is restored', () => {
    const dropped = withoutItem(draft, '1.2', base)
    expect([missing(dropped), law(dropped)]).toEqual(['停用的项目 1.2 还没有选并入哪一项。', 'catalogue.crosswalk'])
    expect(law({ ...dropped, crosswalk: { '1.2': '1.1' } })).toBeUndefined()
    expect(law({ ...dropped, crosswalk: { '1.2': null } })).toBeUndefined()
    expect(withRestored(dropped, '1.2', base)).toEqual(draft)
  })

  test('gives a new item a number that was never used, also after one was dropped', () => {
    const { draft: more, code } = withNewItem(withoutItem(draft, '1.2', base), '1', used)
    expect(used.has(code)).toBe(false)
    expect(missing(more)).toContain(`项目 ${code} 还没有写名称`)
    const item = { ...allItems(base)[0]!, code, name: '新项目' }
    const done = { ...withItem(more, item), crosswalk: { '1.2': code } }
    expect([missing(done), law(done)]).toEqual(['', undefined])
    expect(withoutItem(done, code, base).crosswalk).toEqual({ '1.2': '' })
  })

  test('moves an item under a new number, and its cases along', () => {
    const moved = withMoved(draft, '1.2', '2', base, used)
    expect(moved.crosswalk).toEqual({ '1.2': expect.stringMatching(/^2\./) })
    expect([missing(moved), law(moved)]).toEqual(['', undefined])
    const again = withMoved(moved, moved.crosswalk['1.2'] as string, '3', base, used)
    expect(again.crosswalk).toEqual({ '1.2': expect.stringMatching(/^3\./) })
    expect(law(again)).toBeUndefined()
  })
})
