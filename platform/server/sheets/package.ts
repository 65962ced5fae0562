import { open, readFile } from 'node:fs/promises'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { SheetFault } from './xml.ts'

/** Bounds of a package's parts, before one byte of them is unpacked and again while they are. */
const MOST_PARTS = 1000
const MOST_BYTES = 200 * 1024 * 1024
/** A part may be packed this much; sheets of numbers reach about 20, a bomb a thousand. */
const MOST_RATIO = 400

export interface Package {
  /** Names of all parts as the package spells them, in its order. */
  names: readonly string[]
  has(name: string): boolean
  /** The bytes of a part as they are unpacked, counted. */
  part(name: string): AsyncIterable<Uint8Array>
  close(): void
}

const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** What a file that is no zip is: an old or locked document has OLE's head, the others have none. */
async function checkHead(file: string | Buffer): Promise<void> {
  const head = typeof file === 'string' ? await headOf(file) : file.subarray(0, 8)
  if (head.equals(OLE)) {
    const whole = typeof file === 'string' ? await readFile(file) : file
    throw new SheetFault(isLocked(whole) ? 'sheet.encrypted' : 'sheet.not-xlsx')
  }
  if (head.length < 8 || head.readUInt32LE(0) !== 0x04034b50) throw new SheetFault('sheet.not-xlsx')
}

/** A document with a password is an OLE file with a stream of this name, which its directory spells in UTF-16. */
const isLocked = (whole: Buffer): boolean => whole.includes(Buffer.from('EncryptedPackage', 'utf16le'))

/** Macros, and links to other files, are refused by the directory alone. */
const active = /(^|\/)(vbaProject\.bin|vbaData\.xml|vbaProjectSignature\.bin)$|^xl\/(externalLinks|macrosheets)\//i

function checkEntry(entry: Entry, total: number, most: number): void {
  if ((entry.generalPurposeBitFlag & 1) !== 0) throw new SheetFault('sheet.encrypted')
  if (active.test(entry.fileName)) throw new SheetFault('sheet.active')
  const { uncompressedSize, compressedSize } = entry
  if (total > most) throw new SheetFault('sheet.bomb')
  if (uncompressedSize > 1_000_000 && uncompressedSize > compressedSize * MOST_RATIO) throw new SheetFault('sheet.bomb')
}

async function readDirectory(zip: ZipFile, most: number): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  let total = 0
  for await (const entry of zip.eachEntry()) {
    total += entry.uncompressedSize
    if (entries.size >= MOST_PARTS) throw new SheetFault('sheet.bomb')
    checkEntry(entry, total, most)
    entries.set(entry.fileName.toLowerCase(), entry)
  }
  return entries
}

/** What yauzl finds amiss (sizes that lie, paths that climb, a directory cut off) is a damaged file. */
const asFault = (error: unknown): SheetFault =>
  error instanceof SheetFault ? error : new SheetFault('sheet.damaged', String((error as Error).message))

/**
 * Opens an office document's package, its directory checked: sizes, number of parts, macros, links, locks, paths.
 * @param file path on disk, or the bytes @param most bytes of all parts when unpacked @throws SheetFault
 */
export async function openPackage(file: string | Buffer, most = MOST_BYTES): Promise<Package> {
  await checkHead(file)
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true }
  const opened = typeof file === 'string' ? yauzl.openPromise(file, options) : yauzl.fromBufferPromise(file, options)
  const zip = await opened.catch((error) => Promise.reject(asFault(error)))
  const entries = await readDirectory(zip, most).catch((error) => {
    zip.close()
    throw asFault(error)
  })
  let unpacked = 0
  return {
    names: [...entries.values()].map(({ fileName }) => fileName),
    has: (name) => entries.has(name.toLowerCase()),
    async *part(name) {
      const entry = entries.get(name.toLowerCase())
      if (!entry) throw new SheetFault('sheet.damaged', name)
      try {
        for await (const chunk of await zip.openReadStreamPromise(entry)) {
          unpacked += (chunk as Buffer).length
          if (unpacked > most) throw new SheetFault('sheet.bomb')
          yield chunk as Buffer
        }
      } catch (error) {
        throw asFault(error)
      }
    },
    close: () => zip.close(),
  }
}
