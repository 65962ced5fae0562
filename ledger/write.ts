import { type Tx, together } from '../platform/server/db.ts'
import { answerOf, type Change, type Group, type Verdict } from './decide-group.ts'

const entryRow = ({ entry, leaf }: Change) => ({
  seq: entry.seq,
  stream: entry.stream,
  version: entry.version,
  kind: entry.kind,
  step: entry.step,
  data: entry.data,
  text_hash: entry.textHash,
  actor: entry.actor,
  command_id: entry.commandId,
  ordinal: entry.ordinal,
  taken_at: entry.takenAt,
  recorded_at: entry.recordedAt,
  leaf: leaf.toString('hex'),
})

/** Inserts entries and their words; the words' rows point at the entries' and so follow them. */
export async function writeEntries(tx: Tx, book: string, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const lines = tx.query(
    `insert into entry (book_id, seq, stream, version, kind, step, data, text_hash, actor, command_id, ordinal,
       taken_at, recorded_at, leaf)
     select $1, seq, stream, version, kind, step, data, decode(text_hash, 'hex'), actor, command_id, ordinal,
       taken_at, recorded_at, decode(leaf, 'hex')
     from jsonb_to_recordset($2::jsonb) as r(seq bigint, stream uuid, version int, kind text, step text, data jsonb,
       text_hash text, actor text, command_id uuid, ordinal int, taken_at timestamptz, recorded_at timestamptz, leaf text)`,
    [book, JSON.stringify(changes.map(entryRow))],
  )
  const texts = changes.flatMap(({ entry, salt }) =>
    salt && entry.text ? [{ seq: entry.seq, salt: salt.toString('hex'), text: entry.text }] : [],
  )
  const words =
    texts.length > 0 &&
    tx.query(
      `insert into entry_text (book_id, seq, salt, text)
       select $1, seq, decode(salt, 'hex'), text from jsonb_to_recordset($2::jsonb) as r(seq bigint, salt text, text jsonb)`,
      [book, JSON.stringify(texts)],
    )
  await together<unknown[]>([lines, words])
}

function commandRow(verdict: Verdict, now: Date) {
  const { command, actor } = verdict.task
  const answer = answerOf(verdict)
  return {
    id: command.id,
    actor,
    body_hash: verdict.hash.toString('hex'),
    stream: command.stream,
    seq: answer.seq,
    version: answer.version,
    problem: answer.problem,
    body: answer.problem ? command : null,
    recorded_at: now.toISOString(),
  }
}

/** Inserts the answers that are kept. */
export async function writeAnswers(tx: Tx, book: string, verdicts: readonly Verdict[], now: Date): Promise<void> {
  const kept = verdicts.filter((verdict) => verdict.kept)
  if (kept.length === 0) return
  await tx.query(
    `insert into command (book_id, id, actor, body_hash, stream, seq, version, problem, body, recorded_at)
     select $1, id, actor, decode(body_hash, 'hex'), stream, seq, version, problem, body, recorded_at
     from jsonb_to_recordset($2::jsonb) as r(id uuid, actor text, body_hash text, stream uuid, seq bigint, version int,
       problem jsonb, body jsonb, recorded_at timestamptz)`,
    [book, JSON.stringify(kept.map((verdict) => commandRow(verdict, now)))],
  )
}

/** Inserts what the group decided and moves the book's head, all in the group's transaction. */
export async function writeGroup(
  tx: Tx,
  group: Group,
  verdicts: readonly Verdict[],
  referenceSeq: number | undefined,
): Promise<void> {
  const changes = verdicts.flatMap((verdict) => verdict.changes)
  const head = changes.at(-1)
  await together<unknown[]>([
    writeEntries(tx, group.book, changes),
    writeAnswers(tx, group.book, verdicts, group.now),
    head &&
      tx.query(
        `update book set seq = $2, head_at = $3, head_hash = $4, reference_seq = coalesce($5, reference_seq) where id = $1`,
        [group.book, head.entry.seq, group.now, head.leaf, referenceSeq ?? null],
      ),
  ])
}
