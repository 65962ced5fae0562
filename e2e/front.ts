import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of one's own before the one of the stories: it can fall silent, and serve the next version. */
export interface Front {
  url: string
  /** Nobody answers any more, as in a basement; a new one at the same address by `openFront(port)`. */
  close(): Promise<void>
  /** From now on every file of the phone has another name, as after a build; the old names are gone. */
  bringNewVersion(): void
}

/** Files of one build carry this mark in the names of the other. */
const MARK = '.next'
const toNext = (text: string) => text.replace(/(\/assets\/|\.\/|"assets\/)([\w.-]+?)\.(js|css)\b/g, `$1$2${MARK}.$3`)

async function bodyOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** Passes everything on to the server at `origin`. */
export async function openFront(origin: string, port = 0): Promise<Front> {
  let next = false
  const { hostname, port: behind } = new URL(origin)
  const isText = (url: string) => url === '/m/sw.js' || url.startsWith('/assets/') || /^\/m\/(?![\w-]+\.)/.test(url)

  const pass = (from: IncomingMessage, to: ServerResponse) => {
    const url = from.url ?? '/'
    const old = next && url.startsWith('/assets/') && !url.includes(MARK)
    const rename = next && isText(url)
    const path = old ? '/assets/gone.js' : url.replace(MARK, '')
    const headers = { ...from.headers, ...(rename ? { 'accept-encoding': 'identity', 'if-none-match': '' } : {}) }
    const asked = request({ hostname, port: behind, method: from.method, path, headers }, async (answer) => {
      if (!rename || answer.statusCode !== 200) {
        to.writeHead(answer.statusCode ?? 502, answer.headers)
        return answer.pipe(to)
      }
      const text = toNext(await bodyOf(answer)).replace('const BUILD="', 'const BUILD="next-')
      const { 'content-length': _length, etag: _tag, ...rest } = answer.headers
      to.writeHead(200, { ...rest, 'content-length': Buffer.byteLength(text) })
      return to.end(text)
    })
    asked.on('error', () => to.destroy())
    from.pipe(asked)
  }
  const server = createServer(pass)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    bringNewVersion() {
      next = true
    },
  }
}
