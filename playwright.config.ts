import { defineConfig } from '@playwright/test'
import { findBrowser } from '#lib/testing/browser.ts'
import { signedInState } from './e2e/administrator.ts'

const port = Number(process.env.E2E_PORT ?? 3199)
/** A demo instance that runs already, whose administrator E2E_EMAIL and E2E_PASSWORD name; else one is started. */
const running = process.env.E2E_BASE_URL
const url = running ?? `http://localhost:${port}`
const browser = findBrowser()
const report = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One server and one estate serve all: the files take turns, so that none sees another's half of a change.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ...(report ? [['json', { outputFile: report }] as const] : [])],
  use: {
    baseURL: url,
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    video: 'off',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser.executablePath,
      args: [...browser.args],
      env: { ...environment(), ...browser.env },
    },
  },
  projects: [
    // Makes the first administrator (signs in, where the instance ran already) and leaves the signed-in state for the others.
    { name: 'set-up', testMatch: 'set-up.setup.ts' },
    {
      name: 'journeys',
      testMatch: '*.spec.ts',
      dependencies: ['set-up'],
      use: { storageState: signedInState },
    },
  ],
  ...(running === undefined && {
    webServer: {
      command: `"${process.execPath}" lib/testing/e2e-server.ts`,
      url: `${url}/api/health`,
      env: { PORT: String(port), E2E_LOG: 'test-results/start.log' },
      timeout: 300_000,
      reuseExistingServer: false,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 60_000 },
      stdout: 'pipe',
    },
  }),
})

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}
