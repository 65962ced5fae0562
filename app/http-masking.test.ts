import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { testCatalogue, type Who } from '../ledger/test-book.ts'
import { everybody, openTestApp, PASSWORD, type TestApp } from './test-app.ts'

let server: TestApp

beforeAll(async () => {
  server = await openTestApp()
})

afterAll(() => server.end())

const neighbours = ['volunteer', 'property', 'branch'] as const
const mayKnow = (who: Who): boolean => ['community', 'colleague', 'office'].includes(who)

/** Everything the API tells somebody: lists, pages, feed, account, the session. */
async function everythingToldTo(who: Who, ids: readonly string[]): Promise<string> {
  const urls = [
    '/api/hazards?limit=200',
    '/api/changes?after=0&limit=500',
    '/api/account?by=unit',
    '/api/rechecks',
    '/api/bulletin/today',
    '/api/bulletin/chase',
    '/api/bulletin/chase?by=unit',
    '/api/units',
    '/api/catalogue',
    ...ids.map((id) => `/api/hazards/${id}`),
  ]
  const answers = await Promise.all(urls.map((url) => server.get(who, url)))
  return answers.map((answer) => answer.body).join('\n')
}

describe('who reported, and which neighbour did what', () => {
  let ids: string[]

  beforeAll(async () => {
    ids = await Promise.all(neighbours.map((who) => server.report(who, who === 'volunteer' ? {} : { site: 'c01-s1' })))
    for (const id of ids) {
      await server.step('community', 'verify', { unit: 'c01-s1' }, id)
      await server.step('property', 'rectify', { note: '已修', photos: [] }, id)
      await server.step('branch', 'comment', { text: '看到了' }, id)
      await server.step('colleague', 'return', { reason: '未修好' }, id)
      await server.step('community', 'call-up', { reason: '难', tried: '劝' }, id)
      await server.step('office', 'assign', { unit: 'v-xf', due: '2026-04-01', helpers: ['o-cg'] }, id)
    }
  })

  test('is known to community and office by name, to everybody else by duty at most', async () => {
    for (const who of everybody) {
      const told = await everythingToldTo(who, ids)
      for (const neighbour of neighbours) {
        if (neighbour === who) continue
        const known = told.includes(`测试${neighbour}`) || told.includes(server.book.people[neighbour])
        expect(known, `${who} knows ${neighbour}`).toBe(mayKnow(who))
      }
    }
  })

  test('stands on the timeline as a duty for who may not know, and as oneself for the reporter', async () => {
    const [id] = ids
    const first = async (who: Who) => (await server.get(who, `/api/hazards/${id}`)).json().entries[0]
    expect((await first('fire')).actor).toEqual({ id: null, name: '志愿者', duty: '志愿者' })
    expect((await first('fire')).data.set).not.toHaveProperty('reporter')
    expect((await first('volunteer')).actor.name).toBe('测试volunteer')
    expect((await first('community')).data.set.reporter).toBe(server.book.people.volunteer)
    for (const entry of (await server.get('office', `/api/hazards/${id}`)).json().entries)
      expect(entry.data.set).not.toHaveProperty('audience')
  })

  test('is not told by a stale screen either', async () => {
    const id = await server.report('property', { site: 'c01-s1' })
    await server.step('community', 'verify', { unit: 'c01-s1' }, id)
    const { version } = (await server.get('branch', `/api/hazards/${id}`)).json().hazard
    await server.step('property', 'rectify', { note: '已修', photos: [] }, id)
    const told = (who: Who) => server.step(who, 'rectify', { note: '我修', photos: [] }, id, { seen: version })
    const masked = await told('branch')
    expect(masked.problem).toMatchObject({ code: 'step.stale', detail: { step: 'rectify' } })
    expect(masked.problem?.detail).not.toHaveProperty('actor')
    expect(masked.problem?.message).toContain('，物业代表已办理')
    expect((await told('community')).problem?.detail?.actor).toBe(server.book.people.property)
  })

  test('stays hidden when the reporter has left every duty, or has become an officer', async () => {
    const person = server.book.people.branch
    const appoint = (memberships: object[]) =>
      server.step('admin', 'appoint', { memberships }, person, { kind: 'person' })
    for (const memberships of [[], [{ role: 'grid', unit: 'c01-g1' }]]) {
      await appoint(memberships)
      const page = (await server.get('fire', `/api/hazards/${ids[2]}`)).json()
      expect(JSON.stringify(page.entries[0])).not.toMatch(new RegExp(`测试branch|${person}`))
    }
    await appoint([{ role: 'branch', unit: 'c01-s1' }])
  })

  test('the parties of a dispute are known to those who handle it', async () => {
    const item = { code: '7.3', name: '邻里纠纷', city: null, synonyms: [], look: '听', severity: 'ordinary' }
    const dispute = { ...item, proof: 'mediation', days: 5, confirmed: true }
    const [category] = testCatalogue.categories
    const categories = [category, { code: '7', name: '矛盾纠纷', items: [dispute] }]
    const catalogue = { ...testCatalogue, version: 't2', from: '2026-03-03', categories, crosswalk: { '2.1': null } }
    const sent = await server.step('admin', 'publish', catalogue, server.book.id(), { kind: 'catalogue' })
    expect(sent.status, JSON.stringify(sent.problem)).toBe('accepted')
    server.setClock('2026-03-03T02:00:00Z')
    await server.renew()
    const id = await server.report('volunteer', { item: '7.3', party: '王某与李某' })
    const knowing = async () => {
      const told = await Promise.all(everybody.map((who) => everythingToldTo(who, [id])))
      return everybody.filter((_who, i) => told[i]?.includes('王某与李某'))
    }
    const local = ['grid', 'volunteer', 'community', 'colleague', 'office', 'checker']
    expect(await knowing()).toEqual(local)
    await server.step('community', 'call-up', { reason: '难', tried: '劝' }, id)
    await server.step('office', 'assign', { unit: 'v-xf', due: '2026-04-01' }, id)
    expect((await knowing()).sort()).toEqual([...local, 'fire'].sort())
    expect((await server.get('leader', `/api/hazards/${id}`)).json()).toMatchObject({ hazard: { party: null } })
    const shop = await server.report('grid', { party: '某某商铺' })
    expect((await server.get('leader', `/api/hazards/${shop}`)).json()).toMatchObject({ hazard: { party: '某某商铺' } })
  })

  test('no list, page or feed names a token of the audience', async () => {
    for (const who of everybody) expect(await everythingToldTo(who, ids)).not.toMatch(/"audience"|"p:[0-9a-f]{8}-/)
  })
})

describe('the log', () => {
  const words = '张三家的电话一二三四五'
  const written: string[] = []
  const keep = (chunk: unknown) => {
    written.push(String(chunk))
    return true
  }
  const keepWarning = (warning: Error & { detail?: string }) => void written.push(`${warning.stack} ${warning.detail}`)

  beforeEach(() => {
    written.length = 0
    vi.spyOn(process.stderr, 'write').mockImplementation(keep)
    vi.spyOn(process.stdout, 'write').mockImplementation(keep)
    process.on('warning', keepWarning)
  })

  afterEach(() => {
    vi.restoreAllMocks()
    process.off('warning', keepWarning)
  })

  test('holds no password, cookie, token or written word, even of what failed', async () => {
    const cookie = await server.signIn('grid')
    const { token } = (await server.post('grid', '/api/tokens', {})).json()
    const tell = () =>
      server.step(
        'grid',
        'report',
        { community: 'c01', item: '1.1', place: words, description: words, photos: [] },
        server.book.id(),
      )
    await server.post(null, '/api/session', { username: words, password: 'hunter2-hunter2' })
    await server.post('grid', '/api/commands', `{"commands":["${words}"`)
    expect((await tell()).status).toBe('accepted')
    // The database will now quote what it refuses: the words, and the search.
    await server.book.owner(async (client) => {
      await client.query("alter table ledger.entry_text add constraint no check (text ->> 'place' is null) not valid")
      await client.query('alter table view.hazard rename to gone')
    })
    expect((await tell()).problem?.code).toBe('server.bug')
    const read = await server.call(null, { url: `/api/hazards?q=${encodeURIComponent(words)}`, headers: { cookie } })
    expect(read.statusCode).toBe(500)
    expect(read.json()).toMatchObject({ code: 'server.bug', message: '系统出了差错，已经记录，请稍后再试。' })
    expect(read.body).not.toMatch(/hazard h|relation|select/)
    await server.book.owner(async (client) => {
      await client.query('alter table view.gone rename to hazard')
      await client.query('alter table ledger.entry_text drop constraint no')
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect((await tell()).status).toBe('accepted')
    const log = written.join('\n')
    expect(log).toContain('request failed')
    expect(log).toContain('a command failed')
    for (const secret of [words, 'hunter2', PASSWORD, token, cookie.split('=')[1] ?? '-', '测试'])
      expect(log.includes(secret), secret).toBe(false)
  })
})
