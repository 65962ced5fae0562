import type { Unit, UnitKind } from '../../../domain/units/units.ts'

/** A line of the tree: a unit, how deep it lies, and whether something lies under it. */
export interface TreeLine {
  unit: Unit
  depth: number
  below: number
}

const ranks: Record<UnitKind, number> = {
  area: 0,
  street: 1,
  community: 2,
  office: 3,
  organ: 4,
  enterprise: 5,
  grid: 6,
  compound: 7,
}

const byRank = (a: Unit, b: Unit): number =>
  Number(a.off === 'ended') - Number(b.off === 'ended') ||
  ranks[a.kind] - ranks[b.kind] ||
  a.code.localeCompare(b.code, 'en', { numeric: true })

/**
 * The lines to show: of the units wanted, those whose parents are all open, each under its own. A unit whose parent is
 * not among them stands at the top.
 */
export function treeLines(units: readonly Unit[], isOpen: (code: string) => boolean): TreeLine[] {
  const known = new Set(units.map(({ code }) => code))
  const under = new Map<string | null, Unit[]>()
  for (const unit of units) {
    const parent = unit.parent !== null && known.has(unit.parent) ? unit.parent : null
    under.set(parent, [...(under.get(parent) ?? []), unit])
  }
  const walk = (parent: string | null, depth: number): TreeLine[] =>
    depth > 8
      ? []
      : [...(under.get(parent) ?? [])]
          .sort(byRank)
          .flatMap((unit) => [
            { unit, depth, below: under.get(unit.code)?.length ?? 0 },
            ...(isOpen(unit.code) ? walk(unit.code, depth + 1) : []),
          ])
  return walk(null, 0)
}

/** The next free code of a kind: c29 after c28, c01-g4 after c01-g3. Codes of ended units are never free again. */
export function freeCode(kind: UnitKind, parent: string, taken: ReadonlySet<string>, initials = ''): string {
  const stem: Record<UnitKind, string> = {
    ...{ area: 'a', street: 'j', community: 'c', grid: `${parent}-g`, compound: `${parent}-s` },
    ...{ office: `o-${initials}`, organ: `v-${initials}`, enterprise: `p-${initials}` },
  }
  const plain = kind === 'office' || kind === 'organ' || kind === 'enterprise'
  for (let n = 1; n < 10_000; n++) {
    const number = kind === 'community' ? String(n).padStart(2, '0') : String(n)
    const code = `${stem[kind]}${plain && n === 1 && initials ? '' : number}`.slice(0, 40)
    if (!taken.has(code)) return code
  }
  return ''
}
