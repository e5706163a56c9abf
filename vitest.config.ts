import { defineConfig } from 'vitest/config'

const shared = {
  environment: 'node',
  pool: 'forks',
  // A guarantee that needs longer says so in its own test.
  testTimeout: 30_000,
  hookTimeout: 60_000,
} as const

const databaseTests = '{app,components,lib}/**/*.db.test.ts'

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: { ...shared, name: 'unit', include: ['{app,components,lib}/**/*.test.ts'], exclude: [databaseTests] },
      },
      { extends: true, test: { ...shared, name: 'component', include: ['{app,components}/**/*.component.test.tsx'] } },
      {
        extends: true,
        test: {
          ...shared,
          name: 'db',
          include: [databaseTests],
          globalSetup: ['lib/testing/database-server.ts'],
        },
      },
    ],
  },
})
