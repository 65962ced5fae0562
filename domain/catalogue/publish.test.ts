import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allItems, type Catalogue, type CatalogueItem } from './catalogue.ts'
import { catalogue2019 } from './catalogue-2019.ts'
import { catalogueChanges, headingChanges } from './changes.ts'
import { itemIn, onBasis, type Tally } from './crosswalk.ts'
import { publishRefusal } from './publish.ts'

const now = '2026-03-02T01:00:00.000Z'
const base = catalogue2019
const edit = (
  change: (items: CatalogueItem[], category: string) => CatalogueItem[],
  more: Partial<Catalogue> = {},
) => ({
  ...base,
  version: 'v2',
  from: '2026-03-10',
  categories: base.categories.map((one) => ({ ...one, items: change(one.items, one.code) })),
  ...more,
})
const same = edit((items) => items)
const refusal = (next: Catalogue, published: Catalogue[] = [base]) => publishRefusal(next, published, now)?.code
const without = (...codes: string[]) => edit((items) => items.filter(({ code }) => !codes.includes(code)))

describe('a new version of the catalogue', () => {
  it('comes into force tomorrow at the earliest and under a version of its own', () => {
    expect(refusal(same)).toBeUndefined()
    expect(refusal({ ...same, from: '2026-03-03' })).toBeUndefined()
    expect(refusal({ ...same, from: '2026-03-02' })).toBe('catalogue.past')
    expect(refusal({ ...same, from: '2026-03-09' }, [base, same].reverse())).toBe('catalogue.version')
    expect(refusal({ ...same, version: 'v3', from: '2026-03-09' }, [base, same])).toBe('catalogue.past')
    expect(refusal({ ...same, version: 'v3' }, [base, same])).toBeUndefined()
    expect(refusal({ ...base, from: '2019-03-23' }, [])).toBeUndefined()
  })

  it('says of every item dropped where its cases count, and of no other', () => {
    const dropped = without('1.2', '9.2')
    expect(refusal(dropped)).toBe('catalogue.crosswalk')
    expect(refusal({ ...dropped, crosswalk: { '1.2': '1.1' } })).toBe('catalogue.crosswalk')
    expect(refusal({ ...dropped, crosswalk: { '1.2': '1.1', '9.2': '9.9' } })).toBe('catalogue.crosswalk')
    expect(refusal({ ...dropped, crosswalk: { '1.2': '1.1', '9.2': null, '1.3': '1.1' } })).toBe('catalogue.crosswalk')
    expect(refusal({ ...dropped, crosswalk: { '1.2': '1.1', '9.2': null } })).toBeUndefined()
  })

  it('numbers its items once, in their category, and never takes a retired number again', () => {
    const item = { ...allItems(base)[0]!, code: '1.1' }
    expect(refusal(edit((items, category) => (category === '2' ? [...items, item] : items)))).toBe('catalogue.codes')
    const gone = { ...without('1.2'), crosswalk: { '1.2': '1.1' } }
    const back = { ...same, version: 'v3', from: '2026-04-01' }
    expect(refusal(back, [base, gone])).toBe('catalogue.reused')
  })
})

describe('the crosswalk', () => {
  const v2: Catalogue = { ...without('1.2', '9.2'), crosswalk: { '1.2': '1.1', '9.2': null } }
  const left = (codes: string[]) =>
    v2.categories.map((c) => ({ ...c, items: c.items.filter((i) => !codes.includes(i.code)) }))
  const v3: Catalogue = {
    ...v2,
    version: 'v3',
    from: '2026-05-01',
    categories: left(['1.1']),
    crosswalk: { '1.1': '1.3' },
  }
  const all = [base, v2, v3]

  it('leads through all versions in between', () => {
    expect(itemIn(all, '1.2', base.version, 'v2')).toBe('1.1')
    expect(itemIn(all, '1.2', base.version, 'v3')).toBe('1.3')
    expect(itemIn(all, '9.2', base.version, 'v3')).toBeNull()
    expect(itemIn(all, '2.1', base.version, 'v3')).toBe('2.1')
    expect(itemIn(all, '1.1', 'v2', base.version)).toBeUndefined()
    expect(itemIn(all, '1.2', 'v2', 'v3')).toBeUndefined()
  })

  it('reconciles: on either basis rows and what is not listed sum to all, and the city’s return leaves out its note', () => {
    const codes = allItems(base).map(({ code }) => code)
    const tally = fc.record({ version: fc.constant(base.version), item: fc.constantFrom(...codes), n: fc.nat(500) })
    fc.assert(
      fc.property(fc.array(tally, { maxLength: 60 }), (tallies: Tally[]) => {
        const whole = tallies.reduce((sum, { n }) => sum + n, 0)
        for (const version of all) {
          const { rows, unlisted, city } = onBasis(all, version, tallies)
          expect(rows.reduce((sum, { n }) => sum + n, 0) + unlisted).toBe(whole)
          const own = rows.filter(({ item }) => allItems(version).find(({ code }) => code === item)?.city === null)
          expect(city + own.reduce((sum, { n }) => sum + n, 0) + unlisted).toBe(whole)
        }
        const old = onBasis(all, base, tallies)
        const nw = onBasis(all, v2, tallies)
        const n = (basis: typeof old, item: string) => basis.rows.find((row) => row.item === item)?.n ?? 0
        expect(n(nw, '1.1')).toBe(n(old, '1.1') + n(old, '1.2'))
        expect(nw.unlisted).toBe(n(old, '9.2'))
      }),
    )
  })
})

describe('the differences', () => {
  it('are told in words, item by item', () => {
    const next = edit((items) =>
      items
        .filter(({ code }) => code !== '9.2')
        .map((item) => (item.code === '1.2' ? { ...item, days: 3, name: '电动自行车违规充电', city: null } : item)),
    )
    expect(catalogueChanges(base, next)).toEqual([
      {
        code: '1.2',
        name: '电动自行车违规充电',
        kind: 'changed',
        words: ['改名：电瓶车违规充电 → 电动自行车违规充电', '上报：市级 1.2 → 不上报市级', '期限：5 → 3 个工作日'],
      },
      expect.objectContaining({ code: '9.2', kind: 'dropped' }),
    ])
    expect(catalogueChanges(base, same)).toEqual([])
    expect(headingChanges(base, { ...same, categories: base.categories.slice(1) })).toEqual(['停用类别 1 社区消防'])
  })
})
