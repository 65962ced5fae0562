import type * as z from 'zod/mini'

/** One read of a room: serves the route, the web's typed call and OpenAPI. Path parameters are written `:name`. */
export interface Contract<Q extends z.ZodMiniType, R extends z.ZodMiniType> {
  method: 'GET'
  path: string
  summary: string
  query: Q
  response: R
}

export const contract = <Q extends z.ZodMiniType, R extends z.ZodMiniType>(c: Contract<Q, R>): Contract<Q, R> => c
