import { filesPath } from '../../domain/photo.ts'
import { answerOf, Refused, unreachable } from './api.ts'
import { hashOf } from './photo-hash.ts'
import type { Photo } from './photo-prepare.ts'

/** A photo to be sent, and how far an earlier try came. */
export interface Sending extends Photo {
  /** Address of the upload that has begun. */
  upload?: string
  /** Hears the address before the first byte goes, so that a restart goes on there. */
  begun?(address: string): Promise<void>
  /** Hears how many bytes the server has. */
  sent?(bytes: number): void
}

/** Bytes of one request: what a line that breaks costs at most. */
const CHUNK = 256 * 1024
/** A request that has not been answered for this many ms counts as no network. */
const PATIENCE = 60_000
/** How often one try may find that the server stands elsewhere than it thought. */
const TURNS = 5

const about = new Set(['photo.not-image', 'photo.too-large', 'photo.too-many-pixels'])
const busy = () => new Refused('server.busy', '服务暂时不可用，请稍后再试，内容不会丢失。', 503)
const b64 = (text: string): string => btoa(text)

async function ask(method: string, path: string, headers: Record<string, string>, body?: ArrayBuffer) {
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), PATIENCE)
  try {
    const all = { 'tus-resumable': '1.0.0', ...headers }
    const sent = await fetch(path, { method, credentials: 'same-origin', signal: giveUp.signal, headers: all, body })
    if (!sent.ok) await answerOf(sent)
    return sent
  } catch (error) {
    throw error instanceof Refused ? error : unreachable()
  } finally {
    clearTimeout(timer)
  }
}

const offsetOf = (answer: Response): number => {
  const offset = Number(answer.headers.get('upload-offset') ?? Number.NaN)
  // The page of some gateway in place of ours.
  if (!Number.isInteger(offset)) throw busy()
  return offset
}

async function create({ sha256, type, bytes, begun }: Sending): Promise<string> {
  const metadata = `sha256 ${b64(sha256)},name ${b64(`${sha256.slice(0, 12)}.jpg`)},type ${b64(type)}`
  const answer = await ask('POST', filesPath, {
    'upload-length': String(bytes.byteLength),
    'upload-metadata': metadata,
  })
  const address = answer.headers.get('location')
  if (!address) throw busy()
  const path = new URL(address, 'http://here').pathname
  await begun?.(path)
  return path
}

/** One walk along an upload: asks where the server stands and sends chunk after chunk. */
async function walk(photo: Sending, address: string | undefined): Promise<void> {
  const size = photo.bytes.byteLength
  const path = address ?? (await create(photo))
  let offset = address ? offsetOf(await ask('HEAD', path, {})) : 0
  while (offset < size) {
    photo.sent?.(offset)
    const part = photo.bytes.slice(offset, offset + CHUNK)
    const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
    offset = offsetOf(await ask('PATCH', path, headers, part))
  }
  photo.sent?.(size)
}

/**
 * Sends a photo by tus 1.0 and goes on where an earlier try broke off. Throws `Refused`: final are only the server's
 * words about the photo itself and a photo that is spoilt on this device; all else is a reason to try again.
 */
export async function uploadPhoto(photo: Sending): Promise<void> {
  let address = photo.upload
  const note: Sending = {
    ...photo,
    async begun(at) {
      address = at
      await photo.begun?.(at)
    },
  }
  for (let turn = 1; ; turn++) {
    try {
      return await walk(note, address)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { code, status } = error
      if (about.has(code) || status === 0 || status === 401) throw error
      if (code === 'photo.damaged' && (await hashOf(photo.bytes)) !== photo.sha256) throw error
      if (turn === TURNS || status >= 500 || status === 423) throw code.startsWith('server.') ? error : busy()
      // An upload that the server forgot, spoilt or has already taken: from the beginning. Else only the place is wrong.
      if (status !== 409) address = undefined
    }
  }
}
