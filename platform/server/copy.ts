import type pg from 'pg'

interface Wire {
  stream: { cork(): void; uncork(): void }
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

export type CopyValue = string | number | boolean | null

/** Rows in COPY's text form, for `table (columns)` or for a whole table. */
export interface Copied {
  into: string
  text: string
}

/**
 * `copy … from stdin`, once a table, as pg's client runs a statement. The rows go out behind the question, without
 * waiting for the server's calls for data: it reads them as it comes to each COPY, and after an error drops the rest.
 */
class CopyIn {
  private readonly parts: readonly Copied[]
  private readonly done: (error?: Error) => void

  constructor(parts: readonly Copied[], done: (error?: Error) => void) {
    this.parts = parts
    this.done = done
  }

  submit(wire: Wire): void {
    wire.stream.cork()
    wire.query(this.parts.map(({ into }) => `copy ${into} from stdin`).join(';'))
    for (const { text } of this.parts) {
      wire.sendCopyFromChunk(Buffer.from(text))
      wire.endCopyFrom()
    }
    wire.stream.uncork()
  }

  handleCopyInResponse(): void {}

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.done(error)
  }

  handleReadyForQuery(): void {
    this.done()
  }
}

const special: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A value in COPY's text form; null is `\N`. */
export function copyField(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return String(value)
  return /[\\\n\r\t]/.test(value) ? value.replace(/[\\\n\r\t]/g, (c) => special[c] as string) : value
}

/** Rows in COPY's text form. */
export function copyText(rows: readonly (readonly CopyValue[])[]): string {
  let text = ''
  for (const row of rows) text += `${row.map(copyField).join('\t')}\n`
  return text
}

/**
 * Copies rows into one or more tables: all of them or none. The client must not be pipelined: pg refuses it there.
 * Throws what the server said of the first row that it would not have.
 */
export function copyRows(client: pg.Client, parts: readonly Copied[]): Promise<void> {
  const full = parts.filter(({ text }) => text !== '')
  if (full.length === 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(full, (error) => (error ? reject(error) : resolve())) as never)
  })
}
