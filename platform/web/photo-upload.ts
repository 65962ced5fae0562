import type { DetailedError } from 'tus-js-client'
import { filesPath } from '../../domain/photo.ts'
import { Refused } from './api.ts'
import type { Photo } from './photo-prepare.ts'

/** What the server said, as the rest of the app knows refusals; status 0 is no network. */
function refusalOf(error: Error | DetailedError): Refused {
  const response = 'originalResponse' in error ? error.originalResponse : null
  const status = response?.getStatus() ?? 0
  if (status === 0) return new Refused('offline', '现在连不上网络，请稍后再试，内容不会丢失。', 0)
  let body: { code?: string; message?: string } = {}
  try {
    body = JSON.parse(response?.getBody() ?? '')
  } catch {}
  // Only our own sentence decides about a photo; what the protocol or a gateway says is a reason to try again.
  if (!body.code) return new Refused('server.busy', '服务暂时不可用，请稍后再试，内容不会丢失。', 503)
  return new Refused(body.code, body.message ?? '照片没有传上，请再试一次。', status)
}

/** An upload that has not moved for this many ms counts as no network. */
const STALLED = 60_000

/** Sends a photo by tus and goes on where an earlier try broke off. Throws `Refused`. */
export async function uploadPhoto({ sha256, type, bytes }: Photo): Promise<void> {
  const { Upload } = await import('tus-js-client')
  const attempt = (resume: boolean) =>
    new Promise<void>((resolve, reject) => {
      let patience: ReturnType<typeof setTimeout> | undefined
      const settle = <T>(end: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(patience)
          end(value)
        }
      }
      const wait = () => {
        clearTimeout(patience)
        patience = setTimeout(() => {
          void upload.abort()
          reject(new Refused('offline', '现在连不上网络，请稍后再试，内容不会丢失。', 0))
        }, STALLED)
      }
      const upload = new Upload(new Blob([bytes], { type }), {
        endpoint: filesPath,
        metadata: { sha256, type, name: `${sha256.slice(0, 12)}.jpg` },
        retryDelays: [],
        fingerprint: async () => `anlan-${sha256}`,
        removeFingerprintOnSuccess: true,
        onProgress: wait,
        onSuccess: settle(() => resolve()),
        onError: settle((error: Error) => reject(refusalOf(error))),
      })
      void upload.findPreviousUploads().then((earlier) => {
        const last = earlier[earlier.length - 1]
        if (resume && last) upload.resumeFromPreviousUpload(last)
        wait()
        upload.start()
      }, reject)
    })
  try {
    await attempt(true)
  } catch (error) {
    // A half upload that the server forgot or has already taken: once more from the beginning.
    const status = error instanceof Refused ? error.status : 0
    if (status === 0 || status === 401 || status === 413 || status === 415) throw error
    await attempt(false)
  }
}
