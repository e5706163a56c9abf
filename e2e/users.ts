import { type Browser, expect, type Page } from '@playwright/test'
import { signIn } from './sign-in.ts'

interface NewUser {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly role: 'admin' | 'analyst' | 'viewer'
}

/** An administrator's page makes the user. */
export async function makeUser(page: Page, user: NewUser): Promise<void> {
  await page.goto('/settings/users')
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Create the user' }) })
  await form.getByLabel('Name', { exact: true }).fill(user.name)
  await form.getByLabel('E-mail address').fill(user.email)
  await form.getByLabel(/^Password/).fill(user.password)
  await form.getByLabel('Role').selectOption(user.role)
  await form.getByRole('button', { name: 'Create the user' }).click()
  await expect(page.getByText(`${user.email} can sign in now`)).toBeVisible()
}

/** A page in a browser context of the user's own; whoever asked for it closes the context. */
export async function signedIn(browser: Browser, user: NewUser): Promise<Page> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const page = await context.newPage()
  await signIn(page, user)
  return page
}
