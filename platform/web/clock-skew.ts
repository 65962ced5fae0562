import { ref } from 'vue'

/** Five minutes in ms: from then on a wrong clock is worth saying. */
const LIMIT = 300_000

/** How far this device's clock is ahead of the server's, in ms, by the last answer: it is shown, nothing counts by it. */
export const ahead = ref(0)

/** Hears an answer's `Date`, and when by the device's clock it was asked and came: the server wrote it in between. */
export function hearDate(date: string | null, asked: number, came: number): void {
  const server = Date.parse(date ?? '')
  if (!Number.isNaN(server)) ahead.value = (asked + came) / 2 - server
}

function sayLength(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} 分钟`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} 小时` : `${Math.round(hours / 24)} 天`
}

/** What somebody should know of his phone's clock; empty while it is about right. */
export function sayClock(ms: number): string {
  if (Math.abs(ms) <= LIMIT) return ''
  const off = `${ms > 0 ? '快' : '慢'}了约 ${sayLength(Math.abs(ms))}`
  return `这台手机的时间比服务器${off}，请在手机设置里打开“自动设置时间”；期限和先后按服务器时间算，不受影响。`
}
