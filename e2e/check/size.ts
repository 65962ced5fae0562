import type { Source } from './sources.ts'

interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

const LONGEST = 70
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value
const isFunction = ({ type }: Node): boolean =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'

/** Lines of a function that are its own: those of functions inside it are not counted. */
function measure(node: Node, lines: (node: Node) => number, report: (node: Node, own: number) => void): number {
  let inner = 0
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) inner += measure(child, lines, report)
  if (!isFunction(node)) return inner
  const all = lines(node)
  report(node, all - inner)
  return all
}

/** Functions of more than 70 lines, as `file:line (n)`. */
export function longFunctions(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, text, program }) => {
    const found: string[] = []
    const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
    measure(
      program as Node,
      (node) => lineOf(node.end) - lineOf(node.start) + 1,
      (node, own) => own > LONGEST && found.push(`${file}:${lineOf(node.start)} (${own})`),
    )
    return found
  })
}
