import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { addDays, shanghaiDate } from '../domain/calendar/working-days.ts'
import { uuidv7 } from '../domain/ids.ts'
import type { Membership } from '../domain/units/roles.ts'
import { seedUnits } from '../domain/units/seed-units.ts'
import { enrol } from '../ledger/found.ts'
import { createAccount, hashPassword } from '../platform/server/auth.ts'
import type { Clock } from '../platform/server/clock.ts'
import { withOwner } from '../platform/server/db.ts'
import { type DrawnPhoto, drawPhotos, sceneOf } from './demo/photos.ts'
import { leadUnits, type Move, planCampaign, type Site, timeOf } from './demo/plan.ts'
import { seeded } from './demo/random.ts'
import { BOOK, isFounded, openBook } from './first-book.ts'

/** The fixed user names of the demo and the duty each holds. */
export const demoUsers: Record<string, { name: string; duty: Membership }> = {
  grid: { name: '华新街网格员甲', duty: { role: 'grid', unit: 'c01-g1' } },
  volunteer: { name: '华新街志愿者甲', duty: { role: 'volunteer', unit: 'c01' } },
  property: { name: '成南领寓物业代表', duty: { role: 'property', unit: 'c01-s1' } },
  community: { name: '华新街社区干部甲', duty: { role: 'community', unit: 'c01' } },
  grid2: { name: '祥龙网格员甲', duty: { role: 'grid', unit: 'c02-g1' } },
  community2: { name: '祥龙社区干部甲', duty: { role: 'community', unit: 'c02' } },
  office: { name: '专班内勤甲', duty: { role: 'office', unit: 'zb' } },
  fire: { name: '消防经办人甲', duty: { role: 'handler', unit: 'v-xf' } },
  police: { name: '派出所经办人甲', duty: { role: 'handler', unit: 'v-pcs' } },
  checker: { name: '复查员甲', duty: { role: 'checker', unit: 'jd' } },
  leader: { name: '街道领导甲', duty: { role: 'leader', unit: 'jd' } },
  superior: { name: '上级检查员甲', duty: { role: 'superior', unit: 'xq' } },
  auditor: { name: '审计员甲', duty: { role: 'auditor', unit: 'jd' } },
  admin: { name: '管理员甲', duty: { role: 'admin', unit: 'jd' } },
  security: { name: '安全管理员甲', duty: { role: 'security', unit: 'jd' } },
}

interface Demo {
  pool: Pool
  ownerUrl: string
  password?: string
  /** Where a drawn photo goes once its row exists. */
  keepPhoto(photo: DrawnPhoto): Promise<void>
  /** Says what the moment of loading is; every entry lies before it. */
  loadedAt: Clock
  say(line: string): void
}

type Crew = Map<string, string>

interface Member {
  /** `duty@unit`. */
  key: string
  name: string
  duty: Membership
}

/** Two grid workers and two officers a community. */
const communityCrew = (): Member[] =>
  seedUnits
    .filter((unit) => unit.kind === 'community')
    .flatMap(({ code, name }) => [
      { key: `grid2@${code}`, name: `${name}网格员乙`, duty: { role: 'grid', unit: `${code}-g2` } },
      { key: `colleague@${code}`, name: `${name}干部乙`, duty: { role: 'community', unit: code } },
      { key: `grid@${code}`, name: `${name}网格员丙`, duty: { role: 'grid', unit: `${code}-g1` } },
      { key: `community@${code}`, name: `${name}干部丙`, duty: { role: 'community', unit: code } },
    ])

/** A handler for every department the street asks, where no named user is one. */
const departmentCrew = (): Member[] =>
  seedUnits
    .filter(({ code }) => leadUnits.includes(code) && code !== 'v-xf' && code !== 'v-pcs')
    .map(({ code, name }) => ({ key: `handler@${code}`, name: `${name}经办人`, duty: { role: 'handler', unit: code } }))

/** Enrols the named users and the crew; gives ids by `duty@unit`. */
async function enrolCrew(
  founder: Awaited<ReturnType<typeof openBook>>,
  users: string[],
): Promise<{ crew: Crew; ids: string[] }> {
  const named = users.map((user) => demoUsers[user]).filter((user) => user !== undefined)
  const rest = [...communityCrew(), ...departmentCrew()]
  const people = [...named, ...rest].map(({ name, duty }) => ({ name, memberships: [duty] }))
  const ids = await enrol(founder, people)
  const crew = new Map(rest.map(({ key }, i) => [key, ids[named.length + i] ?? '']))
  const idOf = (user: string) => ids[users.indexOf(user)] ?? ''
  for (const user of ['office', 'checker', 'volunteer', 'property']) crew.set(user, idOf(user))
  crew.set('handler@v-xf', idOf('fire')).set('handler@v-pcs', idOf('police'))
  crew.set('grid@c01', idOf('grid')).set('community@c01', idOf('community'))
  crew.set('grid@c02', idOf('grid2')).set('community@c02', idOf('community2'))
  return { crew, ids }
}

function photosFor(move: Move, album: readonly DrawnPhoto[], random: () => number, pair: Map<number, number>) {
  const scene = sceneOf(move.item)
  const variant = pair.get(move.hazard) ?? Math.floor(random() * 1000)
  pair.set(move.hazard, variant)
  const take = (after: boolean) => {
    const fitting = album.filter((photo) => photo.scene === scene && photo.after === after)
    return fitting[variant % fitting.length]?.sha256
  }
  const before = move.photos?.before ? [take(false)].filter((hash) => hash !== undefined) : []
  const after = move.photos?.after ? [take(true)].filter((hash) => hash !== undefined) : []
  return { before, after }
}

function dataOf(move: Move, shots: { before: string[]; after: string[] }): Record<string, unknown> {
  if (move.step === 'report' && move.data.fixed)
    return { ...move.data, photos: shots.before, fixed: { ...(move.data.fixed as object), photos: shots.after } }
  if (move.step === 'report') return { ...move.data, photos: shots.before }
  if (move.step === 'rectify') return { ...move.data, photos: shots.after }
  if (move.step === 'close') return { ...move.data, photos: [] }
  return move.data
}

/** A load that was cut short left a book nobody can sign in to: its rows go, so that the figures come out exact. */
function forgetUnfinished(ownerUrl: string): Promise<unknown> {
  return withOwner(ownerUrl, async (owner) => {
    const { rows } = await owner.query("select tablename from pg_tables where schemaname = 'view'")
    const views = rows.map(({ tablename }) => `view.${owner.escapeIdentifier(tablename)}`)
    await owner.query(`truncate ledger.book, ${views.join(', ')} cascade`)
  })
}

/** Loads day 17 of the campaign once, through the real rules with a simulated clock that ends now. */
export async function loadDemo({ pool, ownerUrl, password, keepPhoto, loadedAt, say }: Demo): Promise<void> {
  if (await isFounded(pool)) {
    say('演示数据已在，直接启动；账号和密码与首次装入时相同。')
    return
  }
  await forgetUnfinished(ownerUrl)
  const end = loadedAt().getTime()
  let now = timeOf(0, end) - 3_600_000
  const clock = () => new Date(now)
  say('正在装入演示数据…')
  const founder = await openBook(pool, ownerUrl, clock, '平安社区工程百日攻坚行动台账（演示）')
  const users = Object.keys(demoUsers)
  const { crew, ids } = await enrolCrew(founder, users)
  const album = await drawPhotos()
  for (const photo of album) await keepPhoto(photo)
  await ownPhotos(pool, album, [...crew.values()])
  const random = seeded(20190408)
  const sites: Site[] = seedUnits
    .filter((unit) => unit.kind === 'compound')
    .map((unit) => ({ community: unit.parent ?? '', site: unit.code, name: unit.name }))
  const moves = planCampaign(random, sites, (days) => addDays(shanghaiDate(new Date(end).toISOString()), days))
  const streams = new Map<number, string>()
  const pair = new Map<number, number>()
  const send = async (move: Move): Promise<void> => {
    const stream = streams.get(move.hazard) ?? uuidv7(now, randomBytes(10))
    streams.set(move.hazard, stream)
    const data = dataOf(move, photosFor(move, album, random, pair))
    const actor = crew.get(`${move.who}@${move.community}`) ?? crew.get(move.who) ?? ''
    const command = {
      id: uuidv7(now, randomBytes(10)),
      stream,
      kind: 'hazard',
      step: move.step,
      data,
      takenAt: clock().toISOString(),
    }
    const [result] = await founder.ledger.submit(BOOK, actor, [command])
    if (result?.status !== 'accepted') throw new Error(`demo refused ${move.step}: ${JSON.stringify(result?.problem)}`)
  }
  for (let i = 0; i < moves.length; ) {
    const group = untilNextPause(moves, i)
    now = timeOf((group[group.length - 1] as Move).at, end)
    await Promise.all(group.map(send))
    i += group.length
    if (Math.floor((i - group.length) / 1000) < Math.floor(i / 1000))
      say(`正在装入演示数据… ${Math.round((i / moves.length) * 100)}%`)
  }
  await withOwner(ownerUrl, (owner) => owner.query('analyze'))
  await openAccounts(pool, users, ids, password, say)
}

/** Moves that one transaction may hold: close in time, at most 32, each hazard once. */
function untilNextPause(moves: readonly Move[], from: number): Move[] {
  const first = moves[from] as Move
  const group: Move[] = []
  const touched = new Set<number>()
  for (let i = from; i < moves.length && group.length < 32; i++) {
    const move = moves[i] as Move
    if (touched.has(move.hazard) || move.at - first.at > 0.002) break
    touched.add(move.hazard)
    group.push(move)
  }
  return group
}

async function ownPhotos(pool: Pool, album: readonly DrawnPhoto[], people: readonly string[]): Promise<void> {
  await pool.query(
    `insert into photo_uploader (book_id, sha256, uploader)
     select $1, h, u from unnest($2::text[]) h cross join unnest($3::text[]) u on conflict do nothing`,
    [BOOK, album.map((photo) => photo.sha256), [...new Set(people)]],
  )
}

async function openAccounts(pool: Pool, users: string[], ids: string[], given: string | undefined, say: Demo['say']) {
  const password = given ?? randomBytes(9).toString('base64url')
  const hashed = await hashPassword(password)
  for (const [i, username] of users.entries())
    await createAccount(pool, { username, book: BOOK, person: ids[i] ?? '', password, hashed })
  say(`演示账号（密码都是 ${given ? 'DEMO_PASSWORD 所设' : password}）：`)
  for (const username of users) say(`  ${username.padEnd(11)}${demoUsers[username]?.name ?? ''}`)
}
