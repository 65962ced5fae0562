import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allItems, type Catalogue, catalogueSchema, findItem } from './catalogue.ts'
import { catalogue2019 as catalogue } from './catalogue-2019.ts'
import { catalogueInForce } from './in-force.ts'
import { pinyin } from './pinyin-data.ts'
import { searchItems } from './search.ts'

const items = allItems(catalogue)
const found = (typed: string) => searchItems(catalogue, typed).map((item) => item.code)
const syllables = (word: string) => (pinyin[word] ?? '').split(' ')

describe('the catalogue of the campaign', () => {
  it('has 9 categories and 30 items, numbered once, each in its category', () => {
    expect(catalogue.categories.map((category) => category.code)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9'])
    expect(items).toHaveLength(30)
    expect(new Set(items.map((item) => item.code)).size).toBe(30)
    for (const { code, items: own } of catalogue.categories)
      for (const item of own) expect(item.code.startsWith(`${code}.`)).toBe(true)
  })

  it('is what a catalogue’s step accepts', () => {
    expect(catalogueSchema.safeParse(catalogue).success).toBe(true)
  })

  it('says of every item what to look for, how severe, what proves it and by when', () => {
    for (const item of items) {
      expect(item.look.length).toBeGreaterThan(5)
      expect(['ordinary', 'larger', 'major']).toContain(item.severity)
      expect(['photo', 'visit', 'mediation']).toContain(item.proof)
      expect(item.days).toBeGreaterThan(0)
      expect(item.synonyms.length).toBeGreaterThan(0)
      expect(new Set(item.synonyms).size).toBe(item.synonyms.length)
    }
  })

  it('has the city’s number on all but the sub-district’s own item', () => {
    expect(items.filter((item) => item.city === null).map((item) => item.code)).toEqual(['9.2'])
    const numbers = items.flatMap((item) => (item.city === null ? [] : [item.city]))
    expect(new Set(numbers).size).toBe(29)
  })

  it('marks what no published page confirms as provisional', () => {
    expect(items.filter((item) => item.confirmed)).toHaveLength(7)
  })

  it('asks disputes for a mediation, not for photos', () => {
    const disputes = catalogue.categories.find((category) => category.code === '7')
    for (const item of disputes?.items ?? []) expect(item.proof).not.toBe('photo')
  })
})

describe('searching', () => {
  it('finds every item by its number and first by its name', () => {
    for (const item of items) {
      expect(found(item.code)[0]).toBe(item.code)
      expect(found(item.name)[0]).toBe(item.code)
    }
  })

  it('finds every item by each synonym, its pinyin, the pinyin in one, its beginning and its initials', () => {
    const missed: string[] = []
    for (const item of items)
      for (const word of [item.name, ...item.synonyms]) {
        const sounds = syllables(word)
        const initials = sounds.map((one) => one.charAt(0)).join('')
        const ways = [word, ` ${word} `, sounds.join(''), sounds.join(' '), sounds.join('').toUpperCase(), initials]
        for (const way of ways) if (!found(way).includes(item.code)) missed.push(`${item.code} ${word} by ${way}`)
      }
    expect(missed).toEqual([])
  }, 30_000)

  it('knows the pinyin of every word, a syllable a character', () => {
    const words = items.flatMap((item) => [item.name, ...item.synonyms])
    const wrong = words.filter((word) => {
      const characters = word.replace(/[^\u4e00-\u9fff]/g, '')
      return characters !== '' && syllables(word).filter((one) => /^[a-z]+$/.test(one)).length < characters.length
    })
    expect(wrong).toEqual([])
  })

  it('finds 飞线 by what a volunteer types', () => {
    for (const typed of ['飞线', '私拉', '充电', 'feixian', 'fx', 'chongdian', 'cd', 'FEIXIAN', '飞 线'])
      expect(found(typed), typed).toContain('1.2')
    expect(found('飞线')[0]).toBe('1.2')
    expect(found('feixian')[0]).toBe('1.2')
  })

  it('gives everything for nothing, and nothing for nonsense', () => {
    expect(found('')).toHaveLength(30)
    expect(found('   ')).toHaveLength(30)
    expect(found('zzzzqq')).toEqual([])
    expect(found('🚲')).toEqual([])
  })

  it('never throws, repeats or invents', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (typed) => {
        const codes = found(typed)
        expect(new Set(codes).size).toBe(codes.length)
        expect(codes.every((code) => findItem(catalogue, code))).toBe(true)
      }),
      { numRuns: 500 },
    )
  }, 30_000)
})

describe('the version in force', () => {
  const version = (name: string, from: string): Catalogue => ({ ...catalogue, version: name, from })
  const all = [version('b', '2026-03-01'), version('a', '2019-03-23'), version('c', '2026-07-01')]
  const on = (day: string, versions = all) => catalogueInForce(versions, day)?.version

  it('is the last one whose day has come, in whatever order they were published', () => {
    expect(on('2019-03-22')).toBeUndefined()
    expect(on('2019-03-23')).toBe('a')
    expect(on('2026-02-28')).toBe('a')
    expect(on('2026-03-01')).toBe('b')
    expect(on('2026-06-30')).toBe('b')
    expect(on('2030-01-01')).toBe('c')
    expect(on('2026-06-30', [...all].reverse())).toBe('b')
  })

  it('of two from the same day is the one published later', () => {
    expect(on('2026-08-01', [...all, version('d', '2026-07-01')])).toBe('d')
  })
})
