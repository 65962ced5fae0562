import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openPool } from '../platform/server/db.ts'
import { roleOf } from '../platform/server/migrate.ts'
import { openLedger } from './append.ts'
import type { Project } from './projected.ts'
import { rebuild } from './rebuild.ts'
import { openTestBook, type TestBook, testReport } from './test-book.ts'

let book: TestBook

beforeAll(async () => {
  book = await openTestBook({ appUrl: inject('appUrl'), ownerUrl: inject('ownerUrl'), template: inject('template') })
})

afterAll(async () => {
  const found = await book.owner((client) => rebuild(client, 'anlan_app', { swap: false }))
  expect(found.differences).toEqual({})
  await book.end()
})

const count = async (sql: string, ...values: unknown[]) => Number((await book.pool.query(sql, values)).rows[0].n)

describe('one hazard, from the phone to 销号', () => {
  test('is reported, verified, rectified and closed by somebody else', async () => {
    const { stream, result } = await book.report('grid')
    expect(result).toMatchObject({ status: 'accepted', version: 1 })
    expect(await book.act('community', 'verify', { unit: 'c01' }, stream)).toMatchObject({ status: 'accepted' })
    const fix = await book.act('community', 'rectify', { note: '已更换', photos: [] }, stream)
    expect(fix).toMatchObject({ status: 'accepted' })
    const own = await book.act('community', 'close', { note: '看过', photos: [] }, stream)
    expect(own.problem?.code).toBe('check.fixer')
    const close = await book.act('colleague', 'close', { note: '看过', photos: [] }, stream)
    expect(close).toMatchObject({ status: 'accepted', version: 4 })
    const { rows } = await book.pool.query('select status, number from hazard where id = $1', [stream])
    expect(rows[0]).toMatchObject({ status: 'closed', number: 'YH2026-00001' })
  })

  test('can be called up, assigned, refused, sent back, returned and left out', async () => {
    const { stream } = await book.report('volunteer')
    const up = { reason: '无权', tried: '多次上门劝导' }
    expect(await book.act('community', 'call-up', up, stream)).toMatchObject({ status: 'accepted' })
    const assign = { unit: 'v-xf', due: '2026-04-01' }
    expect((await book.act('community', 'assign', assign, stream)).problem?.code).toBe('step.not-yours')
    expect(await book.act('office', 'assign', assign, stream)).toMatchObject({ status: 'accepted' })
    expect(await book.act('fire', 'refuse', { reason: '不属本队' }, stream)).toMatchObject({ status: 'accepted' })
    expect((await book.act('fire', 'comment', { text: '还看得到吗' }, stream)).problem?.code).toBe('case.not-found')
    expect(await book.act('office', 'assign', { unit: 'o-cg', due: '2026-04-01' }, stream)).toMatchObject({
      status: 'accepted',
    })
    expect(await book.act('urban', 'rectify', { note: '已清理', photos: [] }, stream)).toMatchObject({
      status: 'accepted',
    })
    expect(await book.act('checker', 'return', { reason: '仍有杂物' }, stream)).toMatchObject({ status: 'accepted' })
    expect(await book.act('urban', 'rectify', { note: '再清理', photos: [] }, stream)).toMatchObject({
      status: 'accepted',
    })
    expect(await book.act('checker', 'close', { note: '合格', photos: [] }, stream)).toMatchObject({
      status: 'accepted',
    })
  })

  test('is proposed for 不列入 by the community and decided by the office', async () => {
    const { stream } = await book.report('grid')
    await book.act('community', 'void', { reason: '不属实' }, stream)
    const open = await book.pool.query('select status from hazard where id = $1', [stream])
    expect(open.rows[0].status).toBe('reported')
    expect(await book.act('office', 'void', { reason: '同意' }, stream)).toMatchObject({ status: 'accepted' })
  })
})

describe('a rebuild', () => {
  test('leaves every table, column, index and right as the migrations made them', async () => {
    const made = () =>
      book.owner(async (owner) => {
        const { rows } = await owner.query(
          `select c.relname, c.relkind, c.reloptions, c.relacl::text, pg_get_indexdef(c.oid) as index,
             (select array_agg((pg_get_constraintdef(k.oid), k.conname)::text order by k.conname) from pg_constraint k
              where k.conrelid = c.oid) as constraints,
             (select array_agg((a.attname, a.atttypid::regtype, a.attnotnull, a.attcollation::regcollation, nullif(a.attstattarget, -1),
                a.attstorage, substring(a.attoptions::text from 'n_distinct=[^,}]*'), pg_get_expr(d.adbin, d.adrelid))::text order by a.attnum)
              from pg_attribute a left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
           from pg_class c where c.relnamespace = 'view'::regnamespace and c.relkind in ('r', 'i') order by 1`,
        )
        return rows
      })
    const before = await made()
    expect(before.length).toBeGreaterThan(20)
    await book.owner((owner) => rebuild(owner, roleOf(book.database.appUrl)))
    expect(await made()).toEqual(before)
  })
})

describe('a room’s own projection', () => {
  test('is kept with the entries and comes back from a rebuild', async () => {
    const room: Project = async (tx, name, changes) => {
      for (const { entry } of changes)
        await tx.query('insert into room_log (book_id, seq) values ($1, $2)', [name, entry.seq])
    }
    await book.owner(async (owner) => {
      await owner.query('create table view.room_log (book_id text not null, seq bigint not null)')
      await owner.query('grant select, insert on view.room_log to anlan_app')
      await owner.query("insert into view.room_log select book_id, seq from ledger.entry where book_id = 'b1'")
    })
    const { pool, clock } = book
    const ledger = openLedger({ pool, clock, random: randomBytes, name: book.database.appUrl, rooms: [room] })
    await book.send(ledger, 'grid', 'report', testReport)
    const rebuilt = await book.owner((client) => rebuild(client, 'anlan_app', { rooms: [room] }))
    expect(rebuilt.differences).toEqual({})
    expect(await count('select count(*) n from room_log')).toBe(await count('select count(*) n from entry'))
    await book.owner((owner) => owner.query('drop table view.room_log'))
  })
})

describe('sending again', () => {
  test('fifty times in parallel makes one entry and one answer', async () => {
    const command = {
      id: book.id(),
      stream: book.id(),
      kind: 'hazard',
      step: 'report',
      data: testReport,
      takenAt: '2026-03-02T01:00:00Z',
    }
    const all = await Promise.all(
      Array.from({ length: 50 }, () => book.ledger.submit('b1', book.people.grid, [command])),
    )
    const results = all.map(([result]) => result)
    expect(results.filter((result) => result?.status === 'accepted')).toHaveLength(1)
    expect(results.filter((result) => result?.status === 'duplicate')).toHaveLength(49)
    expect(new Set(results.map((result) => result?.seq)).size).toBe(1)
    expect(await count('select count(*) n from entry where command_id = $1', command.id)).toBe(1)
  })

  test('under another body or by another person is refused without content', async () => {
    const command = {
      id: book.id(),
      stream: book.id(),
      kind: 'hazard',
      step: 'report',
      data: testReport,
      takenAt: '2026-03-02T01:00:00Z',
    }
    await book.ledger.submit('b1', book.people.grid, [command])
    const changed = { ...command, data: { ...testReport, place: '别处' } }
    const [other] = await book.ledger.submit('b1', book.people.grid, [changed])
    const [foreign] = await book.ledger.submit('b1', book.people.community2, [command])
    expect(other?.problem?.code).toBe('command.reused')
    expect(foreign?.problem?.code).toBe('command.reused')
    expect(foreign?.seq).toBeUndefined()
  })

  test('a refused command gives the first refusal, though the case has moved on', async () => {
    const { stream } = await book.report('grid')
    const early = {
      id: book.id(),
      stream,
      kind: 'hazard',
      step: 'rectify',
      data: { note: '好', photos: [] },
      takenAt: '2026-03-02T01:00:00Z',
    }
    const [first] = await book.ledger.submit('b1', book.people.community, [early])
    await book.act('community', 'verify', { unit: 'c01' }, stream)
    const [again] = await book.ledger.submit('b1', book.people.community, [early])
    expect(first?.problem?.code).toBe('step.not-now')
    expect(again).toEqual(first)
  })
})

describe('sixteen writers on two servers', () => {
  test('leave no gap in the book, and a follower that reads meanwhile skips nothing', async () => {
    const pool = openPool(book.database.appUrl, { max: 16 })
    const other = openLedger({ pool, clock: book.clock, random: randomBytes, name: `${book.database.appUrl}#2` })
    const seen: number[] = []
    let writing = true
    const start = await count('select seq n from book where id = $1', 'b1')
    const follower = (async () => {
      for (let cursor = start; writing || cursor < (await count('select seq n from book where id = $1', 'b1')); ) {
        const { rows } = await book.pool.query(
          'select seq from entry where book_id = $1 and seq > $2 order by seq limit 7',
          ['b1', cursor],
        )
        for (const row of rows) seen.push(Number(row.seq))
        cursor = Number(rows.at(-1)?.seq ?? cursor)
      }
    })()
    const writer = async (n: number) => {
      for (let i = 0; i < 25; i++) {
        const sent = await book.send(n % 2 ? book.ledger : other, 'grid', 'report', testReport)
        expect(sent.status).toBe('accepted')
      }
    }
    await Promise.all(Array.from({ length: 16 }, (_, n) => writer(n)))
    writing = false
    await follower
    expect(seen).toEqual(Array.from({ length: 400 }, (_, i) => start + 1 + i))
    await pool.end()
  })

  test('a poisoned command in a group fails alone', async () => {
    const poison = openLedger({
      pool: book.pool,
      clock: book.clock,
      random: randomBytes,
      name: book.database.appUrl,
      rooms: [
        async (_tx, _book, changes) => {
          if (changes.some(({ entry }) => entry.text?.place === '毒')) throw new Error('poisoned')
        },
      ],
    })
    const places = ['甲', '乙', '毒', '丙']
    const results = await Promise.all(
      places.map((place) => book.send(poison, 'grid', 'report', { ...testReport, place })),
    )
    expect(results.map((result) => result.status)).toEqual(['accepted', 'accepted', 'refused', 'accepted'])
    expect(results[2]?.problem?.code).toBe('server.bug')
  })
})

describe('a server whose clock is set back by an hour', () => {
  test('goes on in the order of the book: times rise, numbers rise, and what was answered for an instant stays', async () => {
    const { rows } = await book.pool.query('select head_at, seq from book where id = $1', ['b1'])
    const before: Date = rows[0].head_at
    book.setClock(new Date(before.getTime() - 3_600_000).toISOString())
    const { stream } = await book.report('grid')
    expect((await book.act('community', 'verify', { unit: 'c01' }, stream)).status).toBe('accepted')
    const late = await book.pool.query(
      'select seq, recorded_at from entry where book_id = $1 and seq > $2 order by seq',
      ['b1', rows[0].seq],
    )
    const times = [before, ...late.rows.map((row) => row.recorded_at as Date)].map((at) => at.getTime())
    expect(times).toEqual([times[0], (times[0] ?? 0) + 1, (times[0] ?? 0) + 2])
    const numbers = await book.pool.query('select id, number from hazard where book_id = $1 order by number', ['b1'])
    expect(numbers.rows.at(-1).id).toBe(stream)
  })
})

describe('the guard of the book', () => {
  test.each([
    "update ledger.entry set step = 'x'",
    'delete from ledger.entry',
    'truncate ledger.entry cascade',
    "update ledger.entry_text set text = '{}'",
    'delete from ledger.entry_text',
    'drop table ledger.entry cascade',
    'alter table ledger.entry disable trigger all',
    'update ledger.command set seq = 1',
    'set role anlan_owner',
    'create or replace rule r as on insert to ledger.entry do instead nothing',
  ])('the app cannot run: %s', async (sql) => {
    await expect(book.pool.query(sql)).rejects.toThrow(
      /permission denied|must be owner|must be able to SET ROLE|does not exist/,
    )
  })

  test('the app cannot give itself more: a grant leaves its rights as they were', async () => {
    await book.pool.query('grant update, delete on ledger.entry to public').catch(() => undefined)
    const sql = "select has_table_privilege('ledger.entry', 'UPDATE, DELETE, TRUNCATE')::int as n"
    expect(await count(sql)).toBe(0)
  })
})
