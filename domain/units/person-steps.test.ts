import { describe, expect, it } from 'vitest'
import { type Command, SYSTEM } from '../entry.ts'
import { actorOf, START } from '../hazard/given.ts'
import { everybody, personOf, smallReference, smallStaff, type Who } from '../hazard/given-tree.ts'
import { rules } from '../kinds.ts'
import { isProblem } from '../problem.ts'
import { standIns } from './deputies.ts'
import { type Actor, exclusiveRoles, type Membership, type Role } from './roles.ts'
import type { Person, Reference } from './units.ts'

const newcomer = '00000000-0000-7000-b000-000000000001'
const stateOf = (who: Who): Person => smallReference.people.get(personOf(who)) as Person

interface Ask {
  to?: Who
  data?: object
  state?: Person | null
  now?: string
  reference?: Reference
}

function ask(who: Who | Actor, step: string, { to, data = {}, now = START, reference = smallReference, ...more }: Ask) {
  const actor = typeof who === 'string' ? actorOf(who) : who
  const stream = to ? personOf(to) : newcomer
  const state = more.state === undefined ? (to ? stateOf(to) : null) : more.state
  const command = { id: stream, stream, kind: 'person' as const, step, data: data as Command['data'], takenAt: START }
  const context = { actor, reference, now, photos: new Map(), next: () => 1 }
  const result = rules.person.decide(command, new Map([[stream, state]]), context)
  return isProblem(result) ? result.code : 'accepted'
}

const duty = (role: Role, unit: string): Membership => ({ role, unit })
const enrol = (who: Who, ...memberships: Membership[]) => ask(who, 'enrol', { data: { name: '某人', memberships } })
const appoint = (who: Who, to: Who, ...memberships: Membership[]) => ask(who, 'appoint', { to, data: { memberships } })

/** The duties each keeper gives, written a second time and without the law's code. */
const seats: [Membership, Who[]][] = [
  [duty('grid', 'c01-g1'), ['admin', 'office', 'office2', 'community', 'colleague']],
  [duty('volunteer', 'c01'), ['admin', 'office', 'office2', 'community', 'colleague']],
  [duty('property', 'c01-s1'), ['admin', 'office', 'office2', 'community', 'colleague']],
  [duty('branch', 'c01-s2'), ['admin', 'office', 'office2', 'community', 'colleague']],
  [duty('grid', 'c02-g1'), ['admin', 'office', 'office2', 'community2']],
  [duty('community', 'c01'), ['admin', 'office', 'office2']],
  [duty('handler', 'v-xf'), ['admin', 'office', 'office2']],
  [duty('checker', 'jd'), ['admin', 'office', 'office2']],
  [duty('office', 'zb'), ['admin', 'office', 'office2']],
  [duty('leader', 'jd'), ['admin']],
  [duty('superior', 'xq'), ['admin']],
  [duty('auditor', 'jd'), ['admin']],
  [duty('security', 'jd'), ['admin']],
  [duty('admin', 'jd'), ['admin']],
]

describe('who enrols whom', () => {
  it.each(seats)('$role at $unit', (seat, keepers) => {
    for (const who of everybody) {
      const wanted = keepers.includes(who) ? 'accepted' : 'step.not-yours'
      expect(enrol(who, seat), who).toBe(wanted)
    }
  })

  it('a community gives nobody no duty at all, and none of its own together with a stranger’s', () => {
    expect(enrol('community')).toBe('step.not-yours')
    expect(enrol('community', duty('grid', 'c01-g1'), duty('grid', 'c02-g1'))).toBe('step.not-yours')
    expect(enrol('community', duty('grid', 'c01-g1'), duty('checker', 'c01'))).toBe('step.not-yours')
    expect(enrol('office')).toBe('accepted')
  })

  it.each(exclusiveRoles)('%s stands alone, also for the administrator and the system', (role) => {
    const mixed = [duty(role, 'jd'), duty('grid', 'c01-g1')]
    expect(enrol('admin', ...mixed)).toBe('person.exclusive')
    expect(appoint('admin', 'grid', ...mixed)).toBe('person.exclusive')
    const system = { person: SYSTEM, memberships: [] }
    expect(ask(system, 'enrol', { data: { name: '某人', memberships: mixed } })).toBe('person.exclusive')
    const other = exclusiveRoles.find((one) => one !== role) as Role
    expect(enrol('admin', duty(role, 'jd'), duty(other, 'jd'))).toBe('person.exclusive')
  })

  it.each(['13800138000', '028-8564 1234', '+86 138 0013 8000'])('takes the phone %s', (phone) => {
    expect(ask('admin', 'enrol', { data: { name: '某人', memberships: [], phone } })).toBe('accepted')
  })
  it.each(['1.38E+10', '无', '', '1380013800x', '138'])('refuses the phone %s', (phone) => {
    expect(ask('admin', 'enrol', { data: { name: '某人', memberships: [], phone } })).toBe('command.invalid')
  })
})

describe('who changes whom', () => {
  const bodies: Record<string, object> = {
    appoint: { memberships: [duty('grid', 'c01-g1')] },
    contact: { phone: '13800138000' },
    reveal: { reason: '请他到场' },
    invite: {},
    disable: {},
    enable: {},
  }

  it('nobody himself, whatever he is', () => {
    for (const who of everybody)
      for (const [step, data] of Object.entries(bodies)) {
        const keeper = ['admin', 'office', 'office2', 'community', 'colleague', 'community2'].includes(who)
        const guards = who === 'security' && ['invite', 'disable', 'enable'].includes(step)
        expect(ask(who, step, { to: who, data }), `${who} ${step}`).toBe(
          keeper || guards ? 'person.self' : 'step.not-yours',
        )
      }
  })

  it('each keeper his own; of others’ people a community hears that there is nobody', () => {
    const own: Partial<Record<Who, Who[]>> = {
      community: ['grid', 'volunteer', 'property', 'branch'],
      colleague: ['grid', 'volunteer', 'property', 'branch'],
      community2: ['grid2'],
      office: everybody.filter((to) => !['office', 'leader', 'superior', 'auditor', 'admin', 'security'].includes(to)),
      admin: everybody.filter((to) => to !== 'admin'),
    }
    const sees: Partial<Record<Who, Who[]>> = {
      community: ['colleague'],
      colleague: ['community'],
      community2: ['checker2'],
    }
    for (const who of ['community', 'colleague', 'community2', 'office', 'admin'] as const)
      for (const to of everybody)
        for (const [step, data] of Object.entries(bodies)) {
          if (who === to || (step === 'appoint' && who === 'community2')) continue
          const known = who === 'office' || sees[who]?.includes(to)
          const wanted = own[who]?.includes(to) ? 'accepted' : known ? 'step.not-yours' : 'person.unknown'
          expect(ask(who, step, { to, data }), `${who} ${step} ${to}`).toBe(wanted)
        }
  })

  it('security shuts out, lets in and gives a new sign-in to anybody else, and nothing more', () => {
    for (const to of everybody.filter((one) => one !== 'security'))
      for (const [step, data] of Object.entries(bodies)) {
        const wanted = ['invite', 'disable', 'enable'].includes(step) ? 'accepted' : 'step.not-yours'
        expect(ask('security', step, { to, data }), `${step} ${to}`).toBe(wanted)
      }
  })

  it('an officer takes nobody beyond his reach, neither from there nor thither', () => {
    expect(appoint('community', 'grid', duty('grid', 'c02-g1'))).toBe('step.not-yours')
    expect(appoint('community', 'grid')).toBe('step.not-yours')
    expect(appoint('community2', 'grid', duty('grid', 'c02-g1'))).toBe('person.unknown')
    expect(appoint('office', 'grid', duty('leader', 'jd'))).toBe('step.not-yours')
    expect(appoint('office', 'leader', duty('grid', 'c01-g1'))).toBe('step.not-yours')
    expect(appoint('admin', 'leader', duty('grid', 'c01-g1'))).toBe('accepted')
  })

  it('who is disabled gets no link', () => {
    const state = { ...stateOf('grid'), disabled: true }
    expect(ask('community', 'invite', { to: 'grid', state })).toBe('person.disabled')
    expect(ask('community', 'enable', { to: 'grid', state })).toBe('accepted')
  })

  it('an enrolment is taken back by its maker within twelve hours, once', () => {
    const made: Person = { ...stateOf('grid'), enrolled: { by: personOf('community'), at: START } }
    const at = (hours: number) => new Date(Date.parse(START) + hours * 3_600_000).toISOString()
    expect(ask('community', 'retract', { to: 'grid', state: made, now: at(12) })).toBe('accepted')
    expect(ask('community', 'retract', { to: 'grid', state: made, now: at(12.01) })).toBe('person.retract')
    expect(ask('colleague', 'retract', { to: 'grid', state: made })).toBe('person.retract')
    expect(ask('admin', 'retract', { to: 'grid', state: made })).toBe('person.retract')
    expect(ask('community', 'retract', { to: 'grid', state: { ...made, retracted: [] } })).toBe('person.retract')
    expect(ask('community', 'retract', { to: 'grid', state: stateOf('grid') })).toBe('person.retract')
  })
})

describe('a stand-in', () => {
  const days = { from: '2026-03-02', to: '2026-03-06' }
  const lend = (who: Who, to: Who, deputy: Who, more: object = {}) =>
    ask(who, 'deputize', { to, data: { deputy: personOf(deputy), ...days, ...more } })

  it('is named by who keeps both, and is neither of them nor the one who names', () => {
    expect(lend('community', 'grid', 'volunteer')).toBe('accepted')
    expect(lend('office', 'community', 'colleague')).toBe('accepted')
    expect(lend('community', 'grid', 'grid2')).toBe('person.unknown')
    expect(lend('community', 'grid', 'colleague')).toBe('step.not-yours')
    expect(lend('community', 'grid', 'community')).toBe('person.self')
    expect(lend('community', 'grid', 'grid')).toBe('person.deputy')
    expect(lend('community', 'community', 'grid')).toBe('person.self')
    expect(lend('office', 'community', 'leader')).toBe('step.not-yours')
    expect(lend('grid', 'volunteer', 'property')).toBe('step.not-yours')
    expect(lend('security', 'grid', 'volunteer')).toBe('step.not-yours')
  })

  it('never holds or lends a duty that stands alone', () => {
    for (const alone of ['admin', 'auditor', 'security'] as const) {
      expect(lend('admin', 'grid', alone)).toBe(alone === 'admin' ? 'person.self' : 'person.exclusive')
      if (alone !== 'admin') expect(lend('admin', alone, 'grid')).toBe('person.exclusive')
    }
  })

  it.each([
    ['that ends before it begins', { from: '2026-03-06', to: '2026-03-02' }],
    ['of the past', { from: '2026-02-01', to: '2026-03-01' }],
    ['without end', { from: '2026-03-02', to: '2026-06-30' }],
    ['two years ahead', { from: '2028-03-02', to: '2028-03-03' }],
  ])('%s is refused', (_name, more) => {
    expect(lend('community', 'grid', 'volunteer', more)).toBe('person.days')
  })

  it('changes neither himself nor the person he stands in for', () => {
    const actor = {
      ...actorOf('grid'),
      principals: [{ person: personOf('community'), memberships: smallStaff.community }],
    }
    const [acting] = standIns(actor) as [Actor]
    expect(ask(acting, 'appoint', { to: 'volunteer', data: { memberships: [duty('grid', 'c01')] } })).toBe('accepted')
    expect(ask(acting, 'appoint', { to: 'grid', data: { memberships: [duty('grid', 'c01')] } })).toBe('person.self')
    expect(ask(acting, 'contact', { to: 'community', data: { phone: '13800138000' } })).toBe('person.self')
  })
})
