import { Refused } from './api.ts'
import { findPhoto, photosIn, updatePhoto } from './outbox-store.ts'
import { type Desk, isFinal } from './outbox-world.ts'

/** Sends the photos of one pass, one after another; what the server could not answer is told at the end. */
export function openPhotos(desk: Desk) {
  const { person, world, store, show, progress } = desk
  const tried = new Set<string>()
  let failed: Refused | undefined

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

  return {
    /** Sends the next one; false when none is left to try. */
    async sendNext(): Promise<boolean> {
      const [next] = await waiting()
      if (next === undefined) return false
      await sendOne(next)
      await show('sending')
      return true
    },
    /** Sends all that wait. Throws when one of them could not be sent now. */
    async sendAll(): Promise<Refused | undefined> {
      let refused: Refused | undefined
      for (const sha256 of await waiting()) {
        refused = (await sendOne(sha256)) ?? refused
        await show('sending')
      }
      this.settle()
      return refused
    },
    settle(): void {
      if (failed) throw failed
    },
  }
}
