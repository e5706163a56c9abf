import { expect, test } from '@playwright/test'

test('the demo estate is scanned before one’s eyes, by the API of the signed-in person too', async ({ page }) => {
  test.setTimeout(150_000)
  await page.goto('/overview')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect
    .poll(
      async () => {
        const response = await page.request.get('/api/v1/scans')
        const { rows }: { rows: readonly { siteName: string; status: string; total: number; done: number }[] } =
          await response.json()
        return rows.some(
          (scan) => scan.siteName === 'demo' && scan.status === 'done' && scan.done === scan.total && scan.total >= 40,
        )
      },
      { timeout: 120_000 },
    )
    .toBe(true)
})
