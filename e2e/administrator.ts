/** Made by set-up.setup.ts; the other files go on as this person. */
export const administrator = {
  name: 'Ada Admin',
  email: 'ada@demo.test',
  password: 'a sentence that only tests know',
} as const

/** Cookies of the signed-in administrator; playwright.config.ts names the same file. */
export const signedInState = 'test-results/.auth/administrator.json'
