import type * as z from 'zod/mini'
import type { Contract } from '../../domain/contract.ts'
import { hearDate } from './clock-skew.ts'

/** What a user reads when the server refused or could not be reached; `code` is a domain code or `offline`. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly detail?: Record<string, unknown>,
  ) {
    super(message)
  }
}

interface ProblemBody {
  code?: string
  message?: string
  detail?: unknown
}

async function refusalOf(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as ProblemBody
  const detail = typeof body.detail === 'object' && body.detail !== null ? body.detail : undefined
  const said = body.message ?? (typeof body.detail === 'string' ? body.detail : undefined)
  const sentence = said ?? '服务暂时不可用，请稍后再试，内容不会丢失。'
  return new Refused(body.code ?? 'server.busy', sentence, response.status, detail as Record<string, unknown>)
}

const signedOut = new Set<() => void>()

/** Calls back whenever the server says that nobody is signed in any more. */
export const whenSignedOut = (tell: () => void): void => void signedOut.add(tell)

/** Longest wait for a whole answer in ms; from then on it counts as no network. */
const PATIENCE = 60_000

export const unreachable = () => new Refused('offline', '现在连不上网络，请稍后再试，内容不会丢失。', 0)

/** The JSON of an answer; throws `Refused` where it is none of success. */
export async function answerOf(sent: Response): Promise<unknown> {
  if (!sent.ok) {
    const refusal = await refusalOf(sent)
    if (refusal.code === 'session.required') for (const tell of signedOut) tell()
    throw refusal
  }
  return sent.status === 204 ? undefined : sent.json()
}

/** One request to our own origin. Throws `Refused` with a sentence for the user, never anything else. */
export async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), PATIENCE)
  const asked = Date.now()
  try {
    const sent = await fetch(path, {
      method,
      credentials: 'same-origin',
      signal: giveUp.signal,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    hearDate(sent.headers.get('date'), asked, Date.now())
    return await answerOf(sent)
  } catch (error) {
    // No answer, half an answer, or the page of some gateway in place of ours.
    throw error instanceof Refused ? error : unreachable()
  } finally {
    clearTimeout(timer)
  }
}

/** Query string of the filled values only. */
export function queryString(query: Record<string, unknown>): string {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const search = new URLSearchParams(filled.map(([key, value]) => [key, String(value)])).toString()
  return search ? `?${search}` : ''
}

/** Calls a room's read by its contract. */
export async function call<Q extends z.ZodMiniType, R extends z.ZodMiniType>(
  contract: Contract<Q, R>,
  query: z.input<Q>,
  params: Record<string, string> = {},
): Promise<z.output<R>> {
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  return (await request(contract.method, path + queryString(query as Record<string, unknown>))) as z.output<R>
}
