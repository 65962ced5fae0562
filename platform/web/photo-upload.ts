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
  return new Refused(body.code ?? 'server.busy', body.message ?? '服务暂时不可用，请稍后再试，内容不会丢失。', status)
}

/** Sends a photo by tus and goes on where an earlier try broke off. Throws `Refused`. */
export async function uploadPhoto({ sha256, type, bytes }: Photo): Promise<void> {
  const { Upload } = await import('tus-js-client')
  const attempt = (resume: boolean) =>
    new Promise<void>((resolve, reject) => {
      const upload = new Upload(new Blob([bytes], { type }), {
        endpoint: filesPath,
        metadata: { sha256, type, name: `${sha256.slice(0, 12)}.jpg` },
        retryDelays: [],
        fingerprint: async () => `anlan-${sha256}`,
        removeFingerprintOnSuccess: true,
        onSuccess: () => resolve(),
        onError: (error) => reject(refusalOf(error)),
      })
      void upload.findPreviousUploads().then((earlier) => {
        const last = earlier[earlier.length - 1]
        if (resume && last) upload.resumeFromPreviousUpload(last)
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
