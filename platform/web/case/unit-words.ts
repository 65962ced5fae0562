import { communityOf, fullName, type Unit, unitKindNames } from '../../../domain/units/units.ts'
import { reference, unitName } from '../reference.ts'
import type { Choice } from '../ui/ChoiceBox.tsx'

const isInside = ({ kind }: Unit): boolean => kind === 'grid' || kind === 'compound'

/** A unit's name, with its community before it where the name alone says too little; the code where none is known. */
export const unitLabel = (code: string | null): string => (code ? fullName(reference.units, code) || code : '')

const kindRanks: Partial<Record<Unit['kind'], number>> = { office: 1, organ: 2, enterprise: 3 }

/** Units as choices: offices, organs, enterprises, the near community with its parts, then all others. */
export function unitChoices(units: readonly Unit[], near?: string): Choice[] {
  const rank = (unit: Unit) =>
    kindRanks[unit.kind] ?? (near && communityOf(reference.units, unit.code) === near ? 4 : 5)
  return [...units]
    .sort((a, b) => rank(a) - rank(b) || a.code.localeCompare(b.code))
    .map((unit) => {
      const place = isInside(unit) ? unitName(communityOf(reference.units, unit.code)) : unitKindNames[unit.kind]
      return { value: unit.code, label: unit.name, hint: place }
    })
}

/** Choices whose name or place holds what was typed; at most `most`. */
export const narrow = (choices: readonly Choice[], typed: string, most = 60): Choice[] =>
  choices.filter(({ label, hint }) => `${hint ?? ''}${label}${hint ?? ''}`.includes(typed)).slice(0, most)
