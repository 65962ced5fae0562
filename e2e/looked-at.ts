import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { projectFiles } from './check/sources.ts'

/** What stands on a page: the route of its address, and every component that can be seen, by name. */
export interface Standing {
  route: string
  parts: string[]
}

/** All screens of one application, as its own router has them; a route that only leads elsewhere is none. */
const routesHere = `document.getElementById('app').__vue_app__.config.globalProperties.$router
  .getRoutes().filter(({ redirect }) => !redirect).map(({ path }) => path)`

const standingHere = `(() => {
  const app = document.getElementById('app')
  const parts = new Set()
  const visit = (node) => {
    if (!node || typeof node !== 'object' || node.el?.style?.display === 'none') return
    if (node.component) {
      if (node.type.name) parts.add(node.type.name)
      visit(node.component.subTree)
    }
    if (Array.isArray(node.children)) node.children.forEach(visit)
  }
  visit(app._vnode)
  const { currentRoute } = app.__vue_app__.config.globalProperties.$router
  return { route: currentRoute.value.matched[0]?.path ?? '', parts: [...parts] }
})()`

export const routesOf = (page: Page): Promise<string[]> => page.evaluate<string[]>(routesHere)
export const standingOn = (page: Page): Promise<Standing> => page.evaluate<Standing>(standingHere)

/** Every component in the sources by the name it gives itself; one that gives none is named by its file. */
export function partsInSources(): string[] {
  const root = path.resolve(import.meta.dirname, '..')
  return projectFiles(root)
    .filter((file) => /^(app|features|platform)\/.*\.tsx?$/.test(file) && !file.includes('.test.'))
    .flatMap((file) =>
      [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bdefineComponent\(\{(?:\s*name: '(\w+)')?/g)].map(
        ([, name]) => name ?? `${file} (no name)`,
      ),
    )
}
