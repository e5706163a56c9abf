import { expect, test } from '@playwright/test'
import { demoScanned } from './estate.ts'

test.beforeEach(async ({ page }) => {
  test.setTimeout(150_000)
  await demoScanned(page.request)
})

test('Ctrl-K finds an identity by a part of its name and goes there', async ({ page }) => {
  await page.goto('/overview')
  await expect(page.getByRole('button', { name: 'Find anything' })).toBeVisible()
  const dialog = page.getByRole('dialog')
  // The page answers keys once its scripts run.
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(dialog).toBeVisible({ timeout: 1000 })
  }).toPass()
  await page.keyboard.type('webhooks.prod')
  const identities = dialog.getByRole('group', { name: 'Identities' })
  await expect(identities.getByRole('option', { name: 'webhooks.prod.demo.test' })).toBeVisible()
  await expect(identities.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/identities\/[0-9a-f-]{36}/)
  await expect(page.getByRole('heading', { level: 1, name: 'webhooks.prod.demo.test' })).toBeVisible()
})

test('j and k walk the rows of identities, Enter opens one, and Back returns to the list', async ({ page }) => {
  await page.goto('/identities?q=prod.demo.test')
  const links = page.getByRole('main').locator('tbody tr [data-row-link]')
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(links.first()).toBeFocused({ timeout: 1000 })
  }).toPass({ intervals: [200] })
  await page.keyboard.press('j')
  await expect(links.nth(1)).toBeFocused()
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await expect(links.nth(1)).toBeFocused()
  const name = await links.nth(1).innerText()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(/\/identities\?q=prod\.demo\.test/)
})

test('the first stop of Tab leads past the navigation', async ({ page }) => {
  await page.goto('/identities')
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})
