import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk

/** Most bytes of JavaScript, gzipped, that a phone loads before it shows its first screen. */
const FIRST_LOAD = 100_000
/** Sides in pixels of the icons that a home screen asks for; 180 is Apple's. */
const ICONS = [180, 192, 512]
const WORKER = 'm/sw.js'
const here = import.meta.dirname

const chunkOf = (bundle: Bundle, name: string): Chunk | undefined => {
  const file = bundle[name]
  return file?.type === 'chunk' ? file : undefined
}

const entryOf = (bundle: Bundle): string =>
  Object.values(bundle).find(
    (file) => file.type === 'chunk' && file.isEntry && file.facadeModuleId?.endsWith('/m/index.html'),
  )?.fileName ?? ''

/** Chunks reached from the phone's page: those it loads at once, or also those its screens load later. */
function reached(bundle: Bundle, later: boolean): Chunk[] {
  const found = new Map<string, Chunk>()
  const visit = (name: string) => {
    const chunk = chunkOf(bundle, name)
    if (!chunk || found.has(name)) return
    found.set(name, chunk)
    for (const next of [...chunk.imports, ...(later ? chunk.dynamicImports : [])]) visit(next)
  }
  visit(entryOf(bundle))
  return [...found.values()]
}

/** Prints what the phone loads first, and fails the build where that is too much. */
function firstLoad(): Plugin {
  return {
    name: 'phone-first-load',
    generateBundle(_options, bundle) {
      const bytes = reached(bundle, false).reduce((sum, { code }) => sum + gzipSync(code).length, 0)
      const said = `手机端首屏 JavaScript：${(bytes / 1000).toFixed(1)} KB（gzip），上限 ${FIRST_LOAD / 1000} KB`
      if (bytes === 0 || bytes > FIRST_LOAD) this.error(said)
      console.log(said)
    },
  }
}

/** The manifest as it is, and the icon in the sizes it names. */
function installable(): Plugin {
  return {
    name: 'phone-installable',
    async generateBundle() {
      for (const name of ['manifest.webmanifest', 'icon.svg'])
        this.emitFile({ type: 'asset', fileName: `m/${name}`, source: await readFile(path.join(here, name)) })
      for (const side of ICONS) {
        const source = await sharp(path.join(here, 'icon.svg')).resize(side).png({ palette: true }).toBuffer()
        this.emitFile({ type: 'asset', fileName: `m/icon-${side}.png`, source })
      }
    },
  }
}

/**
 * Tells the worker its build: the files of the phone, and a name that changes with any of them or with the page. Runs
 * last, when every file has its name.
 */
function precached(): Plugin {
  return {
    name: 'phone-precached',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = chunkOf(bundle, WORKER)
      const page = bundle['m/index.html']
      if (!worker || page?.type !== 'asset') return this.error('the phone has no worker or no page')
      const chunks = reached(bundle, true)
      const extras = chunks.flatMap(({ viteMetadata }) => [
        ...(viteMetadata?.importedCss ?? []),
        ...(viteMetadata?.importedAssets ?? []),
      ])
      const files = [...new Set([...chunks.map(({ fileName }) => fileName), ...extras])].sort()
      const build = createHash('sha256').update(files.join()).update(page.source).digest('hex').slice(0, 12)
      const names = JSON.stringify(files.map((file) => `/${file}`))
      worker.code = `const BUILD=${JSON.stringify(build)},FILES=${names};\n${worker.code}`
    },
  }
}

/** What the phone's build has beyond the desk's: a limit, an icon, and a worker that keeps its files. */
export const phoneBuild = (): Plugin[] => [firstLoad(), installable(), precached()]

/** Named as the browser asks for it, at the top of its scope; all else carries its hash. */
export const entryName = ({ name }: { name: string }): string => (name === 'sw' ? WORKER : 'assets/[name]-[hash].js')
