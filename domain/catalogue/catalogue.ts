import * as z from 'zod/mini'
import { code, text } from '../schema.ts'

const item = z.strictObject({
  code,
  name: text(50),
  /** The city's number of the same item; null for the sub-district's own, which is left out of the city's return. */
  city: z.nullable(code),
  synonyms: z.array(text(50)),
  /** What to look for, one sentence. */
  look: text(300),
  severity: z.enum(['ordinary', 'larger', 'major']),
  /** 照片, 回访记录 or 调解协议. */
  proof: z.enum(['photo', 'visit', 'mediation']),
  /** Default deadline in working days. */
  days: z.int().check(z.gte(0), z.lte(365)),
  /** Confirmed by a published page; otherwise provisional until the official annex is loaded. */
  confirmed: z.boolean(),
})
export type CatalogueItem = z.infer<typeof item>

/** One version of the inspection catalogue, in force from its day; never changed afterwards. */
export const catalogueSchema = z.strictObject({
  version: code,
  name: text(100),
  from: z.iso.date(),
  categories: z.array(z.strictObject({ code, name: text(50), items: z.array(item) })),
  /** Items of the version before that this one has no more, each with the item that goes on with it, or null. */
  crosswalk: z.optional(z.record(code, z.nullable(code))),
})
export type Catalogue = z.infer<typeof catalogueSchema>

export const allItems = (catalogue: Catalogue): CatalogueItem[] => catalogue.categories.flatMap((c) => c.items)

export const findItem = (catalogue: Catalogue, itemCode: string): CatalogueItem | undefined =>
  allItems(catalogue).find((one) => one.code === itemCode)
