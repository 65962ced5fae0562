import path from 'node:path'
import vueJsx from '@vitejs/plugin-vue-jsx'
import { defineConfig } from 'vite'
import { entryName, phoneBuild } from './m/phone-build.ts'

export default defineConfig({
  plugins: [vueJsx(), phoneBuild()],
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
      input: ['index.html', 'm/index.html', 'm/sw.ts'].map((file) => path.resolve(import.meta.dirname, file)),
      output: { entryFileNames: entryName },
    },
  },
})
