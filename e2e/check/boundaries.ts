import type { Source } from './sources.ts'

/** Which folder may import which: the table of ARCHITECTURE.md. Tests and build files may import anything. */
interface Room {
  is: RegExp
  /** Project paths it may import; `$1` stands for the room's own name. */
  may: string[]
  /** Packages it may import; absent is any. */
  packages?: RegExp
}

const rooms: Room[] = [
  { is: /^domain\//, may: ['domain/'], packages: /^zod\/mini$/ },
  { is: /^ledger\//, may: ['domain/', 'ledger/', 'platform/server/'] },
  { is: /^platform\/server\//, may: ['domain/', 'platform/server/'] },
  { is: /^platform\/web\//, may: ['domain/', 'platform/web/'] },
  { is: /^features\/([^/]+)\/contract\.ts$/, may: ['domain/'], packages: /^zod\/mini$/ },
  {
    is: /^features\/([^/]+)\/server\//,
    may: ['domain/', 'features/$1/server/', 'features/$1/contract.ts', 'ledger/', 'platform/server/'],
  },
  { is: /^features\/([^/]+)\/web\//, may: ['domain/', 'features/$1/web/', 'features/$1/contract.ts', 'platform/web/'] },
]

const isPackage = (name: string): boolean => !/^(domain|ledger|platform|features|app|e2e|bench|migrations)\//.test(name)

/** Imports that leave a file's own rights, as `file → import`. */
export function trespasses(sources: readonly Source[]): string[] {
  return sources
    .filter(({ file }) => !/\.test\.tsx?$/.test(file))
    .flatMap(({ file, imports }) => {
      const room = rooms.find(({ is }) => is.test(file))
      if (!room) return []
      const name = room.is.exec(file)?.[1] ?? ''
      const may = room.may.map((prefix) => prefix.replace('$1', name))
      return imports
        .filter((found) =>
          isPackage(found)
            ? room.packages !== undefined && !room.packages.test(found)
            : !may.some((prefix) => found.startsWith(prefix)),
        )
        .map((found) => `${file} → ${found}`)
    })
}

/** Circles of imports, each once, as `a → b → a`. */
export function cycles(sources: readonly Source[]): string[] {
  const edges = new Map(sources.map(({ file, imports }) => [file, imports]))
  const done = new Set<string>()
  const found: string[] = []
  const walk = (file: string, trail: string[]): void => {
    const at = trail.indexOf(file)
    if (at >= 0) found.push([...trail.slice(at), file].join(' → '))
    if (at >= 0 || done.has(file)) return
    for (const next of edges.get(file) ?? []) if (edges.has(next)) walk(next, [...trail, file])
    done.add(file)
  }
  for (const { file } of sources) walk(file, [])
  return found
}
