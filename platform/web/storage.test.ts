import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { type Device, openDevice } from './device-store.ts'
import { openCaseStore, putPage } from './kept-cases.ts'
import { LEAST_ROOM, makingRoom, sayStorage, sayUnstored } from './storage.ts'

let run = 0
const device = () => openDevice(`storage-${run++}`)
const room = (left: number) => async () => ({ quota: 10 * LEAST_ROOM, usage: 10 * LEAST_ROOM - left })

/** A store whose every strict write ends as `name` says. */
async function failing(name: string): Promise<Device> {
  const db = await device()
  return new Proxy(db, {
    get(target, key) {
      if (key === 'transaction')
        return () => {
          throw new DOMException('no', name)
        }
      const value = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

describe('before anything is typed, the phone says of its storage', () => {
  it('that nothing can be stored, where there is no store or a strict write fails', async () => {
    const none = async () => Promise.reject(new DOMException('private', 'SecurityError'))
    expect(await sayStorage(none, room(LEAST_ROOM))).toContain('这个窗口存不下内容')
    const readOnly = await failing('ReadOnlyError')
    expect(await sayStorage(async () => readOnly, room(LEAST_ROOM))).toContain('这个窗口存不下内容')
    const full = await failing('QuotaExceededError')
    expect(await sayStorage(async () => full, room(LEAST_ROOM))).toContain('空间满了')
  })

  it('how little room is left, from the stated bound on', async () => {
    expect(await sayStorage(device, room(LEAST_ROOM - 1))).toContain('只剩 59 MB')
    expect(await sayStorage(device, room(-5))).toContain('只剩 0 MB')
    expect(await sayStorage(device, room(LEAST_ROOM))).toBe('')
  })

  it('nothing where the browser does not tell its room, and leaves no trace of having tried', async () => {
    const db = await device()
    expect(
      await sayStorage(
        async () => db,
        async () => undefined,
      ),
    ).toBe('')
    expect(
      await sayStorage(
        async () => db,
        () => Promise.reject(new Error('not here')),
      ),
    ).toBe('')
    expect(await db.getAllKeys('drafts')).toEqual([])
  })
})

describe('a full device', () => {
  it('lets the copy of cases go, once, to make room for what is typed', async () => {
    const copy = await openCaseStore()
    const page = { changes: [], left: [], next: 7, reset: false, more: false, scope: 1 }
    await putPage(copy, 'p1', page, '2026-03-02T01:00:00.000Z')
    let tries = 0
    const done = await makingRoom(async () => {
      tries += 1
      if (tries === 1) throw new DOMException('no room', 'QuotaExceededError')
      return 'stored'
    })
    expect([done, tries, await copy.count('marks')]).toEqual(['stored', 2, 0])
  })

  it('says what to do when that was not enough; another failure is not taken for it', async () => {
    const full = new DOMException('no room', 'QuotaExceededError')
    await expect(makingRoom(() => Promise.reject(full))).rejects.toBe(full)
    expect(sayUnstored(full, '别的')).toContain('请先到发件箱发送或导出')
    expect(sayUnstored(new Error('else'), '别的')).toBe('别的')
  })
})
