import type { Command } from '../../../domain/entry.ts'
import type { HazardView } from '../../../domain/hazard/views.ts'
import { hashOf } from '../photo-hash.ts'

/** An id that follows from what it names (RFC 9562, version 8). */
async function idOf(name: string): Promise<string> {
  const hex = await hashOf(new TextEncoder().encode(name).buffer as ArrayBuffer)
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

/**
 * 签收: the wish that opening this page is, where the case was handed to the reader's unit and nobody has received it;
 * null elsewhere. Its id follows from person and leg, so that opening twice is one.
 */
export async function receiptOf(
  { id: stream, legs }: Pick<HazardView, 'id' | 'legs'>,
  available: readonly { step: string }[],
  person: string,
): Promise<Command | null> {
  const leg = legs[legs.length - 1]
  if (!leg || !available.some(({ step }) => step === 'receive')) return null
  const id = await idOf(['receive', person, stream, leg.from].join('\n'))
  return { id, stream, kind: 'hazard', step: 'receive', data: { from: leg.from }, takenAt: new Date().toISOString() }
}
