import * as z from 'zod/mini'
import { hazardFilters } from '../../domain/account/account.ts'
import { contract } from '../../domain/contract.ts'
import { hazardRow } from '../../domain/hazard/views.ts'

/** Most cases of one draw: what an inspection can look at. */
export const MAX_DRAW = 100

/** 随机抽: whoever has seed, instant and filters draws the same cases again; filters that change with the asker or with words are left out. */
export const getDraw = contract({
  method: 'GET',
  path: '/api/draw',
  summary: '随机抽查：按种子从筛选出的隐患里抽 n 条，可由外人重算',
  query: z.extend(z.omit(hazardFilters, { q: true, holder: true }), {
    n: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(MAX_DRAW))),
    /** Given by the server where it is absent. */
    seed: z.optional(z.string().check(z.regex(/^[0-9A-Za-z-]{1,64}$/))),
  }),
  response: z.object({
    seed: z.string(),
    asOf: z.string(),
    /** How many cases there were to draw from. */
    population: z.number(),
    items: z.array(hazardRow),
  }),
})

/** How it is drawn, for whoever prints or recomputes it. */
export const DRAW_RULE = '把“种子|隐患编号”逐条算 SHA-256，按结果（小写十六进制）从小到大排，取前 n 条。'
