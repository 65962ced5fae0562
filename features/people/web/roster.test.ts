import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Membership, Role } from '../../../domain/units/roles.ts'
import { seedUnits } from '../../../domain/units/seed-units.ts'
import { findUnit } from '../../../platform/web/case/find-unit.ts'
import { splitPaste } from '../../../platform/web/text/split-paste.ts'
import { type Desk, judgeRoster, openDesk, readPhone } from './roster.ts'
import { enrolment } from './roster-commands.ts'
import { readTable } from './roster-table.ts'

const units = new Map(seedUnits.map((unit) => [unit.code, unit]))

const deskOf = (memberships: Membership[], enrolled: Desk['enrolled'] = []): Desk =>
  openDesk(units, { person: 'me', memberships }, enrolled)
const office = deskOf([{ role: 'office', unit: 'zb' }])
const secretary = deskOf([{ role: 'community', unit: 'c01' }])

const judge = (pasted: string, desk = office) => judgeRoster(readTable(splitPaste(pasted)) ?? [], desk)
const one = (line: string, desk = office) => {
  const [judged] = judge(`姓名\t单位\t职务\t电话\n${line}`, desk)
  if (!judged) throw new Error('no row')
  return judged
}

describe('a pasted sheet', () => {
  it('is read under its own title and header words, whatever their order and the columns between', () => {
    const pasted = [
      '华阳街道网格员花名册\t\t\t\t\t',
      '填报单位：华新街社区\t\t\t\t\t',
      '序号\t所属　社区\t网格\t姓　名\t"岗位\n（职务）"\t手机号码',
      '1\t华新街社区\t第一网格\t张 三\t网格员\t138 0013 8000',
      '2\t\t2网格\t李四\t专职网格员\t１３９００１３９０００',
      '\t\t\t\t\t',
      '合计\t\t\t2人\t\t',
    ].join('\r\n')
    const judged = judge(pasted)
    expect(judged.map(({ name, phone, duty, state, row }) => [row.line, name, phone, duty, state])).toEqual([
      [4, '张三', '13800138000', { role: 'grid', unit: 'c01-g1' }, 'ready'],
      [5, '李四', '13900139000', { role: 'grid', unit: 'c01-g2' }, 'ready'],
    ])
  })

  it('has a merged unit in its first row only', () => {
    const judged = judge('姓名\t单位\t职务\n张三\t华新街社区\t书记\n李四\t\t主任\n王五\t祥龙社区\t书记')
    expect(judged.map(({ duty }) => duty?.unit)).toEqual(['c01', 'c01', 'c02'])
  })

  it('without a header is not guessed at', () => {
    expect(readTable(splitPaste('张三\t华新街社区\t网格员\t13800138000'))).toBeNull()
    expect(readTable(splitPaste(''))).toBeNull()
    expect(readTable(splitPaste('姓名\n张三'))).toBeNull()
  })

  it('may come from a chat with commas or wide blanks', () => {
    expect(judge('姓名，单位，职务\n张三，华新街社区，书记')[0]).toMatchObject({ name: '张三', state: 'ready' })
    expect(judge('姓名  单位  职务\n张三  华新街社区  书记')[0]).toMatchObject({ name: '张三', state: 'ready' })
  })

  it('is never read into a fault, whatever is pasted', () => {
    const cell = fc.oneof(
      fc.constantFrom('姓名', '单位', '职务', '电话', '"', '\n', '""'),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }), (table) => {
        judge(table.map((row) => row.join('\t')).join('\n'))
        judge(`姓名\t单位\t职务\t电话\n${table.map((row) => row.join('\t')).join('\n')}`)
      }),
      { numRuns: 200 },
    )
  }, 60_000)
})

describe('a unit', () => {
  const all = () => true
  it.each([
    ['华新街社区', 'c01'],
    ['华新街', 'c01'],
    ['华新街社区居委会', 'c01'],
    ['华新街社区第一网格', 'c01-g1'],
    ['华新街1网格', 'c01-g1'],
    ['华新街社区 1号网格', 'c01-g1'],
    ['成南领寓', 'c01-s1'],
    ['华阳街道', 'jd'],
    ['消防救援大队', 'v-xf'],
  ])('%s is known', (said, code) => expect(findUnit(units, said, all).code).toBe(code))

  it('of several by one name is the one within reach, else all are named', () => {
    expect(findUnit(units, '第一网格', (code) => code.startsWith('c02')).code).toBe('c02-g1')
    expect(findUnit(units, '第一网格', all)).toMatchObject({ like: ['c01-g1', 'c02-g1', 'c03-g1'] })
  })

  it('misspelt is suggested', () => {
    expect(findUnit(units, '华新衔社区', all).like[0]).toBe('c01')
    expect(one('张三\t华新衔社区\t书记\t').errors[0]).toMatchObject({
      field: 'unit',
      fix: '华新街社区',
      say: expect.stringMatching(/^第 2 行“单位”：没有只叫“华新衔社区”的单位，是.*华新街社区/),
    })
    expect(one('张三\t月球基地\t书记\t').errors[0]?.say).toBe('第 2 行“单位”：没有叫“月球基地”的单位。')
  })
})

describe('a duty', () => {
  it.each<[string, string, Role, string]>([
    ['华新街社区', '书记', 'community', 'c01'],
    ['华新街社区', '副主任', 'community', 'c01'],
    ['华新街社区', '社区两委', 'community', 'c01'],
    ['华新街社区第一网格', '网格员', 'grid', 'c01-g1'],
    ['华新街社区', '专职网格员', 'grid', 'c01'],
    ['华新街社区', '楼长', 'volunteer', 'c01'],
    ['华新街社区', '平安志愿者', 'volunteer', 'c01'],
    ['成南领寓', '物业经理', 'property', 'c01-s1'],
    ['成南领寓', '院落党支部书记', 'branch', 'c01-s1'],
    ['城市管理办公室', '主任', 'handler', 'o-cg'],
    ['消防救援大队', '经办人', 'handler', 'v-xf'],
    ['百日攻坚工作组办公室', '内勤', 'office', 'zb'],
    ['华阳街道', '复查员', 'checker', 'jd'],
  ])('at %s, %s is known', (unit, said, role, code) =>
    expect(one(`张三\t${unit}\t${said}\t`)).toMatchObject({ state: 'ready', duty: { role, unit: code } }),
  )

  it('that does not fit the unit, is unknown or is not the paster’s to give is said so, by row and column', () => {
    const say = (line: string, desk = office) => one(line, desk).errors[0]?.say
    expect(say('张三\t华新街社区\t物业经理\t')).toBe('第 2 行“单位”：物业代表要写到小区（院落），“华新街社区”不是。')
    expect(say('张三\t华新街社区\t打更人\t')).toMatch(/^第 2 行“职务”：“打更人”认不出是什么职务，可以写：网格员、/)
    expect(say('张三\t华新街社区\t\t')).toMatch(/^第 2 行“职务”：没有写职务/)
    expect(say('张三\t华阳街道\t主任\t')).toBe(
      '第 2 行“职务”：您不能登记华阳街道（示范）的领导，请由街道专班或管理员登记。',
    )
    expect(say('张三\t华新街社区\t书记\t', secretary)).toMatch(/您不能登记华新街社区的社区两委/)
    expect(say('张三\t祥龙社区\t网格员\t', secretary)).toMatch(/您不能登记祥龙社区的网格员/)
    expect(one('张三\t第一网格\t网格员\t', secretary)).toMatchObject({ state: 'ready', duty: { unit: 'c01-g1' } })
  })
})

describe('a phone', () => {
  it.each([
    ['13800138000', '13800138000'],
    ['138-0013-8000', '13800138000'],
    ['+86 13800138000', '13800138000'],
    ['028-85641234', '02885641234'],
    ['', ''],
  ])('%s is %s', (said, phone) => expect(readPhone(said)).toBe(phone))
  it.each(['1.38E+10', '1.3800138E10', '1380013800', '138001380000', '无', '13800138000/13900139000'])(
    '%s is refused',
    (said) => expect(readPhone(said)).toHaveProperty('say'),
  )
})

describe('somebody twice', () => {
  it('in the sheet is said with the other row', () => {
    const judged = judge('姓名\t单位\t职务\t电话\n张三\t华新街\t书记\t\n张 三\t华新街社区\t主任\t')
    expect(judged[1]?.errors[0]?.say).toMatch(/^第 3 行“姓名”：与第 2 行同名同单位/)
    const phones = judge('姓名\t单位\t职务\t电话\n张三\t华新街\t书记\t13800138000\n李四\t祥龙\t书记\t13800138000')
    expect(phones[1]?.errors[0]?.say).toMatch(/电话与第 2 行的张三相同/)
    const duties = judge(
      '姓名\t单位\t职务\t电话\n张三\t华新街1网格\t网格员\t13800138000\n张三\t华新街2网格\t网格员\t13800138000',
    )
    expect(duties[1]?.errors[0]?.say).toMatch(/与第 2 行是同一个人/)
  })

  it('in the roster is left alone', () => {
    const enrolled = [{ name: '张三', duties: [{ role: 'grid' as const, unit: 'c01' }], disabled: false }]
    const desk = deskOf([{ role: 'office', unit: 'zb' }], enrolled)
    expect(one('张三\t华新街社区\t书记\t', desk)).toMatchObject({ state: 'known', errors: [] })
    expect(one('张三\t祥龙社区\t书记\t', desk).state).toBe('ready')
  })
})

describe('ids', () => {
  const how = { salt: 'ab', sender: 'me', gone: [], takenAt: '2026-03-02T01:00:00Z' }
  const row = one('张三\t华新街社区\t书记\t13800138000')

  it('follow from name and unit: the same row is the same person for everybody', () => {
    const first = enrolment(row, how)
    expect(first.stream).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(enrolment(one('张 三\t华新街\t书记\t13800138000'), how)).toEqual(first)
    expect(enrolment(row, { ...how, sender: 'other' }).stream).toBe(first.stream)
    expect(enrolment(row, { ...how, sender: 'other' }).id).not.toBe(first.id)
    expect(enrolment(row, { ...how, salt: 'cd' }).stream).not.toBe(first.stream)
    expect(enrolment(one('张三\t祥龙社区\t书记\t'), how).stream).not.toBe(first.stream)
  })

  it('are new for who was taken back', () => {
    const gone = [{ name: '张三', retracted: [{ role: 'community' as const, unit: 'c01' }] }]
    expect(enrolment(row, { ...how, gone }).stream).not.toBe(enrolment(row, how).stream)
  })
})
