import { Refused } from './api.ts'
import { findPhoto, photosIn, updatePhoto } from './outbox-store.ts'
import { type Desk, isFinal } from './outbox-world.ts'

/** So many photos go at a time on a line that carried the last ones within so many ms: its waits are then the longest. */
const AT_ONCE = 3
const QUICK = 2_000

/** Sends the photos of one pass, some at a time; what the server could not answer is told at the end. */
export function openPhotos(desk: Desk) {
  const { person, world, store, show, progress } = desk
  const tried = new Set<string>()
  let failed: Refused | undefined
  let atOnce = 1

  const change = (sha256: string, to: Parameters<typeof updatePhoto>[3]) =>
    store((db) => updatePhoto(db, person, sha256, to))

  /** @returns the refusal of a photo that the server will never take */
  async function sendOne(sha256: string): Promise<Refused | undefined> {
    tried.add(sha256)
    const photo = await store((db) => findPhoto(db, person, sha256))
    if (photo?.state !== 'waiting') return undefined
    try {
      await world.upload({
        ...photo,
        begun: (upload) => change(sha256, { upload }),
        sent(bytes) {
          if (bytes > 0) desk.through += 1
          progress.set(sha256, Math.floor((100 * bytes) / photo.bytes.byteLength))
          void show('sending').catch(() => undefined)
        },
      })
      await change(sha256, { state: 'arrived', upload: undefined })
      return undefined
    } catch (error) {
      if (isFinal(error)) {
        await change(sha256, { state: 'refused', said: error.message, upload: undefined })
        return error
      }
      // Without a line, or signed out, nothing else goes either; a server that stumbles over one photo may take others.
      if (!(error instanceof Refused) || error.status === 0 || error.status === 401) throw error
      failed = error
      return undefined
    } finally {
      progress.delete(sha256)
    }
  }

  const waiting = async () =>
    (await store((db) => photosIn(db, person, 'waiting'))).filter((sha256) => !tried.has(sha256))

  /** @returns a refusal of one of them. Throws, when all have ended, what broke off one of them. */
  async function sendSome(hashes: readonly string[]): Promise<Refused | undefined> {
    const start = Date.now()
    const ended = await Promise.allSettled(hashes.map(sendOne))
    atOnce = Date.now() - start < QUICK ? AT_ONCE : 1
    await show('sending')
    let refused: Refused | undefined
    for (const one of ended)
      if (one.status === 'rejected') throw one.reason
      else refused ??= one.value
    return refused
  }

  return {
    /** Sends the next ones; false when none is left to try. */
    async sendNext(): Promise<boolean> {
      const next = (await waiting()).slice(0, atOnce)
      if (next.length > 0) await sendSome(next)
      return next.length > 0
    },
    /** Sends all that wait. Throws when one of them could not be sent now. */
    async sendAll(): Promise<Refused | undefined> {
      let refused: Refused | undefined
      for (let next = await waiting(); next.length > 0; next = await waiting())
        refused = (await sendSome(next.slice(0, atOnce))) ?? refused
      this.settle()
      return refused
    },
    settle(): void {
      if (failed) throw failed
    },
  }
}
