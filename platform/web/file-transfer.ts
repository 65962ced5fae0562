import { answerOf, Refused, unreachable } from './api.ts'

/** Sends a file as it is; gives the JSON of the answer. Throws `Refused` with a sentence, never anything else. */
export async function sendFile(path: string, file: Blob): Promise<unknown> {
  try {
    const headers = { 'content-type': 'application/octet-stream' }
    return await answerOf(await fetch(path, { method: 'POST', credentials: 'same-origin', headers, body: file }))
  } catch (error) {
    throw error instanceof Refused ? error : unreachable()
  }
}

/** Fetches a file whole; `name` is what the server calls it. */
export async function fetchFile(path: string, signal?: AbortSignal): Promise<{ blob: Blob; name: string }> {
  try {
    const sent = await fetch(path, { credentials: 'same-origin', signal })
    if (!sent.ok) await answerOf(sent)
    const encoded = /filename\*=UTF-8''([^;]+)/.exec(sent.headers.get('content-disposition') ?? '')?.[1]
    return { blob: await sent.blob(), name: encoded ? decodeURIComponent(encoded) : '下载.xlsx' }
  } catch (error) {
    throw error instanceof Refused ? error : unreachable()
  }
}

/** Sends a file as it is and gives the one that the server makes of it. Throws `Refused` with a sentence. */
export async function tryFile(path: string, file: Blob): Promise<Blob> {
  try {
    const headers = { 'content-type': 'application/octet-stream' }
    const sent = await fetch(path, { method: 'POST', credentials: 'same-origin', headers, body: file })
    if (!sent.ok) await answerOf(sent)
    return await sent.blob()
  } catch (error) {
    throw error instanceof Refused ? error : unreachable()
  }
}

/** Has the server make a file out of what is sent. Throws `Refused` with a sentence, never anything else. */
export async function makeFile(path: string, body: unknown): Promise<Blob> {
  try {
    const headers = { 'content-type': 'application/json' }
    const sent = await fetch(path, { method: 'POST', credentials: 'same-origin', headers, body: JSON.stringify(body) })
    if (!sent.ok) await answerOf(sent)
    return await sent.blob()
  } catch (error) {
    throw error instanceof Refused ? error : unreachable()
  }
}

/** How long a file offered for saving is kept for the browser. ms */
const KEPT = 60_000

/** Puts a file into the browser's downloads. */
export function saveFile({ blob, name }: { blob: Blob; name: string }): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEPT)
}
