import type pg from 'pg'

interface Wire {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** `copy … from stdin` as pg's client runs a statement: it answers the server's call for data with one text. */
class CopyIn {
  private readonly into: string
  private readonly rows: string
  private readonly done: (error?: Error) => void

  constructor(into: string, rows: string, done: (error?: Error) => void) {
    this.into = into
    this.rows = rows
    this.done = done
  }

  submit(wire: Wire): void {
    wire.query(`copy ${this.into} from stdin`)
  }

  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFromChunk(Buffer.from(this.rows))
    wire.endCopyFrom()
  }

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
const field = (value: string | number | null): string =>
  typeof value === 'string' ? value.replace(/[\\\n\r\t]/g, (c) => special[c] as string) : (value?.toString() ?? '\\N')

export type Row = readonly (string | number | null)[]

/** Copies rows into `table (columns)`; on a client of its own, for COPY cannot be pipelined. */
export function copyRows(client: pg.Client, into: string, rows: readonly Row[]): Promise<void> {
  const text = rows.map((row) => `${row.map(field).join('\t')}\n`).join('')
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(into, text, (error) => (error ? reject(error) : resolve())) as never)
  })
}
