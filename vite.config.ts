import path from 'node:path'
import { gzipSync } from 'node:zlib'
import vueJsx from '@vitejs/plugin-vue-jsx'
import { defineConfig, type Plugin } from 'vite'

/** Most bytes of JavaScript, gzipped, that a phone loads before it shows its first screen. */
const PHONE_FIRST_LOAD = 100_000

/** Prints what the phone loads first, and fails the build where that is too much. */
function firstLoad(): Plugin {
  return {
    name: 'first-load',
    generateBundle(_options, bundle) {
      const entry = Object.values(bundle).find(
        (file) => file.type === 'chunk' && file.isEntry && file.facadeModuleId?.endsWith('/m/index.html'),
      )
      const names = new Set<string>()
      const visit = (name: string) => {
        const file = bundle[name]
        if (names.has(name) || file?.type !== 'chunk') return
        names.add(name)
        file.imports.forEach(visit)
      }
      if (entry) visit(entry.fileName)
      const bytes = [...names]
        .map((name) => bundle[name])
        .reduce((sum, file) => sum + (file?.type === 'chunk' ? gzipSync(file.code).length : 0), 0)
      const said = `手机端首屏 JavaScript：${(bytes / 1000).toFixed(1)} KB（gzip），上限 ${PHONE_FIRST_LOAD / 1000} KB`
      if (bytes === 0 || bytes > PHONE_FIRST_LOAD) this.error(said)
      console.log(said)
    },
  }
}

export default defineConfig({
  plugins: [vueJsx(), firstLoad()],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false },
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: ['chrome87', 'safari14'],
    cssTarget: ['chrome87', 'safari14'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [path.resolve(import.meta.dirname, 'index.html'), path.resolve(import.meta.dirname, 'm/index.html')],
    },
  },
})
