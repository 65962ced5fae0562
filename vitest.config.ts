import { defineConfig } from 'vitest/config'

/** Papers and sheets are worked on by processes that let others go first. */
const slow = { testTimeout: 180_000, hookTimeout: 180_000 }
const globalSetup = ['platform/server/test-database.ts']

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['domain/**/*.test.ts', 'features/*/web/**/*.test.ts', 'platform/web/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'rooms',
          include: [
            'ledger/*.test.ts',
            'platform/server/**/*.test.ts',
            'features/*/server/*.test.ts',
            'app/**/*.test.ts',
          ],
          globalSetup,
          ...slow,
        },
      },
      {
        test: {
          name: 'stories',
          include: ['e2e/*.test.ts'],
          globalSetup: ['e2e/browser.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      { test: { name: 'check', include: ['e2e/check/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
})
