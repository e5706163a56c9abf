import { type APIRequestContext, type Browser, expect, type Page, test } from '@playwright/test'
import { z } from 'zod'
import { demoScanned } from './estate.ts'
import { send } from './send.ts'
import { makeUser, signedIn } from './users.ts'

// A policy is never saved blind: what it would do to verdicts is shown first, and each change stays as a version.
const run = Date.now().toString(36)
const identities = z.object({ rows: z.array(z.object({ id: z.string(), name: z.string(), endpointCount: z.int() })) })
const environments = z.object({ rows: z.array(z.object({ id: z.string(), name: z.string(), identities: z.int() })) })

test('the policy of an identity is previewed, saved, kept as a version, and made to count again', async ({ page }) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  const id = await anIdentity(page.request)
  await page.goto(`/identities/${id}`)
  const dialog = await openEditor(page)
  await test.step('nothing is saved before it was previewed', async () => {
    await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
    await dialog.getByLabel('Longest lifetime', { exact: true }).fill('1')
    await dialog.getByLabel('Lowest protocol').selectOption('TLSv1.3')
    await dialog.getByLabel('Pinned keys', { exact: true }).fill('0'.repeat(64))
    await dialog.getByLabel('Note').fill(`tried ${run}`)
  })
  await test.step('the preview names what would fail, and an edit takes the right to save back', async () => {
    await preview(page)
    await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText(/of \d+ verdicts would change/)
    await dialog.getByLabel('Client certificates').selectOption('none')
    await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
    await preview(page)
  })
  await saveIt(page)
  const versions = page.getByRole('list', { name: 'Versions' })
  await expect(versions.getByText(`tried ${run}`)).toBeVisible()
  await expect(page.getByRole('table', { name: 'Policy', exact: true })).toContainText('this identity')

  await test.step('what was before counts again, as a new version', async () => {
    const again = await openEditor(page)
    await again.getByLabel('Lowest protocol').selectOption('')
    await preview(page)
    await saveIt(page)
    const newest = versions.getByRole('listitem').filter({ hasText: 'counts now' })
    await expect(newest).toContainText('Lowest protocol')
    const earlier = versions
      .getByRole('listitem')
      .filter({ hasText: `tried ${run}` })
      .first()
    await earlier.getByRole('button', { name: /^Restore version/ }).click()
    await expect(versions.getByText(/Version \d+ restored/).first()).toBeVisible()
  })
})

test('the policy of an environment tells by check and by identity what it would change', async ({ page, browser }) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  const id = await anEnvironment(page.request)
  await page.goto(`/settings/environments/${id}`)
  const dialog = await openEditor(page)
  await dialog.getByLabel('TLS profile').selectOption('mozilla-modern')
  await dialog.getByLabel('Severities set by policy').selectOption({ label: 'Endpoint does not meet its TLS profile' })
  await dialog.getByLabel('Due within: Critical').fill('3')
  await preview(page)
  const shown = dialog.getByRole('region', { name: 'Preview' })
  await expect(shown).toContainText(/\d+ of \d+ identities that answer to what changes were judged/)
  await expect(shown.getByRole('table', { name: 'By check' })).toContainText('Endpoint does not meet its TLS profile')
  await shown.getByText('By identity').click()
  await expect(shown.getByRole('link').first()).toBeVisible()

  await test.step('who comes second is told, and overwrites nothing', async () => {
    const meanwhile = { policy: { mtls: 'optional' }, note: `meanwhile ${run}` }
    expect(await send(page, 'PUT', `/api/v1/environments/${id}/policy`, meanwhile)).toBe(200)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByRole('alert')).toContainText(/Version \d+ was saved/)
    await dialog.getByRole('button', { name: 'Load the newest version' }).click()
    await expect(dialog.getByLabel('Client certificates')).toHaveValue('optional')
  })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('list', { name: 'Versions' }).getByText(`meanwhile ${run}`)).toBeVisible()
  await test.step('a viewer sees the policy and may not change it', () => asViewer(page, browser, id))
})

async function asViewer(page: Page, browser: Browser, environmentId: string): Promise<void> {
  const viewer = {
    name: `Vera ${run}`,
    email: `vera-${run}@demo.test`,
    password: `a sentence for ${run} alone`,
    role: 'viewer',
  } as const
  await makeUser(page, viewer)
  const theirs = await signedIn(browser, viewer)
  try {
    await theirs.goto(`/settings/environments/${environmentId}`)
    await expect(theirs.getByRole('table', { name: 'Policy', exact: true })).toBeVisible()
    await expect(theirs.getByRole('list', { name: 'Versions' })).toBeVisible()
    await expect(theirs.getByRole('button', { name: 'Edit the policy' })).toHaveCount(0)
    await expect(theirs.getByRole('button', { name: /^Restore/ })).toHaveCount(0)
    expect(await send(theirs, 'PUT', `/api/v1/environments/${environmentId}/policy`, { policy: {} })).toBe(403)
  } finally {
    await theirs.context().close()
  }
}

async function openEditor(page: Page) {
  await page.getByRole('button', { name: 'Edit the policy' }).click()
  const dialog = page.getByRole('dialog', { name: /^Policy of this/ })
  await expect(dialog).toBeVisible()
  return dialog
}

async function preview(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^Policy of this/ })
  await dialog.getByRole('button', { name: 'Preview' }).click()
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeEnabled({ timeout: 60_000 })
}

async function saveIt(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^Policy of this/ })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden({ timeout: 60_000 })
}

async function anIdentity(request: APIRequestContext): Promise<string> {
  const { rows } = identities.parse(await (await request.get('/api/v1/identities?q=staging.demo.test')).json())
  const found = rows.find(({ endpointCount }) => endpointCount > 0)
  if (!found) throw new Error('The demo estate has no identity in staging')
  return found.id
}

async function anEnvironment(request: APIRequestContext): Promise<string> {
  const { rows } = environments.parse(await (await request.get('/api/v1/environments')).json())
  const found = rows.find(({ name, identities: count }) => /development/i.test(name) && count > 0)
  if (!found) throw new Error('The demo estate has no environment for development')
  return found.id
}
