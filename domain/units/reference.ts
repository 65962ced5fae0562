import type { Calendar } from '../calendar/working-days.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Kind } from '../entry.ts'
import type { Person, Reference, Unit } from './units.ts'

export const emptyReference: Reference = {
  units: new Map(),
  people: new Map(),
  catalogues: [],
  calendar: { years: {} },
}

/** The reference after one more state of a unit, person, calendar or catalogue. */
export function withState(reference: Reference, kind: Kind, stream: string, state: unknown): Reference {
  switch (kind) {
    case 'unit': {
      const unit = state as Unit
      return { ...reference, units: new Map(reference.units).set(unit.code, { ...unit, id: stream }) }
    }
    case 'person':
      return { ...reference, people: new Map(reference.people).set(stream, state as Person) }
    case 'catalogue':
      return { ...reference, catalogues: [...reference.catalogues, state as Catalogue] }
    case 'calendar':
      return { ...reference, calendar: { years: { ...reference.calendar.years, ...(state as Calendar).years } } }
    default:
      return reference
  }
}

export const referenceKinds: readonly Kind[] = ['person', 'unit', 'calendar', 'catalogue']
export const isReferenceKind = (kind: Kind): boolean => referenceKinds.includes(kind)
