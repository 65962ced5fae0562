import { addDays, shanghaiDate } from '../calendar/working-days.ts'

/** Most bytes of UTF-8 that a group's robot takes as one text (WeCom; the others take more). */
export const MESSAGE_BYTES = 2048

/** Bytes of a text in UTF-8; a lone surrogate counts as the three of its replacement. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}

/** A line that is too long for one message, cut between characters. */
function cutLine(line: string, most: number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of line) {
    if (utf8Bytes(piece + character) > most) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}

/** Room that the mark of a part, （12/34） and a line break, takes at most. */
const MARK_BYTES = 16

/** A text as messages of at most `most` bytes, split at line breaks; several say which of how many they are. */
export function splitMessage(text: string, most = MESSAGE_BYTES): string[] {
  if (utf8Bytes(text) <= most) return [text]
  const room = most - MARK_BYTES
  const parts: string[] = []
  let part: string | undefined
  for (const line of text.split('\n').flatMap((one) => cutLine(one, room))) {
    const longer: string = part === undefined ? line : `${part}\n${line}`
    if (part !== undefined && utf8Bytes(longer) > room) {
      parts.push(part)
      part = line
    } else part = longer
  }
  if (part !== undefined) parts.push(part)
  return parts.map((one, i) => `（${i + 1}/${parts.length}）\n${one}`)
}

const clockOf = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(11, 16)

/** The Shanghai day an instant speaks of: midnight is the end of the day before. */
export const dayOf = (instant: string): string => shanghaiDate(new Date(Date.parse(instant) - 1).toISOString())

/** `4月8日17时`, `4月8日17时05分`, and `4月8日24时` for the midnight that ends it; Shanghai time. */
export function sayMoment(instant: string): string {
  const day = dayOf(instant)
  const said = `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
  const clock = clockOf(instant)
  const midnight = shanghaiDate(instant) === addDays(day, 1)
  if (midnight) return `${said}24时`
  const [hour, minute] = clock.split(':')
  return `${said}${Number(hour)}时${minute === '00' ? '' : `${minute}分`}`
}
