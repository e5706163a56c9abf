import { expect, test } from '@playwright/test'
import { demoScanned } from './estate.ts'

test('the demo estate is scanned before one’s eyes, by the API of the signed-in person too', async ({ page }) => {
  test.setTimeout(150_000)
  await page.goto('/overview')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await demoScanned(page.request)
})
