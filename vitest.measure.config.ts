import { defineConfig } from 'vitest/config'

/** Figures of the phone's way back onto the line; they take their time and judge nothing. */
export default defineConfig({
  test: {
    include: ['app/sim/*.measure.ts'],
    globalSetup: ['platform/server/test-database.ts'],
    hookTimeout: 120_000,
  },
})
