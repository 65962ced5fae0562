import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { listCases } from '../../platform/web/kept-cases.ts'
import { listParcels, photosIn } from '../../platform/web/outbox-store.ts'
import type { TestApp } from '../test-app.ts'
import type { Deeds } from './life.ts'
import { onPhone, type Phone, syncCopy } from './phone.ts'

interface Written {
  command_id: string
  seq: string
  times: string
}

const asked = async (server: TestApp, phone: Phone, url: string) => {
  const answer = await server.app.inject({ url, headers: { cookie: phone.cookie } })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

/** First entry of every command of one person, and how often it stands there. */
async function writtenBy(server: TestApp, person: string): Promise<Map<string, Written>> {
  const { rows } = await server.book.pool.query<Written>(
    `select command_id, min(seq) seq, count(*) filter (where ordinal = 0) times
       from entry where actor = $1 group by command_id`,
    [person],
  )
  return new Map(rows.map((row) => [row.command_id, row]))
}

const parcelsOf = (phone: Phone) => onPhone(phone, async ({ device }) => listParcels(await device(), phone.person))

/**
 * What was stored is answered, once, in order, and its maker sees the answer. `off`: the account was disabled.
 * @returns how many were refused
 */
export async function checkOutbox(server: TestApp, phone: Phone, deeds: Deeds, off: boolean): Promise<number> {
  const parcels = await parcelsOf(phone)
  const written = await writtenBy(server, phone.person)
  const ids = new Set(parcels.map(({ id }) => id))
  const promised = deeds.promised.filter((one) => one.phone === phone).map(({ command }) => command.id)
  expect(
    promised.filter((id) => !ids.has(id)),
    `${phone.name} lost what it promised`,
  ).toEqual([])
  expect(
    [...written.values()].filter(({ times }) => Number(times) !== 1),
    'written twice',
  ).toEqual([])
  expect(
    [...written.keys()].filter((id) => !ids.has(id)),
    'written, and unknown to its maker',
  ).toEqual([])

  const states = (state: string) => parcels.filter((one) => one.state === state)
  if (!off) expect(states('waiting'), `${phone.name} still waits`).toEqual([])
  for (const { id } of states('delivered')) expect(written.has(id), `${phone.name} says delivered`).toBe(true)
  for (const { id, said } of states('refused')) {
    expect(written.has(id), `${phone.name} says refused`).toBe(false)
    expect(said).toMatch(/。$/)
  }
  const order = states('delivered').map(({ id }) => Number(written.get(id)?.seq))
  expect(order, `${phone.name} out of its order`).toEqual([...order].sort((a, b) => a - b))

  const shown = phone.life.tabs.find((tab) => tab.shown)?.shown
  expect(shown?.parcels.map(({ id, state, said }) => ({ id, state, said }))).toEqual(
    parcels.map(({ id, state, said }) => ({ id, state, said })),
  )
  if (off) expect(shown).toMatchObject({ line: 'signed-out', said: expect.stringMatching(/。$/) })
  else expect(states('delivered').filter(({ confirmed }) => !confirmed)).toEqual([])
  return states('refused').length
}

/** How many wishes lie sealed on this phone: all or none. */
export async function countSealed(phone: Phone): Promise<number> {
  const rows = await onPhone(phone, async ({ device }) => (await device()).getAll('parcels'))
  const sealed = rows.filter((row) => 'sealed' in row).length
  expect([0, rows.length]).toContain(sealed)
  return sealed
}

/** Every photo that an accepted command names is at the server, byte for byte. */
export async function checkPhotos(server: TestApp, phone: Phone, deeds: Deeds): Promise<number> {
  const lost = await onPhone(phone, async ({ device }) => photosIn(await device(), phone.person, 'refused'))
  expect(lost).toEqual([])
  const delivered = (await parcelsOf(phone)).filter(({ state }) => state === 'delivered')
  const photos = new Set(delivered.flatMap((one) => one.photos))
  for (const sha256 of photos) {
    const answer = await server.app.inject({ url: `/api/files/${sha256}`, headers: { cookie: phone.cookie } })
    // A case may have left its reporter's sight, and its photos with it; then the receipt is what is left.
    if (answer.statusCode === 404) continue
    expect(createHash('sha256').update(answer.rawPayload).digest('hex')).toBe(sha256)
    expect(deeds.taken.has(sha256)).toBe(true)
  }
  for (let i = 0; i < delivered.length; i += 100) {
    const some = delivered.slice(i, i + 100).map(({ id }) => id)
    const { receipts } = await asked(server, phone, `/api/receipts?ids=${some.join(',')}`)
    expect(receipts).toHaveLength(some.length)
    for (const receipt of receipts)
      for (const photo of receipt.photos) expect(photo, `${phone.name} ${receipt.id}`).toMatchObject({ arrived: true })
  }
  return photos.size
}

/** The copy on the phone, grown page by page over broken lines, is what the server says to a phone that knows nothing. */
export async function checkCopy(server: TestApp, phone: Phone, now: () => Date): Promise<number> {
  // Cases that missed a photo are asked for in turn, some in each sync.
  const kept = async () => {
    const db = await syncCopy(phone, now)
    const { cases } = await onPhone(phone, () => listCases(db, phone.person, now()))
    db.close()
    return cases
  }
  const misses = (list: Awaited<ReturnType<typeof kept>>) =>
    list.filter(({ hazard }) => hazard.missing.length > 0).length
  let cases = await kept()
  for (let before = 0; misses(cases) !== before; cases = await kept()) before = misses(cases)
  const fresh = []
  for (let after = 0, scope = ''; ; ) {
    const page = await asked(server, phone, `/api/changes?after=${after}&limit=200&open=1${scope}`)
    fresh.push(...page.changes)
    if (!page.more) break
    after = page.next
    scope = `&scope=${page.scope}`
  }
  // What may be done next follows from the hour at which it was asked, what somebody is called from his duty then.
  const told = (list: typeof cases) =>
    Object.fromEntries(
      list.map(({ stream, hazard, entries }) => [
        stream,
        { hazard, entries: entries.map(({ actor: _actor, behalf: _behalf, ...entry }) => entry) },
      ]),
    )
  expect(told(cases)).toEqual(told(fresh))
  return cases.length
}
