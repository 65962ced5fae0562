import type { Command, Entry } from '../entry.ts'
import { actorOf, START } from '../hazard/given.ts'
import { smallReference, type Who } from '../hazard/given-tree.ts'
import type { HazardState } from '../hazard/state.ts'
import { isProblem } from '../problem.ts'
import { meetingId, topicId } from '../topic/given-topic.ts'
import { type Document, documentRules } from './document-steps.ts'

const id = (n: number) => `00000000-0000-7000-d000-${String(n).padStart(12, '0')}`

/** An office's register of documents; one topic, one meeting and these cases are known. */
export function openRegister(cases: ReadonlyMap<string, HazardState> = new Map()) {
  const documents = new Map<string, Document>()
  let counters: Record<string, number> = {}
  let seq = 0
  const isKnown = (kind: string, stream: string) =>
    (kind === 'topic' && stream === topicId(1)) || (kind === 'meeting' && stream === meetingId(1))
  return {
    document: (n: number) => documents.get(id(n)),
    /** @returns `accepted`, or the refusal's code */
    send(who: Who, step: string, n: number, data: object, now = START) {
      const tried = { ...counters }
      const command: Command = { id: id(n), stream: id(n), kind: 'document', step, data: { ...data }, takenAt: now }
      const decided = documentRules.decide(command, new Map([[id(n), documents.get(id(n)) ?? null]]), {
        ...{ actor: actorOf(who), reference: smallReference, now, photos: new Map() },
        found: (kind, stream) => (kind === 'hazard' ? (cases.get(stream) ?? null) : isKnown(kind, stream) ? {} : null),
        next: (name) => (tried[name] = (tried[name] ?? 0) + 1),
      })
      if (isProblem(decided)) return decided.code
      counters = tried
      for (const draft of decided)
        documents.set(
          draft.stream,
          documentRules.evolve(documents.get(draft.stream) ?? null, { ...draft, seq: ++seq } as Entry),
        )
      return 'accepted'
    },
  }
}
