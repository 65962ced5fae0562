import { communityOf, fullName, type Unit, unitKindNames } from '../../../domain/units/units.ts'
import { type KnownUnit, reference, unitName, unitsThen } from '../reference.ts'
import type { Choice } from '../ui/ChoiceBox.tsx'

const isInside = ({ kind }: Unit): boolean => kind === 'grid' || kind === 'compound'

/** A unit's name, with its community before it where the name alone says too little; the code where none is known. */
export const unitLabel = (code: string | null): string => (code ? fullName(reference.units, code) || code : '')

/** The same as it was called just before an instant. */
export const unitLabelThen = (code: string, asOf: string | undefined): string => fullName(unitsThen(asOf), code) || code

/** What may be typed to find a unit, beside its name: syllables and initials, alone and after its community's. */
function soundsOf({ code, pinyin = '', initials = '' }: KnownUnit): string {
  const place = reference.units.get(communityOf(reference.units, code) ?? '')
  return place && place.code !== code
    ? `${pinyin} ${initials} ${place.pinyin}${pinyin} ${place.initials}${initials}`
    : `${pinyin} ${initials}`
}

/** Does what was typed name the unit: a part of its full name, its syllables or its initials? */
export function answersTo(unit: KnownUnit, typed: string): boolean {
  const words = typed.trim()
  return (
    words === '' ||
    fullName(reference.units, unit.code).includes(words) ||
    soundsOf(unit).includes(words.toLowerCase().replace(/\s+/g, ''))
  )
}

/** Communities of the filters: those in force, then those that have ended, whose finished cases are still theirs. */
export function communityOptions(): [code: string, label: string][] {
  const all = [...reference.units.values()].filter(({ kind, off }) => kind === 'community' && off !== 'later')
  const ended = all.filter(({ off }) => off)
  return [
    ...all.filter(({ off }) => !off).map(({ code, name }): [string, string] => [code, name]),
    ...ended.map(({ code, name }): [string, string] => [code, `${name}（已撤销）`]),
  ]
}

const kindRanks: Partial<Record<Unit['kind'], number>> = { office: 1, organ: 2, enterprise: 3 }

/** Units as choices: offices, organs, enterprises, the near community with its parts, then all others. */
export function unitChoices(units: readonly KnownUnit[], near?: string): Choice[] {
  const rank = (unit: Unit) =>
    kindRanks[unit.kind] ?? (near && communityOf(reference.units, unit.code) === near ? 4 : 5)
  return [...units]
    .sort((a, b) => rank(a) - rank(b) || a.code.localeCompare(b.code))
    .map((unit) => {
      const place = isInside(unit) ? unitName(communityOf(reference.units, unit.code)) : unitKindNames[unit.kind]
      const hint = unit.off === 'ended' ? `${place}，已撤销` : place
      return { value: unit.code, label: unit.name, hint, sounds: soundsOf(unit) }
    })
}

/** Choices whose name, place or sound holds what was typed; at most `most`. */
export function narrow(choices: readonly Choice[], typed: string, most = 60): Choice[] {
  const sound = typed.toLowerCase().replace(/\s+/g, '')
  const answers = ({ label, hint = '', sounds = '' }: Choice) =>
    `${hint}${label}${hint}`.includes(typed) || sounds.includes(sound)
  return choices.filter(answers).slice(0, most)
}
