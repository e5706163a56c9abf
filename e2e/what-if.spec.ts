import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import Papa from 'papaparse'
import { demoScanned } from './estate.ts'

// What a change of trust would do is asked before anybody makes it: the answer names what breaks, and stays.
const name = `Without the root of production ${Date.now().toString(36)}`

test('a supposed change is asked, answered from the record, and taken home as a file', async ({ page }) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  const subject = await test.step('an anchor is chosen by a part of its name', () => ask(page))
  await test.step('the answer comes by itself', () => readReport(page, subject))
  await test.step('and a file holds what the page lists', () => readExport(page))
  await test.step('the list of questions shows it', () => findInList(page))
})

test('a certificate of a CA tells what hangs on its key', async ({ page }) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  await page.goto('/settings/trust')
  await page
    .getByRole('link', { name: /^Demo production roots/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'What hangs on it' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'What hangs on this key' })).toBeVisible()
  await page.getByRole('button', { name: /Find out what hangs on it|Ask again/ }).click()
  await expect(page).toHaveURL(/\/what-if\/[0-9a-f-]{36}/)
  await expect(page.getByRole('link', { name: /endpoints are lost with it/ })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Nothing was scanned.')).toBeVisible()
})

async function ask(page: Page): Promise<string> {
  await page.goto('/overview')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'What if' }).click()
  await page.getByRole('main').getByRole('link', { name: 'Ask a question' }).first().click()
  const button = page.getByRole('button', { name: 'Ask', exact: true })
  await expect(button).toBeDisabled()
  await page.getByLabel('Anchors that go', { exact: true }).fill('Demo Production Root')
  const found = page.getByRole('list', { name: 'Anchors that go: found' }).getByRole('button').first()
  const subject = await found.locator('bdi').innerText()
  await found.click()
  await expect(page.getByRole('list', { name: 'Anchors that go: chosen' })).toContainText(subject)
  await page.getByLabel('Name of the report').fill(name)
  await button.click()
  await expect(page).toHaveURL(/\/what-if\/[0-9a-f-]{36}/)
  return subject
}

async function readReport(page: Page, subject: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByText('Nothing was scanned.')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(`Without the anchor ${subject}`)).toBeVisible()
  const chains = page.getByRole('table', { name: 'Breaks' })
  await expect(chains.getByRole('row').nth(1)).toContainText('Not trusted: ')
  const broken = page.getByRole('link', { name: /endpoints break/ })
  expect(Number.parseInt(await broken.innerText(), 10)).toBeGreaterThan(0)
}

async function readExport(page: Page): Promise<void> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const path = await (await download).path()
  const { data } = Papa.parse<Record<string, string>>(await readFile(path, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  })
  const broken = data.filter((row) => row['What becomes of it'] === 'broken')
  const listed = page.getByRole('table', { name: 'Breaks' }).getByRole('row')
  expect(broken.length).toBeGreaterThan(0)
  expect(await listed.count()).toBe(broken.length + 1)
}

async function findInList(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'What if' }).click()
  const row = page.getByRole('table', { name: 'What-if questions' }).getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('Done')
  await row.getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}
