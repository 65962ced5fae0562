import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'vite'

/** One source file: where it is, its text, its syntax tree, and the project files and packages it imports. */
export interface Source {
  file: string
  text: string
  program: object
  imports: string[]
}

/** Files under version control and new ones that are not ignored, relative to the project. */
export function projectFiles(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\n').filter((file) => file !== '' && existsSync(path.join(root, file)))
}

const specifiersOf = (module: ReturnType<typeof parseSync>['module'], text: string): string[] => [
  ...module.staticImports.map((found) => found.moduleRequest.value),
  ...module.staticExports.flatMap((found) =>
    found.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : [])),
  ),
  ...module.dynamicImports.map(({ moduleRequest }) =>
    text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"]|['"]$/g, ''),
  ),
  ...[...text.matchAll(/\bimport\('([^']+)'\)\./g)].map(([, found]) => found ?? ''),
]

/** Reads a file and resolves its relative imports to project paths; packages stay as they are named. */
export function readSource(file: string, text: string): Source {
  const { program, module } = parseSync(file, text)
  const imports = specifiersOf(module, text).map((name) =>
    name.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(file), name)) : name,
  )
  return { file, text, program, imports: [...new Set(imports)] }
}

export const readSources = (root: string): Source[] =>
  projectFiles(root)
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .map((file) => readSource(file, readFileSync(path.join(root, file), 'utf8')))
