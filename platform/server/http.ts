import { existsSync } from 'node:fs'
import type { Socket } from 'node:net'
import path from 'node:path'
import { parse } from 'node:querystring'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifySchema,
  type RouteOptions,
} from 'fastify'
import { createJsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type * as z from 'zod/mini'
import type { Contract } from '../../domain/contract.ts'
import { isProblem, type Problem, problem } from '../../domain/problem.ts'
import { isFull, isUnreachable } from './db.ts'
import { faultOf, log } from './log.ts'
import { problemBody, reply } from './problem-reply.ts'
import { safetyHeaders } from './safety-headers.ts'

export { reply }

/** Largest JSON body in bytes: two hundred commands with long texts. */
const BODY_LIMIT = 4 * 1024 * 1024

export interface HttpOptions {
  /** Folder with the built screens; without it only the API is served. */
  webRoot?: string
  /** Served over https by a proxy: cookies and headers may say so. */
  secure?: boolean
  version: string
  /** Hears of every route as it is registered. */
  onRoute?: (route: RouteOptions) => void
}

/** The HTTP server without rooms: safety headers, problems for every error, screens, OpenAPI. */
export async function buildHttp({ webRoot, secure = false, version, onRoute }: HttpOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    trustProxy: secure,
    logger: false,
    requestTimeout: 60_000,
    // A hostile key costs its own command only: the schemas refuse it there.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    frameworkErrors(error, _request, response) {
      const tooLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      return reply(response, problem(tooLong ? 'not-found' : 'request.malformed'))
    },
    clientErrorHandler: answerBrokenHttp,
    routerOptions: { querystringParser: parseQuery },
  })
  if (onRoute) app.addHook('onRoute', onRoute)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 })
  await app.register(cookie)
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: '安澜 Anlan', version } },
    transform: createJsonSchemaTransform({ zodToJsonConfig: {} } as never),
  })
  app.get('/api/openapi.json', { schema: { hide: true } as never }, async () => app.swagger())
  const safety = safetyHeaders(secure)
  app.addHook('onRequest', async (request, response) => {
    response.headers(safety)
    if (request.url.startsWith('/api/')) response.header('cache-control', 'no-store')
    if (isCrossSite(request)) return reply(response, problem('session.cross-site'))
  })
  app.setErrorHandler((error: FastifyError, request, response) => reply(response, problemOf(error, request)))
  if (webRoot && existsSync(webRoot)) await serveScreens(app, webRoot)
  else app.setNotFoundHandler((_request, response) => reply(response, problem('not-found')))
  return app
}

/** An instant whose `+08:00` nobody escaped arrives with a blank for the plus. */
const withPlus = (value: string | string[] | undefined) =>
  typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+) (\d\d:\d\d)$/, '$1+$2') : value

/** A parameter left empty (`asOf=`) is one not given. */
function parseQuery(text: string): Record<string, string | string[] | undefined> {
  const given = Object.entries(parse(text)).filter(([, value]) => value !== '')
  return Object.fromEntries(given.map(([key, value]) => [key, withPlus(value)]))
}

/** What is no HTTP, or more headers than allowed, is answered in the same words before the line is closed. */
function answerBrokenHttp(error: Error, socket: Socket): void {
  if ((error as NodeJS.ErrnoException).code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const tooLarge = (error as NodeJS.ErrnoException).code === 'HPE_HEADER_OVERFLOW'
  const body = JSON.stringify(problemBody(problem(tooLarge ? 'request.too-large' : 'request.malformed')))
  const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const type = 'content-type: application/problem+json; charset=utf-8'
  const length = `content-length: ${Buffer.byteLength(body)}`
  socket.end(`HTTP/1.1 ${status}\r\n${type}\r\n${length}\r\nconnection: close\r\n\r\n${body}`)
}

/** Unsafe requests must come from our own pages; scripts with a personal token carry no cookie to abuse. */
function isCrossSite(request: FastifyRequest): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return false
  if (request.headers.authorization?.startsWith('Bearer ')) return false
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin } = request.headers
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== request.host
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (isFull(error)) return problem('server.storage-full')
  if (isUnreachable(error)) return problem('server.busy')
  if (error.validation) {
    const field = String(error.validation[0]?.instancePath ?? '').slice(1)
    return problem(field === 'asOf' ? 'as-of.malformed' : 'request.malformed', field ? { field } : undefined)
  }
  if (error.statusCode === 413) return problem('request.too-large')
  if (error.statusCode !== undefined && error.statusCode < 500) return problem('request.malformed')
  log('error', 'request failed', { request: request.id, route: request.routeOptions.url, ...faultOf(error) })
  return problem('server.bug')
}

async function serveScreens(app: FastifyInstance, webRoot: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: path.resolve(webRoot),
    index: 'index.html',
    cacheControl: false,
    setHeaders(response, file) {
      const hashed = file.includes(`${path.sep}assets${path.sep}`)
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.setNotFoundHandler((request, response) => {
    const page = request.method === 'GET' && !request.url.startsWith('/api') && !request.url.startsWith('/assets')
    if (!page) return reply(response, problem('not-found'))
    return response.sendFile(request.url === '/m' || request.url.startsWith('/m/') ? 'm/index.html' : 'index.html')
  })
}

/**
 * Route options that put a route into OpenAPI. A body is described here and judged by the handler, which answers in
 * the user's words.
 */
export function documented(summary: string, body?: z.ZodMiniType, response?: z.ZodMiniType) {
  const schema = { summary, ...(body ? { body } : {}), ...(response ? { response: { 200: response } } : {}) }
  return { schema: schema as FastifySchema, attachValidation: true }
}

interface Call<Q> {
  query: Q
  params: Record<string, string | undefined>
  request: FastifyRequest
  response: FastifyReply
}

/** Serves one contract: its query is checked, its answer or problem sent; the same object types the web's call. */
export function serve<Q extends z.ZodMiniType, R extends z.ZodMiniType>(
  app: FastifyInstance,
  contract: Contract<Q, R>,
  answer: (call: Call<z.output<Q>>) => Promise<z.output<R> | Problem>,
): void {
  const schema = { summary: contract.summary, querystring: contract.query, response: { 200: contract.response } }
  app.route({
    method: contract.method,
    url: contract.path,
    schema: schema as FastifySchema,
    async handler(request, response) {
      const call = { query: request.query as z.output<Q>, params: request.params as Call<unknown>['params'] }
      const value = await answer({ ...call, request, response })
      return isProblem(value) ? reply(response, value) : response.send(value)
    },
  })
}

/** The same for an answer that PostgreSQL has written as JSON of the contract's shape: it is sent as it is. */
export function serveText<Q extends z.ZodMiniType, R extends z.ZodMiniType>(
  app: FastifyInstance,
  contract: Contract<Q, R>,
  answer: (call: Call<z.output<Q>>) => Promise<{ text: string } | Problem>,
): void {
  serve(app, contract as unknown as Contract<Q, z.ZodMiniType<string>>, async (call) => {
    const value = await answer(call)
    if (isProblem(value)) return value
    call.response.header('content-type', 'application/json; charset=utf-8')
    return value.text
  })
}
