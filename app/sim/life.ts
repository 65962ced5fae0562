import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import type { Command } from '../../domain/entry.ts'
import { usual } from '../../domain/hazard/given.ts'
import type { Dice } from '../../ledger/test-history.ts'
import { newId } from '../../platform/web/commands.ts'
import { listCases, openCaseStore } from '../../platform/web/kept-cases.ts'
import { keepPhoto } from '../../platform/web/outbox-store.ts'
import { killApp, onPhone, type Phone, startApp, syncCopy, wake } from './phone.ts'

/** What a simulation remembers of what people did. */
export interface Deeds {
  /** Commands whose safe storage a phone has confirmed to its user. */
  promised: { phone: Phone; command: Command }[]
  kills: number
  /** Photos by hash, as they were taken. */
  taken: Map<string, Buffer>
}

export interface Player {
  phone: Phone
  dice: Dice
  deeds: Deeds
  /** The server's clock. */
  now(): Date
}

const noise = (width: number) =>
  sharp({
    create: {
      width,
      height: width,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .jpeg({ quality: 85 })
    .toBuffer()

/** A small picture and one of several pieces; what follows the end of a JPEG makes each file its own. */
const pictures = Promise.all([noise(48), noise(860)])

async function takePhoto({ phone, dice, deeds, now }: Player): Promise<string> {
  const [small, large] = await pictures
  const file = Buffer.concat([dice.below(12) === 0 ? large : small, randomBytes(12)])
  const sha256 = createHash('sha256').update(file).digest('hex')
  deeds.taken.set(sha256, file)
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer
  const photo = { sha256, type: 'image/jpeg', bytes }
  await onPhone(phone, async ({ device }) => keepPhoto(await device(), phone.person, photo, now().toISOString()))
  return sha256
}

/** Puts a wish into the outbox; now and then the app is killed before it says that the wish is stored. */
async function wish(player: Player, step: string, stream: string, data: Command['data'], seen?: number) {
  const { phone, dice, deeds, now } = player
  const takenAt = new Date(now().getTime() + phone.skew).toISOString()
  const command: Command = { id: newId(), stream, kind: 'hazard', step, data, takenAt }
  if (seen !== undefined) command.seen = seen
  const stored = onPhone(phone, ({ tabs }) => dice.pick(tabs).outbox.add({ command, label: step, about: stream }))
  if (dice.below(12) === 0) {
    stored.catch(() => undefined)
    await wait(dice.below(4))
    return end(player)
  }
  await stored
  deeds.promised.push({ phone, command })
}

function end({ phone, dice, deeds, now }: Player): void {
  deeds.kills += 1
  killApp(phone)
  startApp(phone, now, 1 + dice.below(2))
}

async function report(player: Player): Promise<void> {
  const { dice } = player
  const photos: string[] = []
  for (let n = dice.below(3); n > 0; n--) photos.push(await takePhoto(player))
  const site = dice.below(2) === 0 ? { site: 'c01-s1' } : {}
  await wish(player, 'report', newId(), { ...usual.report, ...site, place: `${1 + dice.below(90)}栋`, photos })
}

/** Takes a step on a case that the phone knows, as of whenever it last heard of it. */
async function act(player: Player): Promise<void> {
  const { phone, dice, now } = player
  const { cases } = await onPhone(phone, async () => {
    const db = await openCaseStore()
    return listCases(db, phone.person, now()).finally(() => db.close())
  })
  if (cases.length === 0) return report(player)
  const { stream, hazard, available } = dice.pick(cases)
  const offers = available.filter(({ step }) => step !== 'comment' || dice.below(6) === 0)
  if (offers.length === 0) return
  const { step } = dice.pick(offers)
  const data: Command['data'] = { ...usual[step] }
  if ('photos' in data) data.photos = [await takePhoto(player)]
  if ('unit' in data) data.unit = dice.pick(['c01', 'c01-s1'])
  await wish(player, step, stream, data, dice.below(3) === 0 ? undefined : hazard.version)
}

const copy = (player: Player) =>
  Promise.race([
    syncCopy(player.phone, player.now).then((db) => db.close()),
    // A copy that is cut off goes on the next time.
    wait(2000),
  ]).catch(() => undefined)

/** Plays one person's day: reports, steps, dead spots, restarts, kills, two tabs that both send. */
export async function playDay(player: Player, moves: number): Promise<void> {
  const { phone, dice } = player
  await copy(player)
  for (let move = 0; move < moves; move++) {
    const roll = dice.below(100)
    if (roll < 22) await report(player)
    else if (roll < 58) await act(player)
    else if (roll < 68) phone.line.up = !phone.line.up
    else if (roll < 76) end(player)
    else if (roll < 88) await copy(player)
    else void wake(phone)
    await wait(dice.below(25))
  }
}
