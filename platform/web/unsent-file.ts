import * as z from 'zod/mini'
import { commandSchema } from '../../domain/entry.ts'
import { sha256 } from '../../domain/schema.ts'
import { hashOf } from './photo-hash.ts'

/** First line of a file of unsent work; the number is the format's. */
const MAGIC = 'ANLAN-UNSENT '
const FORMAT = '1'
/** Magic with format, length of the list in bytes as ten digits, its SHA-256: a line each. */
const HEAD = `${MAGIC}${FORMAT}\n`.length + 11 + 65

const parcel = z.object({
  command: commandSchema,
  label: z.string(),
  about: z.string(),
  state: z.enum(['waiting', 'delivered', 'refused']),
  photos: z.array(sha256),
  said: z.optional(z.string()),
  code: z.optional(z.string()),
  detail: z.optional(z.record(z.string(), z.unknown())),
  number: z.optional(z.string()),
})
const photo = z.object({
  sha256,
  type: z.string(),
  state: z.enum(['draft', 'waiting', 'arrived', 'refused']),
  said: z.optional(z.string()),
  /** Bytes. */
  size: z.int().check(z.nonnegative()),
})
const list = z.object({
  person: z.string(),
  name: z.string(),
  at: z.string(),
  parcels: z.array(parcel),
  drafts: z.array(z.object({ name: z.string(), value: z.unknown() })),
  photos: z.array(photo),
})

/** What a file of unsent work holds beside the bytes of its photos, which follow in the order of `photos`. */
export type UnsentList = z.infer<typeof list>
export type UnsentPhoto = UnsentList['photos'][number]

/** A file that is not, or no longer, what a phone exported; the message is for the user. */
export class UnreadableFile extends Error {}

const foreign = () => new UnreadableFile('这不是安澜导出的文件，请选择“导出未送达的内容”存下的那个文件。')
const damaged = () => new UnreadableFile('文件不完整或已损坏，什么都没有导入，请在原来的手机上重新导出一次。')
const newer = () => new UnreadableFile('这个文件是较新的版本导出的，请先刷新本页面，更新后再导入。')

/** Writes list and photos as one file: of the photos only one at a time is in memory. `bytesOf` is asked in order. */
export async function writeUnsent(
  of: Omit<UnsentList, 'photos'>,
  photos: readonly Omit<UnsentPhoto, 'size'>[],
  bytesOf: (sha256: string) => Promise<ArrayBuffer>,
): Promise<Blob> {
  const sized: UnsentPhoto[] = []
  const parts: Blob[] = []
  for (const one of photos) {
    const bytes = new Blob([await bytesOf(one.sha256)])
    parts.push(bytes)
    sized.push({ ...one, size: bytes.size })
  }
  const text = new TextEncoder().encode(JSON.stringify({ ...of, photos: sized }))
  const head = `${MAGIC}${FORMAT}\n${String(text.byteLength).padStart(10, '0')}\n${await hashOf(text.buffer)}\n`
  return new Blob([head, text, ...parts], { type: 'application/octet-stream' })
}

/**
 * Opens a file of unsent work: its list stands by its hash, its length by the sizes in the list, every photo by its own.
 * Throws `UnreadableFile` where anything is missing or changed.
 */
export async function readUnsent(file: Blob): Promise<{ list: UnsentList; photo(at: number): Promise<ArrayBuffer> }> {
  const [magic = '', length = '', hash = ''] = (await file.slice(0, HEAD).text()).split('\n')
  if (!magic.startsWith(MAGIC)) throw foreign()
  if (magic !== MAGIC + FORMAT) throw newer()
  const end = HEAD + (/^\d{10}$/.test(length) ? Number(length) : file.size)
  if (end > file.size) throw damaged()
  const text = await file.slice(HEAD, end).arrayBuffer()
  if ((await hashOf(text)) !== hash) throw damaged()
  const read = list.safeParse(JSON.parse(new TextDecoder().decode(text)))
  if (!read.success) throw damaged()
  const ends: number[] = []
  let whole = end
  for (const { size } of read.data.photos) {
    whole += size
    ends.push(whole)
  }
  if (file.size !== whole) throw damaged()
  const photo = async (at: number) => {
    const bytes = await file.slice(ends[at - 1] ?? end, ends[at]).arrayBuffer()
    if ((await hashOf(bytes)) !== read.data.photos[at]?.sha256) throw damaged()
    return bytes
  }
  for (const at of read.data.photos.keys()) await photo(at)
  return { list: read.data, photo }
}
