import type { CommandResult } from '../../domain/entry.ts'
import { Refused } from './api.ts'
import type { Parcel } from './device-store.ts'
import { checkReceipt } from './outbox-keep.ts'
import { openPhotos } from './outbox-photos.ts'
import { listParcels, updateParcel, withdraw } from './outbox-store.ts'
import { type Desk, isFinal } from './outbox-world.ts'

/** Most commands of one request, and most receipts asked for at once. */
const BATCH = 50
const RECEIPTS = 100
/** Numbers asked for at a time: each is a request of its own. */
const NUMBERS = 4
/** What has been confirmed is asked about again after so many ms: a server may be restored from an older backup. */
const ASK_AGAIN = 3_600_000

/**
 * The work of an outbox: texts first, in the device's order, each under its id until the server has accepted or refused
 * it; then photo after photo, after each one whatever text has come meanwhile; then the numbers; then the receipts.
 * A 销号 alone waits for all photos.
 */
export function openPass(desk: Desk) {
  const { person, world, sending, store, show } = desk
  let batch = BATCH
  let asked = Number.NEGATIVE_INFINITY
  const now = () => world.now().toISOString()

  const refuse = async (parcel: Parcel, said: string, code: string, detail?: Record<string, unknown>) => {
    sending.delete(parcel.id)
    // 签收 was nobody's wish: that somebody else was first is nothing to be told of.
    const kept = parcel.command.step !== 'receive'
    const change = { state: 'refused' as const, said, code, detail, at: now() }
    await store((db) => withdraw(db, person, parcel.id, kept ? change : undefined))
  }

  const receive = async (parcel: Parcel, result: CommandResult | undefined) => {
    if (result?.id !== parcel.id) throw new Refused('server.busy', '服务暂时不可用，请稍后再试，内容不会丢失。', 503)
    desk.through += 1
    if (result.status !== 'refused') {
      sending.delete(parcel.id)
      return store((db) => updateParcel(db, parcel.id, { state: 'delivered', at: now() }))
    }
    const { code = 'server.bug', message = '没有办成，请检查后再试。', detail } = result.problem ?? {}
    return refuse(parcel, message, code, detail)
  }

  const sendRun = async (run: readonly Parcel[]) => {
    for (const parcel of run) sending.add(parcel.id)
    await show('sending')
    try {
      const results = await world.send(run.map((parcel) => parcel.command))
      batch = BATCH
      for (const [i, parcel] of run.entries()) await receive(parcel, results[i])
    } catch (error) {
      for (const parcel of run) sending.delete(parcel.id)
      if (!isFinal(error)) throw error
      if (run.length === 1 && run[0]) await refuse(run[0], error.message, error.code)
      else batch = 1
    }
  }

  /** The longest run from the front that may go in one request; a 销号 goes alone, after all photos. */
  const nextRun = (waiting: readonly Parcel[]): Parcel[] => {
    const first = waiting.findIndex((parcel) => parcel.command.step === 'close')
    if (first === 0) return waiting.slice(0, 1)
    return waiting.slice(0, Math.min(batch, first === -1 ? waiting.length : first))
  }

  const parcels = () => store((db) => listParcels(db, person))

  const sendEverything = async () => {
    const photos = openPhotos(desk)
    while (!desk.stopped()) {
      const run = nextRun((await parcels()).filter((parcel) => parcel.state === 'waiting'))
      const [first] = run
      if (!first) {
        if (await photos.sendNext()) continue
        break
      }
      if (first.command.step === 'close') {
        sending.add(first.id)
        const refused = await photos.sendAll()
        if (refused && first.photos.length > 0) {
          await refuse(first, refused.message, refused.code)
          continue
        }
      }
      await sendRun(run)
      await show('sending')
    }
    return photos
  }

  const learnNumber = async ({ id, command }: Parcel) => {
    try {
      const number = await world.numberOf(command.stream)
      await store((db) => updateParcel(db, id, { number }))
    } catch (error) {
      // A case that has left this person's sight has no number to show; that holds nothing up.
      if (!isFinal(error)) throw error
    }
  }

  const learnNumbers = async () => {
    const unknown = (await parcels()).filter(
      ({ state, command, number }) => state === 'delivered' && command.step === 'report' && !number,
    )
    for (let i = 0; i < unknown.length; i += NUMBERS) await Promise.all(unknown.slice(i, i + NUMBERS).map(learnNumber))
  }

  /** @returns whether something waits again */
  const askReceipts = async (): Promise<boolean> => {
    const all = Math.abs(world.now().getTime() - asked) > ASK_AGAIN
    const due = (await parcels()).filter((one) => one.state === 'delivered' && (all || !one.confirmed))
    let again = false
    for (let i = 0; i < due.length; i += RECEIPTS) {
      const some = due.slice(i, i + RECEIPTS)
      const receipts = await world.receipts(some.map(({ id }) => id))
      for (const parcel of some) {
        const receipt = receipts.find(({ id }) => id === parcel.id)
        again = (await store((db) => checkReceipt(db, parcel, receipt, now()))) || again
      }
    }
    if (all) asked = world.now().getTime()
    return again
  }

  return async (): Promise<void> => {
    if ((await world.whoAmI()) !== person) throw new Refused('session.required', '请先登录。', 401)
    const photos = await sendEverything()
    await learnNumbers()
    const again = await askReceipts()
    photos.settle()
    if (again && !desk.stopped()) (await sendEverything()).settle()
  }
}
