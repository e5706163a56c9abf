import { readFile } from 'node:fs/promises'
import { type Browser, type Download, expect, type Page, test } from '@playwright/test'
import Papa from 'papaparse'
import { z } from 'zod'
import { demoScanned } from './estate.ts'
import { send } from './send.ts'
import { makeUser, signedIn } from './users.ts'

// A report is frozen, the estate goes on, a later one is compared with it, and an auditor takes files home.
const run = Date.now().toString(36)
const names = { before: `Before ${run}`, after: `After ${run}` }
const uuid = /\/compliance\/reports\/([0-9a-f-]{36})/

const reportSchema = z.object({ sha256: z.string(), intact: z.literal(true), summary: z.unknown() })
const findingsSchema = z.object({ rows: z.array(z.object({ id: z.guid(), openedAt: z.string() })).min(1) })

test('a report is made, compared with an earlier one, and taken home as files', async ({ page, browser }) => {
  test.setTimeout(300_000)
  await demoScanned(page.request)
  const before = await test.step('what is known now is frozen', () => make(page, names.before))
  const frozen = await contentOf(page, before)
  await test.step('a finding is called a false positive', () => silenceOne(page))
  const after = await test.step('a later report has the exception', () => make(page, names.after))
  await test.step('the comparison tells it, in numbers, in the list and as a file', () => compare(page))
  await test.step('controls lead to checks, and checks to their evidence', () => readEvidence(page, after))
  await test.step('each file holds this report', () => takeFiles(page, after))
  await test.step('the earlier one is what it was', async () => {
    expect(await contentOf(page, before)).toEqual(frozen)
  })
  await test.step('a viewer reads it, and may neither make nor delete one', () => asViewer(page, browser, after))
  await test.step('an administrator forgets it for good', () => forget(page, after))
})

async function make(page: Page, name: string): Promise<string> {
  await page.goto('/compliance')
  await page.getByRole('main').getByRole('link', { name: 'Reports', exact: true }).click()
  await expect(page).toHaveURL(/\/compliance\/reports$/)
  await page.getByRole('link', { name: 'Make a report' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Make the report' }).click()
  await expect(page).toHaveURL(uuid)
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Files' })).toBeVisible({ timeout: 60_000 })
  return uuid.exec(page.url())?.[1] ?? ''
}

async function contentOf(page: Page, id: string) {
  const answer = await page.request.get(`/api/v1/reports/${id}`)
  return reportSchema.parse(await answer.json())
}

async function silenceOne(page: Page): Promise<void> {
  const answer = await page.request.get('/api/v1/findings?status=open&limit=100&check=validity-expired')
  const { rows } = findingsSchema.parse(await answer.json())
  // The oldest stands in the report before; of the short lives of the estate others end meanwhile.
  const [finding] = rows.toSorted((left, right) => left.openedAt.localeCompare(right.openedAt))
  const change = { action: 'false-positive', reason: `Nobody dials it any more (${run})` }
  expect(await send(page, 'POST', `/api/v1/findings/${finding?.id}/actions`, { change })).toBe(200)
}

async function compare(page: Page): Promise<void> {
  const earlier = page.getByLabel('Earlier report')
  const option = earlier.getByRole('option', { name: new RegExp(names.before) })
  await earlier.selectOption(await option.getAttribute('value'))
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page).toHaveURL(/against=/)
  await expect(page.getByText(/Nothing became worse|Worse than then|can not be told/)).toBeVisible()
  const excepted = page.getByRole('link', { name: /findings: Excepted/ })
  const count = Number.parseInt(await excepted.innerText(), 10)
  expect(count).toBeGreaterThan(0)
  await excepted.click()
  await expect(page).toHaveURL(/finding=excepted/)
  const rows = page.getByRole('main').locator('tbody tr').filter({ hasText: 'Finding: excepted' })
  await expect(rows).toHaveCount(count)
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  const lines = await csvOf(await download)
  expect(lines.map((line) => line['Finding became'])).toEqual(Array.from({ length: count }, () => 'excepted'))
}

async function readEvidence(page: Page, id: string): Promise<void> {
  await page.goto(`/compliance/reports/${id}`)
  await expect(page.getByText(`Nobody dials it any more (${run})`)).toBeVisible()
  await page.goto(`/compliance/reports/${id}/owasp-nhi?status=not-satisfied`)
  const control = page.getByRole('main').locator('details').first()
  if ((await control.getAttribute('open')) === null) await control.locator('summary').click()
  const failing = control.getByRole('link', { name: /verdicts fail of/ }).first()
  const count = Number.parseInt(await failing.innerText(), 10)
  await failing.click()
  await expect(page).toHaveURL(/\/checks\/.+outcome=fail/)
  await expect(page.getByRole('heading', { name: 'Verdicts and their evidence' })).toBeVisible()
  await expect(page.getByRole('main').locator('tbody tr')).toHaveCount(Math.min(50, count))
}

async function takeFiles(page: Page, id: string): Promise<void> {
  await page.goto(`/compliance/reports/${id}`)
  const { sha256 } = await contentOf(page, id)
  const files = page.locator(`a[href^="/api/v1/reports/${id}/export"]`)
  expect(await files.count()).toBeGreaterThan(4)
  for (const file of await files.all()) {
    const format = new URL(await file.evaluate((link: HTMLAnchorElement) => link.href)).searchParams.get('format')
    const waiting = page.waitForEvent('download')
    await file.click()
    const download = await waiting
    expect(download.suggestedFilename()).toContain(sha256.slice(0, 8))
    const content = await readFile(await download.path())
    expect(content.length, format ?? '').toBeGreaterThan(100)
    if (format === 'json')
      expect(z.object({ sha256: z.string() }).parse(JSON.parse(content.toString())).sha256).toBe(sha256)
    if (format === 'pdf') expect(content.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    if (format === 'html') expect(content.toString()).toContain(names.after)
  }
}

async function csvOf(download: Download): Promise<Record<string, string>[]> {
  const text = await readFile(await download.path(), 'utf8')
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data
}

async function asViewer(page: Page, browser: Browser, id: string): Promise<void> {
  const viewer = {
    name: `Rita ${run}`,
    email: `rita-${run}@demo.test`,
    password: `a sentence for ${run} alone`,
    role: 'viewer',
  } as const
  await makeUser(page, viewer)
  const theirs = await signedIn(browser, viewer)
  try {
    await theirs.goto('/compliance/reports')
    await expect(theirs.getByRole('link', { name: names.after })).toBeVisible()
    await expect(theirs.getByRole('link', { name: 'Make a report' })).toHaveCount(0)
    await theirs.goto('/compliance/reports/new')
    await expect(theirs.getByRole('heading', { name: 'Your role does not open this page' })).toBeVisible()
    await theirs.goto(`/compliance/reports/${id}`)
    await expect(theirs.getByRole('heading', { name: 'Files' })).toBeVisible()
    await expect(theirs.getByRole('button', { name: 'Delete' })).toHaveCount(0)
    expect(await send(theirs, 'POST', '/api/v1/reports', { name: 'x', frameworks: ['owasp-nhi'] })).toBe(403)
    expect(await send(theirs, 'DELETE', `/api/v1/reports/${id}`)).toBe(403)
  } finally {
    await theirs.context().close()
  }
}

async function forget(page: Page, id: string): Promise<void> {
  await page.goto(`/compliance/reports/${id}`)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/compliance\/reports$/)
  await expect(page.getByRole('link', { name: names.before })).toBeVisible()
  await expect(page.getByRole('link', { name: names.after })).toHaveCount(0)
}
