import { shallowReactive } from 'vue'

/** Can this browser open the page without network? `asking` until it is known, `absent` where it has no worker. */
type OfflineStart = 'asking' | 'ready' | 'absent'

interface WorkerState {
  offlineStart: OfflineStart
  /** A newer version stands ready on the device and waits to be let in. */
  newer: boolean
}

export const worker = shallowReactive<WorkerState>({ offlineStart: 'asking', newer: false })

/** Least time between two looks for a new version, in ms, when a page that stays open is looked at again. */
const LOOK_PAUSE = 3_600_000

let registration: ServiceWorkerRegistration | undefined

function look(): void {
  if (!registration) return
  worker.newer = registration.waiting !== null && registration.active !== null
  if (registration.active) worker.offlineStart = 'ready'
}

/** Follows a worker that has just been found until it waits, works or has failed. */
function follow(found: ServiceWorker | null): void {
  found?.addEventListener('statechange', () => {
    look()
    if (found.state === 'redundant' && !registration?.active) worker.offlineStart = 'absent'
  })
}

/**
 * Has the phone's files kept on the device. Where there is no service worker (plain http, in-app browsers of iOS, storage
 * turned off) everything else works as before, and the screen says what does not.
 */
export async function keepPhone(): Promise<void> {
  try {
    registration = await navigator.serviceWorker.register('/m/sw.js', { scope: '/m/', updateViaCache: 'none' })
  } catch {
    // Without network the registration of an earlier visit is what counts.
    registration = await navigator.serviceWorker?.getRegistration('/m/').catch(() => undefined)
  }
  if (!registration) {
    worker.offlineStart = 'absent'
    return
  }
  look()
  follow(registration.installing)
  follow(registration.waiting)
  registration.addEventListener('updatefound', () => follow(registration?.installing ?? null))
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < LOOK_PAUSE) return
    looked = Date.now()
    void registration?.update().catch(() => undefined)
  })
}

/** Lets the waiting version in and opens the page anew with it; only ever called because somebody tapped. */
export function useNewer(): void {
  const waiting = registration?.waiting
  if (!waiting) {
    location.reload()
    return
  }
  waiting.addEventListener('statechange', () => {
    if (waiting.state === 'activated') location.reload()
  })
  waiting.postMessage('activate')
}
