import { communityOf, type Unit } from '../../../domain/units/units.ts'
import { emptyDraft, isUntouched, type ReportDraft, withCommunity, withSite } from './report-draft.ts'

export interface ScannedSite {
  site: string
  community: string
  name: string
}

/** How often a compound may have gone on in another before its printed code is no longer followed. */
const MOST_HEIRS = 8

/** The compound of a printed code as it stands now: paper on a wall outlives a merger. Undefined for no compound. */
export function findScanned(units: ReadonlyMap<string, Unit>, code: string): ScannedSite | undefined {
  let unit = units.get(code)
  for (let i = 0; unit?.off === 'ended' && i < MOST_HEIRS; i++) unit = units.get(unit.into?.[0] ?? '')
  const community = unit && communityOf(units, unit.code)
  if (unit?.kind !== 'compound' || unit.off || !community) return undefined
  return { site: unit.code, community, name: unit.name }
}

/** Has somebody put in anything that choosing a place does not put in by itself? */
function isBegun(draft: ReportDraft): boolean {
  const own = draft.ownPlace && draft.place.trim() !== ''
  const rest = { ...draft, community: '', site: '', place: own ? draft.place : '', ownPlace: own }
  return !isUntouched(rest, emptyDraft(''))
}

/** The same report at the scanned compound; what was typed stays, also as the place. */
export function moveTo(draft: ReportDraft, { site, community, name }: ScannedSite): ReportDraft {
  return withSite(draft.community === community ? draft : withCommunity(draft, community), site, name)
}

/**
 * What a scanned code makes of the form as it stands. A compound that is not there, or not his to report at, leaves no
 * choice of last time standing as if it were the scanned one. A report that was begun at another place is never moved
 * unasked.
 */
export function readScan(draft: ReportDraft, scanned: ScannedSite | undefined): { draft: ReportDraft; ask: boolean } {
  if (!scanned)
    return { draft: isBegun(draft) ? draft : { ...draft, site: '', place: '', ownPlace: false }, ask: false }
  if (draft.site === scanned.site) return { draft, ask: false }
  const free = draft.site === '' && (draft.community === '' || draft.community === scanned.community)
  return free || !isBegun(draft) ? { draft: moveTo(draft, scanned), ask: false } : { draft, ask: true }
}
