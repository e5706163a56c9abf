import { readFile } from 'node:fs/promises'
import { type Download, expect, type Locator, type Page, test } from '@playwright/test'
import Papa from 'papaparse'
import { z } from 'zod'
import { demoScanned, demoServers } from './estate.ts'

// The main job from the first endpoint to the auditor's file, in the order in which a person does it: each step goes
// on from where the one before left the browser. Names carry the run's own word, so that another run is not in the way.
const run = Date.now().toString(36)
const environment = `journey ${run}`
const identityOf = (index: number) => `service-${index}-${run}.journey.test`
const reason = `The partner renames it by the quarter’s end (${run})`
const dayMs = 86_400_000
const acceptedUntil = new Date(Date.now() + 20 * dayMs).toISOString().slice(0, 10)
/** The last one accepts connections and says nothing, so that the scan takes a while. */
const hostCount = 9

test('from endpoints to the evidence that an auditor takes home', async ({ page }) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  await test.step('the administrator widens the scope of the site', () => widenScope(page))
  await test.step('pastes hosts, of which one line cannot be read', () => addHosts(page))
  await test.step('and watches the scan to its end', () => watchScan(page))
  await test.step('the overview’s numbers lead to exactly what they count', () => followNumbers(page))
  await test.step('an identity tells which rungs fail, and why', () => openIdentity(page))
  const finding = await test.step('its finding is accepted until a date, with a reason', () => acceptFinding(page))
  await test.step('framework, control and evidence show the exception', () => readCompliance(page, finding))
  await test.step('and so do the files for the auditor', () => readFiles(page, finding))
})

async function widenScope(page: Page): Promise<void> {
  await page.goto('/settings/sites')
  await page.getByRole('table', { name: 'Sites' }).getByRole('link', { name: 'default' }).click()
  const allow = page.getByLabel('Allow', { exact: true })
  await expect(allow).toBeVisible()
  const lines = (await allow.inputValue()).split('\n').filter((line) => line !== '' && line !== '127.0.0.0/8')
  await allow.fill([...lines, '127.0.0.0/8'].join('\n'))
  await page.getByRole('button', { name: 'Save the scope' }).click()
  await expect(page.getByText('Saved. It holds for every connection from now on')).toBeVisible()
  await page.reload()
  await expect(allow).toHaveValue(/^127\.0\.0\.0\/8$/m)
}

async function addHosts(page: Page): Promise<void> {
  const { open, silent } = await demoServers(page.request)
  const servers = [...open.slice(0, hostCount - 1), silent]
  expect(servers).toHaveLength(hostCount)
  const lines = servers.map(
    ({ port }, index) => `127.0.0.1,${port},${identityOf(index)},${identityOf(index)},${environment},Treasury`,
  )
  const text = ['host,port,sni,identity,environment,owner', ...lines, '127.0.0.1,port,x,x,,'].join('\n')
  const lastLine = text.split('\n').length
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Discovery' }).click()
  await page.getByLabel('Hosts', { exact: true }).fill(text)
  await expect(page.getByText(`${hostCount} to add · 0 known · 0 out of scope · 1 unreadable`)).toBeVisible()
  const problems = page.getByRole('region', { name: 'Lines that cannot be read' })
  await expect(problems).toContainText(`Line ${lastLine}`)
  await expect(problems).toContainText('port: "port" is no port')
  await expect(page.getByLabel('Hosts', { exact: true })).toHaveValue(text)
  await page.getByRole('button', { name: `Add and scan ${hostCount}` }).click()
  await expect(page).toHaveURL(/\/discovery\/[0-9a-f-]{36}/)
  await expect(page.getByRole('link', { name: `${hostCount} added` })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: '1 unreadable lines' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'is no port' })).toContainText(String(lastLine))
}

async function watchScan(page: Page): Promise<void> {
  const scan = page.getByRole('region', { name: 'Scan' })
  await expect(scan).toContainText('Scanning')
  await expect(scan).toContainText(`${hostCount - 1} of ${hostCount}`, { timeout: 30_000 })
  await expect(scan.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '89')
  await expect(scan).toContainText('Scan finished', { timeout: 60_000 })
  await expect(scan).toContainText(`${hostCount} of ${hostCount}`)
  await expect(scan).toContainText(`Reached: ${hostCount - 1}`)
}

async function followNumbers(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click()
  await page.getByLabel('Environment').selectOption({ label: environment })
  await expect(page.getByText(`of ${hostCount} identities are proven`)).toBeVisible()
  const overview = page.url()
  for (const name of [
    new RegExp(`^${hostCount}$`),
    /^\d+ not proven: some rung fails$/,
    /^\d+ identities pass the rung encrypted$/,
    /^\d+ fail on the rung trusted$/,
    /^\d+ fail on the rung bound$/,
  ]) {
    const link = page.getByRole('main').getByRole('link', { name })
    const count = Number.parseInt(await link.innerText(), 10)
    await link.click()
    await expect(page).toHaveURL(/\/identities\?/)
    await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText(`${count} of ${count} identities`)
    await expect(bodyRows(page)).toHaveCount(count)
    if (page.url() !== overview) await page.goto(overview)
  }
  await page.getByRole('link', { name: /fail on the rung bound$/ }).click()
  await expect(bodyRows(page).filter({ hasText: identityOf(0) })).toHaveCount(1)
}

async function openIdentity(page: Page): Promise<void> {
  await page.getByRole('link', { name: identityOf(0), exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: identityOf(0) })).toBeVisible()
  const bound = page.getByRole('group').filter({ hasText: 'Does the certificate carry the identity that was meant?' })
  await expect(bound).toHaveAttribute('open')
  await expect(bound).toContainText('fail')
  await expect(bound.getByRole('listitem').getByRole('link').first()).toHaveAttribute('href', /\/findings\?.*check=/)
  await expect(bound).toContainText(/at 127\.0\.0\.1:\d+/)
}

interface AcceptedFinding {
  readonly id: string
  readonly title: string
  readonly control: string
}

const framework = 'OWASP Non-Human Identities Top 10'

async function acceptFinding(page: Page): Promise<AcceptedFinding> {
  const bound = page.getByRole('group').filter({ hasText: 'Does the certificate carry the identity that was meant?' })
  const why = bound.getByRole('listitem').getByRole('link').first()
  const title = await why.innerText()
  await why.click()
  await expect(page).toHaveURL(/\/findings\?/)
  const inList = bodyRows(page).filter({ hasText: title })
  await expect(inList).toContainText('Open')
  const list = page.url()
  await inList.getByRole('link', { name: title }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  const id = /\/findings\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''

  await page.getByRole('button', { name: 'Accept …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Day', { exact: true }).fill(acceptedUntil)
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: 'Accept' }).click()
  await expect(dialog).toBeHidden()
  await expect(fact(page, 'Accepted until')).toContainText(acceptedUntil)
  await expect(fact(page, 'Reason')).toHaveText(reason)
  const mapped = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: framework }) })
  const control = await mapped.getByRole('listitem').first().locator('span').first().innerText()

  await page.goto(list)
  await expect(inList).toContainText('Accepted')
  await page.goto(`/findings?q=${encodeURIComponent(identityOf(0))}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator(`a[href="/findings/${id}"]`)).toHaveCount(0)
  return { id, title, control }
}

async function readCompliance(page: Page, { id, title, control }: AcceptedFinding): Promise<void> {
  await page.goto(`/compliance?environment=${encodeURIComponent(environment)}`)
  await page.getByRole('heading', { level: 3 }).getByRole('link', { name: framework }).click()
  const exceptions = page
    .getByRole('table', { name: /exceptions?$/ })
    .getByRole('row')
    .filter({ hasText: reason })
  await expect(exceptions).toContainText(title)
  await expect(exceptions).toContainText(acceptedUntil)
  const controls = page.getByRole('table', { name: /controls$/ })
  const line = controls.getByRole('row').filter({ has: page.getByRole('link', { name: control, exact: true }) })
  await expect(line).toContainText('Not satisfied')
  await line.getByRole('link', { name: control, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(control)
  const evidence = page.getByRole('row').filter({ has: page.locator(`a[href="/findings/${id}"]`) })
  await expect(evidence).toContainText('Fail')
  await expect(evidence).toContainText('Accepted')
  await expect(evidence).toContainText(acceptedUntil)
  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(framework) })
    .first()
    .click()
  await expect(controls).toBeVisible()
}

const exported = z.array(
  z.object({
    controlLabel: z.string(),
    controlStatus: z.string(),
    outcome: z.string(),
    findingId: z.string().nullable(),
    findingStatus: z.string().nullable(),
    acceptedUntil: z.string().nullable(),
    acceptedBecause: z.string().nullable(),
    environment: z.string().nullable(),
  }),
)

async function readFiles(page: Page, { id, control }: AcceptedFinding): Promise<void> {
  const json = await download(page, 'JSON')
  const lines = exported.parse(JSON.parse(json))
  const line = lines.find((one) => one.findingId === id && one.controlLabel === control)
  expect(line).toMatchObject({
    controlStatus: 'not satisfied',
    outcome: 'fail',
    findingStatus: 'accepted',
    acceptedBecause: reason,
    environment,
  })
  expect(line?.acceptedUntil).toContain(acceptedUntil)
  expect(new Set(lines.map((one) => one.environment ?? environment))).toEqual(new Set([environment]))

  const csv = Papa.parse<Record<string, string>>(await download(page, 'CSV'), { header: true, skipEmptyLines: true })
  expect(csv.errors).toEqual([])
  expect(csv.data).toHaveLength(lines.length)
  const row = csv.data.find((one) => one.Finding === id && one['Control as written'] === control)
  expect(row).toMatchObject({ 'Control status': 'not satisfied', Verdict: 'fail', 'Finding status': 'accepted' })
  expect(row?.['Accepted until']).toContain(acceptedUntil)
}

async function download(page: Page, format: 'CSV' | 'JSON'): Promise<string> {
  const coming: Promise<Download> = page.waitForEvent('download')
  await page.getByRole('link', { name: format, exact: true }).click()
  const file = await coming
  expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`))
  return readFile(await file.path(), 'utf8')
}

function fact(page: Page, term: string): Locator {
  return page
    .getByRole('main')
    .locator('dl > div')
    .filter({ has: page.getByText(term, { exact: true }) })
    .locator('dd')
}

function bodyRows(page: Page): Locator {
  return page.getByRole('main').locator('table.data-table > tbody > tr')
}
