import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'

/** A part of a package: whole, or as it comes. */
export interface ZipPart {
  name: string
  content: Buffer | string | AsyncIterable<Buffer>
}

interface Written {
  name: Buffer
  flags: number
  crc: number
  packed: number
  size: number
  offset: number
}

const NAMES_UTF8 = 0x0800
const SIZES_FOLLOW = 0x0008
/** 1 January 1980, as the format counts: the same content gives the same bytes. */
const DATE = 0x21
/** Rows of text pack three times as fast as by default, and a tenth less. */
const LEVEL = 1

function localHeader({ name, flags, crc, packed, size }: Written): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(flags, 6)
  head.writeUInt16LE(8, 8)
  head.writeUInt16LE(DATE, 12)
  head.writeUInt32LE(crc, 14)
  head.writeUInt32LE(packed, 18)
  head.writeUInt32LE(size, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name])
}

function directoryEntry({ name, flags, crc, packed, size, offset }: Written): Buffer {
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(20, 4)
  entry.writeUInt16LE(20, 6)
  entry.writeUInt16LE(flags, 8)
  entry.writeUInt16LE(8, 10)
  entry.writeUInt16LE(DATE, 14)
  entry.writeUInt32LE(crc, 16)
  entry.writeUInt32LE(packed, 20)
  entry.writeUInt32LE(size, 24)
  entry.writeUInt16LE(name.length, 28)
  entry.writeUInt32LE(offset, 42)
  return Buffer.concat([entry, name])
}

function directoryEnd(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

function descriptor({ crc, packed, size }: Written): Buffer {
  const after = Buffer.alloc(16)
  after.writeUInt32LE(0x08074b50, 0)
  after.writeUInt32LE(crc, 4)
  after.writeUInt32LE(packed, 8)
  after.writeUInt32LE(size, 12)
  return after
}

/** Packs what comes, as it comes; sizes and checksum are known when it has ended. Whoever stops taking, stops the source. */
async function* pack(content: AsyncIterable<Buffer>, written: Written): AsyncGenerator<Buffer> {
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      written.crc = crc32(chunk, written.crc)
      written.size += chunk.length
      done(null, chunk)
    },
  })
  const deflate = createDeflateRaw({ level: LEVEL })
  let failed: unknown
  const source = Readable.from(content, { objectMode: true, highWaterMark: 1 })
  const ended = pipeline(source, count, deflate).catch((error) => {
    failed = error
  })
  try {
    for await (const chunk of deflate) {
      written.packed += (chunk as Buffer).length
      yield chunk as Buffer
    }
  } finally {
    deflate.destroy()
    await ended
  }
  if (failed) throw failed
}

/** The bytes of a zip archive, made as they are taken. */
export async function* zip(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const directory: Written[] = []
  let offset = 0
  for (const { name, content } of parts) {
    const written: Written = { name: Buffer.from(name), flags: NAMES_UTF8, crc: 0, packed: 0, size: 0, offset }
    directory.push(written)
    if (typeof content === 'string' || Buffer.isBuffer(content)) {
      const bytes = Buffer.from(content as string)
      const packed = deflateRawSync(bytes)
      Object.assign(written, { crc: crc32(bytes), packed: packed.length, size: bytes.length })
      const head = localHeader(written)
      offset += head.length + packed.length
      yield head
      yield packed
      continue
    }
    written.flags |= SIZES_FOLLOW
    const head = localHeader(written)
    yield head
    yield* pack(content, written)
    offset += head.length + written.packed + 16
    yield descriptor(written)
  }
  const entries = directory.map(directoryEntry)
  yield* entries
  const size = entries.reduce((sum, entry) => sum + entry.length, 0)
  yield directoryEnd(directory.length, size, offset)
}
