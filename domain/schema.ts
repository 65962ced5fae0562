import * as z from 'zod/mini'

/** PostgreSQL's jsonb refuses U+0000 and lone surrogates, so they are refused at the door (law 10). */
function isStorable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0) return false
    if (unit >= 0xdc00 && unit <= 0xdfff) return false
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = text.charCodeAt(++i)
      if (!(next >= 0xdc00 && next <= 0xdfff)) return false
    }
  }
  return true
}

/** The same for every string, key and depth of a JSON value; nesting beyond 20 and numbers like 1e999 are refused. */
export function isStorableDeep(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth > 20) return false
  return Object.entries(value).every(
    ([key, inner]) => key !== '__proto__' && isStorable(key) && isStorableDeep(inner, depth + 1),
  )
}

export const storable = z.refine<string>(isStorable, { message: '含有不能保存的字符' })
const filled = z.refine<string>((text) => text.trim().length > 0, { message: '不能为空' })

/** Free text somebody must write, at most `max` characters. */
export const text = (max: number) => z.string().check(z.maxLength(max, `不能超过 ${max} 个字`), filled, storable)
/** Free text that may be left empty. */
export const optionalText = (max: number) =>
  z.optional(z.string().check(z.maxLength(max, `不能超过 ${max} 个字`), storable))

export const uuid = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/))
/** A unit, item or source code: never free text, so it may live in an entry for ever. */
export const code = z.string().check(z.regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,39}$/))
export const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))
export const photos = z.array(sha256).check(z.maxLength(20, '一次最多 20 张照片'))
/** An instant whose UTC year is 1 to 9998: offsets at the very ends reach years that a date cannot be written in. */
export const instant = z.iso.datetime({ offset: true }).check(
  z.refine((given) => {
    const year = new Date(given).getUTCFullYear()
    return year >= 1 && year <= 9998
  }),
)
/** A day; a full instant is taken too and read as its Shanghai day. */
export const day = z.union([z.iso.date(), instant])
