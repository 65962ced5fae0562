import type { CatalogueItem } from '../../../domain/catalogue/catalogue.ts'
import type { Command } from '../../../domain/entry.ts'

export type Handling = 'plain' | 'direct' | 'fixed'

/** A report while it is being filled; kept on the device until it is sent. */
export interface ReportDraft {
  photos: string[]
  community: string
  item: string
  site: string
  place: string
  description: string
  party: string
  suspectedMajor: boolean
  handling: Handling
  unit: string
  due: string
  fixedNote: string
  fixedPhotos: string[]
  /** Set by hand: a change of item or place no longer overwrites it. */
  ownPlace: boolean
  ownDescription: boolean
  /** The refused report this one corrects. */
  replaces?: string
}

export const emptyDraft = (community: string): ReportDraft => ({
  photos: [],
  community,
  item: '',
  site: '',
  place: '',
  description: '',
  party: '',
  suspectedMajor: false,
  handling: 'plain',
  unit: '',
  due: '',
  fixedNote: '',
  fixedPhotos: [],
  ownPlace: false,
  ownDescription: false,
})

/** Choosing an item writes the first words of the description, unless somebody has written his own. */
export function withItem(draft: ReportDraft, item: CatalogueItem): ReportDraft {
  const description = draft.ownDescription && draft.description.trim() ? draft.description : item.name
  const handling = draft.handling === 'fixed' && item.severity !== 'ordinary' ? 'plain' : draft.handling
  return { ...draft, item: item.code, description, handling }
}

/** Choosing a compound writes its name as the place, unless somebody has written his own. */
export function withSite(draft: ReportDraft, site: string, name: string): ReportDraft {
  return { ...draft, site, place: draft.ownPlace && draft.place.trim() ? draft.place : name }
}

export const withCommunity = (draft: ReportDraft, community: string): ReportDraft => ({
  ...draft,
  community,
  site: '',
  place: draft.ownPlace ? draft.place : '',
  unit: '',
})

/** The next report of the same round keeps community, place and party. */
export const another = (draft: ReportDraft): ReportDraft => ({
  ...emptyDraft(draft.community),
  site: draft.site,
  place: draft.place,
  party: draft.party,
  ownPlace: draft.ownPlace,
})

/** Is everything still as it stood in `fresh`, the form as it opened? */
export const isUntouched = (draft: ReportDraft, fresh: ReportDraft): boolean =>
  JSON.stringify({ ...fresh, ...draft }) === JSON.stringify(fresh)

/** What is missing, in one sentence, with the part of the screen to go to; null when it may be sent. */
export function checkReport(draft: ReportDraft): { at: string; said: string } | null {
  if (!draft.community) return { at: 'community', said: '请选择社区。' }
  if (!draft.item) return { at: 'item', said: '请选择隐患是哪一项。' }
  if (!draft.place.trim()) return { at: 'place', said: '请选择或填写地点。' }
  if (!draft.description.trim()) return { at: 'description', said: '请写一句情况。' }
  if (draft.handling === 'direct' && !draft.unit) return { at: 'handling', said: '请选择直接交给谁整改。' }
  if (draft.handling !== 'fixed') return null
  if (draft.photos.length === 0) return { at: 'photos', said: '即查即改需要整改前的照片。' }
  if (draft.fixedPhotos.length === 0) return { at: 'handling', said: '即查即改需要整改后的照片。' }
  return draft.fixedNote.trim() ? null : { at: 'handling', said: '请写一句怎样改好的。' }
}

export interface Position {
  lon: number
  lat: number
  accuracy: number
}

/** Data of the `report` step; nothing that was left empty. */
export function reportData(draft: ReportDraft, position: Position | null): Command['data'] {
  return {
    community: draft.community,
    item: draft.item,
    place: draft.place.trim(),
    description: draft.description.trim(),
    photos: draft.photos,
    ...(draft.site ? { site: draft.site } : {}),
    ...(position ? { position } : {}),
    ...(draft.party.trim() ? { party: draft.party.trim() } : {}),
    ...(draft.suspectedMajor ? { suspectedMajor: true } : {}),
    ...(draft.handling === 'direct' ? { direct: { unit: draft.unit, ...(draft.due ? { due: draft.due } : {}) } } : {}),
    ...(draft.handling === 'fixed' ? { fixed: { note: draft.fixedNote.trim(), photos: draft.fixedPhotos } } : {}),
  }
}

/** The form of a report that came back, to be corrected. */
export function draftOf(command: Command): ReportDraft {
  const data = command.data as Partial<ReportDraft> & {
    direct?: { unit: string; due?: string }
    fixed?: { note: string; photos: string[] }
  }
  const { direct, fixed } = data
  return {
    ...emptyDraft(data.community ?? ''),
    photos: data.photos ?? [],
    item: data.item ?? '',
    site: data.site ?? '',
    place: data.place ?? '',
    description: data.description ?? '',
    party: data.party ?? '',
    suspectedMajor: data.suspectedMajor ?? false,
    handling: direct ? 'direct' : fixed ? 'fixed' : 'plain',
    unit: direct?.unit ?? '',
    due: direct?.due ?? '',
    fixedNote: fixed?.note ?? '',
    fixedPhotos: fixed?.photos ?? [],
    ownPlace: true,
    ownDescription: true,
    replaces: command.id,
  }
}
