import { type APIRequestContext, expect, test } from '@playwright/test'
import { z } from 'zod'
import { demoScanned } from './estate.ts'

// A certificate page draws every path: the picture has to be read without a mouse, and without seeing it.

test.beforeEach(async ({ page }) => {
  test.setTimeout(150_000)
  await demoScanned(page.request)
})

test('the picture of the paths is walked by key, from the leaf to its anchor, and stands in words beside it', async ({
  page,
}) => {
  await page.goto(`/certificates/${await servedLeaf(page.request)}`)
  const paths = page.locator('#paths')
  await expect(paths.getByText('Trusted', { exact: true }).first()).toBeVisible()
  const picture = paths.getByRole('region', { name: 'Picture of the paths' }).first()
  const list = picture.getByRole('list', { name: 'Certificates of the paths, from the leaf up' })
  const links = list.getByRole('link')
  await picture.focus()
  await page.keyboard.press('Tab')
  await expect(links.first()).toBeFocused()
  const words = page.locator(`#${await list.getAttribute('aria-describedby')}`)
  const summary = words.locator('summary')
  if (!(await words.getByRole('list', { name: 'Valid paths' }).isVisible())) await summary.press('Enter')
  await expect(words.getByText('The path that counts:')).toBeVisible()
  const names = await links.allInnerTexts()
  await expect(words.getByRole('listitem').first()).toContainText(names[0] ?? 'no name')
  await links.last().focus()
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/#/)
  await expect(page.getByText('served leaves stand under its key')).toBeVisible()
  await page.getByRole('link', { name: /^[\d,]+\+? served leaves under its key$/ }).click()
  await expect(page).toHaveURL(/role=leaf&below=[0-9a-f]{64}/)
})

test('on a narrow screen the picture stands upright and nothing is cut off', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 780 })
  await page.goto(`/certificates/${await servedLeaf(page.request)}`)
  const picture = page.locator('#paths').getByRole('region', { name: 'Picture of the paths' }).first()
  await expect(picture).toBeVisible()
  const wider = await picture.evaluate((region) => region.scrollWidth - region.clientWidth)
  expect(wider).toBeLessThanOrEqual(0)
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(beyond).toBeLessThanOrEqual(0)
})

test('administrators see where another engine judges otherwise', async ({ page }) => {
  await page.goto('/settings/trust')
  await page.getByRole('link', { name: 'Second opinion' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'Second opinion' })).toBeVisible()
  await expect(page.getByText(/No disagreements|of [\d,]+ disagreements/).first()).toBeVisible()
})

/** A leaf that is served by the demo estate and leads to its production root. */
async function servedLeaf(request: APIRequestContext): Promise<string> {
  const answer = await request.get('/api/v1/certificates?role=leaf&q=prod.demo.test&limit=50')
  const { rows } = z.object({ rows: z.array(z.object({ sha256: z.string() })) }).parse(await answer.json())
  for (const { sha256 } of rows) {
    const told = await (await request.get(`/api/v1/certificates/${sha256}/paths`)).json()
    const { groups } = z
      .object({ groups: z.array(z.object({ chosen: z.object({ objection: z.string().nullable() }).nullable() })) })
      .parse(told)
    if (groups[0]?.chosen?.objection === null) return sha256
  }
  throw new Error('No leaf of the demo estate is trusted')
}
