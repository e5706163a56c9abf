/** Made by set-up.setup.ts, or named by whoever runs the tests against an instance of theirs. */
export const administrator = {
  name: 'Ada Admin',
  email: process.env.E2E_EMAIL ?? 'ada@demo.test',
  password: process.env.E2E_PASSWORD ?? 'a sentence that only tests know',
} as const

/** Cookies of the signed-in administrator; playwright.config.ts names the same file. */
export const signedInState = 'test-results/.auth/administrator.json'
