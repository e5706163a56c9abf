import { readFile } from 'node:fs/promises'
import { type Browser, expect, type Page, test } from '@playwright/test'
import Papa from 'papaparse'
import { demoScanned } from './estate.ts'
import { makeUser, signedIn } from './users.ts'

// What is due is seen as a list, as a month and as a feed, and all of them say the same.
const run = Date.now().toString(36)

test('what is to be rotated: list, month, readiness and files agree', async ({ page }) => {
  test.setTimeout(180_000)
  await demoScanned(page.request)
  await test.step('each count of the page leads to exactly what it counts', () => followStates(page))
  await test.step('the calendar counts what its lists hold', () => readCalendar(page))
  await test.step('and is walked by keyboard', () => walkCalendar(page))
  await test.step('readiness says what was measured, and a file holds what is listed', () => readReadiness(page))
})

test('a feed is made, read by nobody without its link, and ends where it is revoked', async ({ page, browser }) => {
  test.setTimeout(120_000)
  await demoScanned(page.request)
  const name = `On-call ${run}`
  const url = await test.step('the link is shown once', () => makeFeed(page, name))
  await test.step('it opens the feed, and nothing else', () => readFeed(page, browser, url))
  await test.step('revoked, it opens nothing', () => revokeFeed(page, name, url))
})

test('a viewer sees the calendar, and makes no feeds', async ({ page, browser }) => {
  test.setTimeout(120_000)
  await demoScanned(page.request)
  const viewer = {
    name: `Vera ${run}`,
    email: `vera-rotation-${run}@demo.test`,
    password: `a sentence for ${run} alone`,
    role: 'viewer',
  } as const
  await makeUser(page, viewer)
  const theirs = await signedIn(browser, viewer)
  try {
    await theirs.goto('/rotation/calendar')
    await expect(theirs.getByRole('heading', { level: 1, name: 'Rotation calendar' })).toBeVisible()
    await expect(theirs.getByRole('navigation', { name: 'Month' })).toBeVisible()
    await expect(theirs.getByRole('heading', { name: 'Calendar feed' })).toHaveCount(0)
    await expect(theirs.getByRole('button', { name: 'Create the feed' })).toHaveCount(0)
    const answer = await theirs.request.get('/api/v1/calendar.ics?token=')
    expect(answer.status()).toBe(401)
  } finally {
    await theirs.context().close()
  }
})

async function followStates(page: Page): Promise<void> {
  await page.goto('/overview')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rotation' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Rotation' })).toBeVisible()
  for (const state of ['Missed', 'Overdue', 'Due', 'On time']) {
    await page.goto('/rotation')
    const stat = page
      .getByRole('main')
      .getByRole('link')
      .filter({ hasText: new RegExp(`${state}: `) })
    const count = Number.parseInt(await stat.innerText(), 10)
    await stat.click()
    await expect(page).toHaveURL(/state=/)
    if (count === 0) await expect(page.getByText(/No rotations/)).toBeVisible()
    else await expect(page.getByRole('table', { name: new RegExp(`^${count} rotations`) })).toBeVisible()
  }
}

async function readCalendar(page: Page): Promise<void> {
  await page.goto('/rotation/calendar')
  for (const label of [
    /rotations are due in this month/,
    /leaves expire in this month/,
    /rotations were seen in this month/,
  ]) {
    await page.goto('/rotation/calendar')
    const link = page.getByRole('link', { name: label })
    const count = (await link.innerText()).trim()
    await link.click()
    await expect(page).not.toHaveURL(/\/rotation\/calendar/)
    if (count !== '0') await expect(page.getByRole('table', { name: new RegExp(`^${count} `) })).toBeVisible()
  }
}

async function walkCalendar(page: Page): Promise<void> {
  await page.goto('/rotation/calendar')
  const month = await page.getByRole('main').getByRole('heading', { level: 2 }).first().innerText()
  const first = page.locator('[data-day]').first()
  await first.focus()
  await page.keyboard.press('PageDown')
  await expect(page).toHaveURL(/month=\d{4}-\d{2}/)
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).not.toHaveText(month)
  await page.getByRole('link', { name: 'This month', exact: true }).click()
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toHaveText(month)
}

async function readReadiness(page: Page): Promise<void> {
  await page.goto('/rotation/readiness')
  await expect(page.getByRole('heading', { level: 1, name: 'Readiness for shorter lives' })).toBeVisible()
  for (const step of ['200 days', '100 days', '47 days', 'Own policy']) {
    await expect(page.getByRole('heading', { level: 2, name: step })).toBeVisible()
  }
  const rows = page.getByRole('table', { name: /identities$/ }).getByRole('row')
  await expect(rows.nth(1)).toBeVisible()
  await page.getByRole('button', { name: /Export/ }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  const { data } = Papa.parse<Record<string, string>>(await readFile(await (await download).path(), 'utf8'), {
    header: true,
    skipEmptyLines: true,
  })
  const title = await page
    .getByRole('table', { name: /identities$/ })
    .locator('caption')
    .textContent()
  expect(data.length).toBe(Number.parseInt(title ?? '', 10))
  for (const row of data) expect(['', 'ready', 'not-ready', 'too-little-history']).toContain(row['47 days'])
}

async function makeFeed(page: Page, name: string): Promise<string> {
  await page.goto('/rotation/calendar')
  const section = page.locator('#feed')
  await section.getByLabel('Name', { exact: true }).fill(name)
  await section.getByRole('button', { name: 'Create the feed' }).click()
  await expect(section.getByText('it is shown this once')).toBeVisible()
  const url = await section.locator('[data-feed]').innerText()
  await page.reload()
  await expect(section.getByRole('row').filter({ hasText: name })).toContainText('The calendar feed')
  await expect(page.getByText(url)).toHaveCount(0)
  return url
}

async function readFeed(page: Page, browser: Browser, url: string): Promise<void> {
  const { pathname, search, searchParams } = new URL(url)
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  try {
    const base = new URL(page.url()).origin
    const answer = await context.request.get(`${base}${pathname}${search}`)
    expect(answer.status()).toBe(200)
    expect(answer.headers()['content-type']).toContain('text/calendar')
    const text = await answer.text()
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n.*END:VCALENDAR\r\n$/s)
    expect(text).toContain('BEGIN:VEVENT')
    const headers = { authorization: `Bearer ${searchParams.get('token')}` }
    expect((await context.request.get(`${base}/api/v1/identities`, { headers })).status()).toBe(401)
    expect((await context.request.get(`${base}/api/v1/calendar.ics?token=cs_${'x'.repeat(43)}`)).status()).toBe(401)
  } finally {
    await context.close()
  }
}

async function revokeFeed(page: Page, name: string, url: string): Promise<void> {
  const row = page.locator('#feed').getByRole('row').filter({ hasText: name })
  await row.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(row).toContainText('revoked')
  const { pathname, search } = new URL(url)
  expect((await page.request.get(`${pathname}${search}`)).status()).toBe(401)
}
