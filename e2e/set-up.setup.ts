import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { administrator, signedInState } from './administrator.ts'
import { signIn } from './sign-in.ts'

/** The link that the first start printed for the person at the terminal. */
function setUpLink(): string | undefined {
  const log = 'test-results/start.log'
  return existsSync(log) ? /http:\S+\/setup\?token=\S+/.exec(readFileSync(log, 'utf8'))?.[0] : undefined
}

test('the first administrator is made by the one-time link', async ({ page, request }) => {
  if (process.env.E2E_BASE_URL !== undefined) {
    await signIn(page, administrator)
    await page.context().storageState({ path: signedInState })
    return
  }
  await expect.poll(setUpLink, { timeout: 30_000 }).toBeDefined()
  const link = setUpLink() ?? ''
  await page.goto(link)
  await page.getByLabel('Your name').fill(administrator.name)
  await page.getByLabel('E-mail address').fill(administrator.email)
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByLabel('Password again').fill(administrator.password)
  await page.getByRole('button', { name: 'Make administrator and sign in' }).click()
  await expect(page).toHaveURL(/\/overview/)
  await page.context().storageState({ path: signedInState })

  await test.step('and the link works once', async () => {
    const again = await request.get(link)
    expect(await again.text()).not.toContain('Make administrator and sign in')
  })
})
