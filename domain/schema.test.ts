import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandSchema } from './entry.ts'
import { shortCode, uuidv7 } from './ids.ts'
import { isProblem, problem, problems } from './problem.ts'
import { code, day, instant, isStorableDeep, optionalText, sha256, text, uuid } from './schema.ts'

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success

describe('text', () => {
  it('is kept as written, up to its length, and is not blank', () => {
    for (const good of ['灭火器', ' 前后有空格 ', '𠮷野家', 'a\nb\tc', '👨‍👩‍👧', '<script>', "'; drop table"])
      expect(takes(text(20), good), good).toBe(true)
    for (const bad of ['', '   ', '\n\t', '字'.repeat(21), 5, null, undefined, ['a']])
      expect(takes(text(20), bad)).toBe(false)
    expect(takes(optionalText(5), undefined)).toBe(true)
    expect(takes(optionalText(5), '')).toBe(true)
  })

  it('holds neither U+0000 nor half of a surrogate pair, wherever it stands', () => {
    for (const bad of ['a\u0000b', '\u0000', '\ud800', 'x\ud83d', '\ude00x', '\ud83dx\ude00', '\ud83d\ud83d\ude00'])
      expect([takes(text(20), bad), takes(optionalText(20), bad)]).toEqual([false, false])
  })

  it('is refused exactly when it is not well-formed or holds a NUL', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 12 }), (units) => {
        const given = `字${String.fromCharCode(...units)}`
        const whole = !/[\ud800-\udfff]/.test(given.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''))
        expect(takes(text(20), given)).toBe(whole && !given.includes('\0'))
      }),
      { numRuns: 2000 },
    )
  }, 30_000)
})

describe('a JSON value that jsonb can hold', () => {
  it('is clean in every string and key at every depth', () => {
    expect(isStorableDeep({ a: [{ b: 'c' }, 1.5, true, null] })).toBe(true)
    expect(isStorableDeep({ a: [{ b: 'c\u0000' }] })).toBe(false)
    expect(isStorableDeep({ a: [{ 'b\ud800': 'c' }] })).toBe(false)
  })

  it('is not too deep, and has no number that JSON cannot say', () => {
    const deep = (n: number): unknown => (n === 0 ? 1 : [deep(n - 1)])
    expect(isStorableDeep(deep(20))).toBe(true)
    expect(isStorableDeep(deep(50))).toBe(false)
    expect(isStorableDeep(JSON.parse('{"a": 1e999}'))).toBe(false)
    expect(isStorableDeep(JSON.parse('{"a": [-1e999]}'))).toBe(false)
    expect(isStorableDeep({ a: 1e308 })).toBe(true)
  })
})

describe('codes, hashes and ids', () => {
  it('are plain', () => {
    for (const good of ['c01', 'c01-g1', '1.2', 'v-xf', 'A']) expect(takes(code, good)).toBe(true)
    for (const bad of ['', '-a', '.a', 'a b', 'a_b', '社区', 'a'.repeat(41), 'c01\n', 'p:1'])
      expect(takes(code, bad)).toBe(false)
    expect(takes(sha256, 'a'.repeat(64))).toBe(true)
    for (const bad of ['A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}\n`]) expect(takes(sha256, bad)).toBe(false)
    expect(takes(uuid, '019c0000-0000-7000-8000-000000000001')).toBe(true)
    for (const bad of ['-'.repeat(36), '019C0000-0000-7000-8000-000000000001', '019c0000000070008000000000000001'])
      expect(takes(uuid, bad)).toBe(false)
  })
})

describe('days and instants', () => {
  it('exist in the calendar', () => {
    for (const good of ['2026-02-28', '2024-02-29', '2026-03-02T01:00:00Z', '2026-03-02T09:00:00.123+08:00'])
      expect(takes(day, good), good).toBe(true)
    for (const bad of ['2026-02-29', '2026-13-01', '2026-3-2', '02/03/2026', '今天', '2026-03-02T25:00:00Z', 20260302])
      expect(takes(day, bad)).toBe(false)
    for (const bad of ['2026-03-02', '2026-03-02T09:00:00', '2026-03-02 09:00:00Z'])
      expect(takes(instant, bad)).toBe(false)
  })

  it('are such that JavaScript and PostgreSQL write them alike, also at the ends of time', () => {
    const ends = [
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00+14:00',
      '9999-12-31T23:59:59-14:00',
      '9999-12-31T23:59:59Z',
    ]
    for (const end of ends) expect(takes(instant, end), end).toBe(false)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: -23, max: 23 }), (year, offset) => {
        const sign = offset < 0 ? '-' : '+'
        const zone = `${sign}${String(Math.abs(offset)).padStart(2, '0')}:00`
        const given = `${String(year).padStart(4, '0')}-01-01T00:00:00${zone}`
        if (takes(instant, given)) expect(new Date(given).toISOString()).toMatch(/^\d{4}-/)
      }),
    )
    for (const skewed of ['2016-03-02T01:00:00Z', '2036-03-02T01:00:00Z', '1970-01-01T00:00:00Z'])
      expect(takes(instant, skewed)).toBe(true)
  })
})

describe('a command’s envelope', () => {
  const id = '019c0000-0000-7000-8000-000000000001'
  const good = { id, stream: id, kind: 'hazard', step: 'report', data: {}, takenAt: '2026-03-02T01:00:00Z' }

  it('takes what a device sends, and nothing beside it', () => {
    expect(takes(commandSchema, good)).toBe(true)
    expect(takes(commandSchema, { ...good, seen: 0, book: 'b1' })).toBe(true)
    const bad = [
      { seen: -1 },
      { seen: 1.5 },
      { seen: '1' },
      { kind: 'event' },
      { kind: 'toString' },
      { id: 'x' },
      { data: [] },
      { data: null },
      { takenAt: '昨天' },
      { recordedAt: good.takenAt },
      { actor: id },
    ]
    for (const one of bad) expect(takes(commandSchema, { ...good, ...one }), JSON.stringify(one)).toBe(false)
    for (const one of [null, 1, 'x', [], {}]) expect(takes(commandSchema, one)).toBe(false)
  })
})

describe('UUIDv7', () => {
  const zeros = new Uint8Array(10)
  const ones = new Uint8Array(10).fill(255)

  it('has version, variant and the time in its first 48 bits', () => {
    expect(uuidv7(0x017f22e279b0, ones)).toBe('017f22e2-79b0-7fff-bfff-ffffffffffff')
    expect(uuidv7(0x017f22e279b0, zeros)).toBe('017f22e2-79b0-7000-8000-000000000000')
  })

  it('sorts as text by its millisecond, whatever the randomness, and is an id of the ledger', () => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 2 })
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
    fc.assert(
      fc.property(time, time, bytes, bytes, (a, b, x, y) => {
        const [one, other] = [uuidv7(a, x), uuidv7(b, y)]
        expect(takes(uuid, one)).toBe(true)
        if (a !== b) expect(one < other).toBe(a < b)
        expect(Number.parseInt(one.replace('-', '').slice(0, 12), 16)).toBe(a)
      }),
    )
  })

  it('shows its last six places as the short code', () => {
    expect(shortCode('017f22e2-79b0-7000-8000-00000abcde12')).toBe('BCDE12')
  })
})

describe('problems', () => {
  it('each say one plain Chinese sentence, without a code or a word of English', () => {
    for (const [name, sentence] of Object.entries(problems)) {
      expect(sentence, name).toMatch(/^[\u4e00-\u9fff“][^。]*。$/)
      // Units, and the names that files and programs have on everybody's screen.
      expect(sentence.replace(/MB|xlsx|xls|csv|docx|doc|WPS|Excel|Word|PDF/g, ''), name).not.toMatch(/[A-Za-z]{2,}/)
      expect(sentence).not.toContain('推诿')
    }
  })

  it('are told apart from what a step returns', () => {
    expect(isProblem(problem('case.exists'))).toBe(true)
    for (const other of [null, undefined, 'case.exists', [], {}, { code: 'c01' }, { code: 'toString' }, { code: {} }])
      expect(isProblem(other)).toBe(false)
  })
})
