/** Name of this build and every file of the phone in it; the build writes both ahead of this code (`m/phone-build.ts`). */
declare const BUILD: string
declare const FILES: readonly string[]

const scope = self as unknown as ServiceWorkerGlobalScope
const PREFIX = 'anlan-phone-'
const HERE = `${PREFIX}${BUILD}`
/** The one page; every address below `/m/` is answered with it. */
const PAGE = '/m/'

/** The page as the server has it now. Throws where it already names files of another build: the next worker has those. */
async function fetchPage(): Promise<Response> {
  const answer = await fetch(PAGE, { cache: 'no-cache' })
  if (!answer.ok) throw new Error(`${PAGE}: ${answer.status}`)
  const named = (await answer.clone().text()).match(/\/assets\/[\w.-]+/g) ?? []
  if (named.length === 0 || named.some((file) => !FILES.includes(file))) throw new Error('another build is served')
  return answer
}

/** A file whose name carries its hash is the same wherever it comes from, so an earlier cache may give it. */
async function fetchFile(file: string): Promise<Response> {
  const known = await caches.match(file)
  if (known && file.startsWith('/assets/')) return known
  const answer = await fetch(file, { cache: file.startsWith('/assets/') ? 'default' : 'no-cache' })
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`)
  return answer
}

async function keepAll(): Promise<void> {
  const cache = await caches.open(HERE)
  const keep = async (file: string) => cache.put(file, await (file === PAGE ? fetchPage() : fetchFile(file)))
  await Promise.all([PAGE, ...FILES].map(keep))
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== HERE).map((name) => caches.delete(name)))
}

async function answer(file: string, request: Request): Promise<Response> {
  return (await (await caches.open(HERE)).match(file)) ?? fetch(request)
}

scope.addEventListener('install', (event) => event.waitUntil(keepAll()))
/** Takes over pages that are open already: only a page it serves keeps the next version waiting. */
scope.addEventListener('activate', (event) => event.waitUntil(dropOthers().then(() => scope.clients.claim())))
scope.addEventListener('message', (event) => {
  if (event.data === 'activate') void scope.skipWaiting()
})
/** What is not of this build, `/api` above all, is left to the browser. */
scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  if (request.mode === 'navigate' && pathname.startsWith('/m/')) event.respondWith(answer(PAGE, request))
  else if (FILES.includes(pathname)) event.respondWith(answer(pathname, request))
})
