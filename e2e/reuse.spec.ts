import { generateKeyPairSync } from 'node:crypto'
import { createRequire } from 'node:module'
import { expect, type Page, test } from '@playwright/test'
import Papa from 'papaparse'
import { z } from 'zod'
import { demoScanned } from './estate.ts'

// One key in two places is one secret that is known twice: the list tells it, the page draws it, findings lead to it.

const clusters = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      endpoints: z.number(),
      findings: z.number(),
      kinds: z.array(z.string()),
    }),
  ),
  total: z.object({ count: z.number() }),
})

async function listed(page: Page, query: string) {
  return clusters.parse(await (await page.request.get(`/api/v1/reuse?${query}`)).json())
}

test('a shared key: from the list to its picture, its endpoints, its findings, and home as a file', async ({
  page,
}) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  await expect.poll(async () => (await listed(page, 'subject=key')).total.count, { timeout: 60_000 }).toBeGreaterThan(0)
  const { rows, total } = await listed(page, 'subject=key')
  const [first] = rows
  if (first === undefined) throw new Error('the demo estate shares no key')

  await test.step('the list holds what the API holds', async () => {
    await page.goto('/overview')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Reuse' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Reuse' })).toBeVisible()
    await page.goto('/reuse?subject=key')
    await expect(page.locator('tbody tr')).toHaveCount(Math.min(50, total.count))
    await page.getByRole('main').locator(`a[href="/reuse/${first.id}"]`).first().click()
  })

  await test.step('the page draws every place, and names the same in a table', async () => {
    await expect(page).toHaveURL(new RegExp(`/reuse/${first.id}$`))
    const drawn = page.getByRole('list', { name: 'Places that use it, by environment' })
    // What hangs in it is placed by its own measures: the list itself has none.
    await expect(drawn).toBeAttached()
    const table = page.getByRole('table', { name: 'Places that use it' })
    await expect(table.locator('tbody tr')).toHaveCount(first.endpoints)
    const names = await table
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => row.querySelector('a')?.getAttribute('href')))
    for (const href of names) await expect(drawn.locator(`a[href="${href}"]`)).toBeVisible()
  })

  await test.step('the count of endpoints leads to exactly those', async () => {
    await page
      .getByRole('link', { name: `${first.endpoints} endpoints`, exact: true })
      .first()
      .click()
    await expect(page).toHaveURL(/\/endpoints\?/)
    await expect(page.locator('tbody tr')).toHaveCount(first.endpoints)
    await page.goBack()
  })

  await test.step('and so do findings', async () => {
    if (first.findings === 0) return
    const link = page
      .locator('#advice')
      .getByRole('link', { name: /open findings$/ })
      .first()
    const count = Number.parseInt(await link.innerText(), 10)
    await link.click()
    await expect(page).toHaveURL(/\/findings\?/)
    await expect(page.locator('tbody tr')).toHaveCount(count)
  })

  await test.step('an export is the filter', async () => {
    const answer = await page.request.get('/api/v1/reuse/export?format=csv&subject=key')
    const { data } = Papa.parse<string[]>((await answer.text()).trim(), { header: false })
    expect(data).toHaveLength(total.count + 1)
  })

  await test.step('a narrow window shows it without scrolling sideways', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`/reuse/${first.id}`)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(over).toBe(0)
  })
})

test('a private key in an import is dropped, told of, and never shown', async ({ page }) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const [, secret = ''] = pem.split('\n')
  const { rootCertificates } = z
    .object({ rootCertificates: z.array(z.string()) })
    .parse(createRequire(import.meta.url)('node:tls'))
  const name = `bundle-${Date.now().toString(36)}.pem`
  await page.goto('/discovery/records')
  await page.getByLabel('File', { exact: true }).setInputFiles({
    name,
    mimeType: 'application/x-pem-file',
    buffer: Buffer.from(`${rootCertificates[0]}\n${pem}`),
  })
  await page.getByRole('button', { name: 'Put on record' }).click()
  await expect(page.getByText('1 private key was in it: dropped, not stored, and on record as exposed.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'What could not be used' })).toContainText(
    'a private key, which was dropped',
  )
  await page.getByRole('navigation', { name: 'Records' }).getByRole('link', { name: 'Private keys met' }).click()
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible()
  const told = await page.request.get(`/api/v1/key-exposures?q=${name}`)
  expect(z.object({ rows: z.array(z.unknown()) }).parse(await told.json()).rows).toHaveLength(1)
  expect(await page.content()).not.toContain(secret)
})

test('declared facts: what each line comes to is shown before it is saved', async ({ page }) => {
  await demoScanned(page.request)
  const answer = await page.request.get('/api/v1/identities?limit=1')
  const { rows } = z
    .object({ rows: z.array(z.object({ id: z.string(), name: z.string() })) })
    .parse(await answer.json())
  const [identity] = rows
  const reason = `spare since ${Date.now().toString(36)}`
  await page.goto('/discovery/records/declared')
  await page
    .getByLabel('Declared facts', { exact: true })
    .fill(
      `identity,keyStorage,standby\n${identity?.name},kms,${reason}\nnobody.example.com,kms,\n${identity?.name},drawer,`,
    )
  await expect(page.getByText('1 to change · 0 as they are · 1 not found')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Lines that cannot be read' })).toContainText('Line 4')
  await page.getByRole('button', { name: 'Save 1' }).click()
  await expect(page.getByText('1 changed; they are judged anew.')).toBeVisible()
  await page.goto(`/identities/${identity?.id}#declared`)
  await expect(page.locator('#declared')).toContainText(reason)
  await expect(page.locator('#declared')).toContainText('KMS')
})
