import http from 'node:http'
import { text } from 'node:stream/consumers'
import type { Pool } from 'pg'

/** The ceiling: Node's own server, one insert or one indexed page, no sign-in, no rule, no second row. */
export async function startBare(pool: Pool): Promise<{ url: string; close(): void }> {
  const server = http.createServer(async (request, response) => {
    const answer = (body: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.method === 'POST') {
      const body = JSON.parse(await text(request))
      await pool.query('insert into public.bare (body) values ($1)', [JSON.stringify(body)])
      answer({ ok: true })
      return
    }
    const { rows } = await pool.query('select body from public.bare order by id desc limit 50')
    answer({ items: rows.map((row) => row.body) })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}
