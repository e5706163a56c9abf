import { expect, test } from '@playwright/test'
import { demoScanned } from './estate.ts'
import { send } from './send.ts'
import { makeUser, signedIn } from './users.ts'

test('a range of /8 is refused with the limit and how to raise it', async ({ page }) => {
  await page.goto('/discovery')
  await page.getByLabel('Address ranges').fill('10.0.0.0/8')
  await page.getByLabel('Ports').fill('443')
  const refusal = page.getByRole('alert').filter({ hasText: '16,777,216' })
  await expect(refusal).toContainText('may cover 65,536')
  await expect(refusal).toContainText('let an administrator raise “Most targets of one discovery run”')
  await expect(page.getByRole('button', { name: 'Search', exact: true })).toBeDisabled()
  await expect(page.getByLabel('Address ranges')).toHaveValue('10.0.0.0/8')

  await test.step('and the limit stands where it says', async () => {
    await page.goto('/settings/sites')
    await page.getByRole('table', { name: 'Sites' }).getByRole('link', { name: 'default' }).click()
    await expect(page.getByLabel('Most targets of one discovery run')).toHaveValue('65536')
  })
})

test('a target out of scope is shown as refused, with the rule, and never added', async ({ page }) => {
  await page.goto('/discovery')
  await page.getByLabel('Hosts', { exact: true }).fill('169.254.169.254:443')
  await expect(page.getByText('0 to add · 0 known · 1 out of scope · 0 unreadable')).toBeVisible()
  const line = page.getByRole('row').filter({ hasText: '169.254.169.254:443' })
  await expect(line).toContainText(/refused|out of scope/i)
  await expect(line).toContainText('always-refused linkLocal')
  await expect(page.getByRole('button', { name: 'Add and scan' })).toBeDisabled()

  const answer = await page.request.get('/api/v1/endpoints?q=169.254.169.254')
  expect(await answer.json()).toMatchObject({ rows: [], total: { count: 0 } })
})

test('an empty trust bundle makes no store, says so, and loses nothing that was typed', async ({ page }) => {
  await page.goto('/settings/trust')
  // Another form of the page makes stores of SPIFFE bundles, and asks for names and versions as well.
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Create the store', exact: true }) })
  await form.getByLabel('Name', { exact: true }).fill('Partners')
  await form.getByLabel('Version').fill('2026-11')
  await form.getByRole('button', { name: 'Create the store', exact: true }).click()
  await expect(page.getByText('No store was made')).toBeVisible()
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('Partners')
  await expect(form.getByLabel('Version')).toHaveValue('2026-11')
  await expect(page.getByRole('table').getByText('Partners')).toHaveCount(0)
})

test.describe('signed out', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('a wrong password is told without telling which part is wrong, and the address stays', async ({ page }) => {
    await page.goto('/findings?severity=critical')
    await expect(page).toHaveURL(/\/sign-in/)
    await page.getByLabel('E-mail address').fill('nobody@demo.test')
    await page.getByLabel('Password').fill('not the right one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('The e-mail address or the password is wrong.')).toBeVisible()
    await expect(page.getByLabel('E-mail address')).toHaveValue('nobody@demo.test')
    await expect(page.getByLabel('Password')).toHaveValue('')
  })
})

test('a viewer sees the estate, and neither sees nor can do what others may', async ({ page, browser }) => {
  test.setTimeout(150_000)
  await demoScanned(page.request)
  const viewer = {
    name: 'Vera Viewer',
    email: `vera-${Date.now().toString(36)}@demo.test`,
    password: 'reading only, for a while',
    role: 'viewer',
  } as const
  await makeUser(page, viewer)
  const theirs = await signedIn(browser, viewer)

  await test.step('reads findings, without the means to change one', async () => {
    await theirs.goto('/findings')
    await theirs.getByRole('main').locator('tbody tr').first().getByRole('link').first().click()
    await expect(theirs.getByRole('heading', { name: 'Evidence' })).toBeVisible()
    await expect(theirs.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0)
    await expect(theirs.getByRole('button', { name: 'Accept …' })).toHaveCount(0)
    const id = /\/findings\/([0-9a-f-]{36})/.exec(theirs.url())?.[1]
    const change = await send(theirs, 'POST', `/api/v1/findings/${id}/actions`, { action: 'acknowledge' })
    expect(change).toBe(403)
  })

  await test.step('cannot add endpoints', async () => {
    await theirs.goto('/discovery')
    await expect(theirs.getByText('To add endpoints needs the role analyst; yours is viewer.')).toBeVisible()
    await expect(theirs.getByLabel('Hosts', { exact: true })).toHaveCount(0)
    expect(await send(theirs, 'POST', '/api/v1/scans', { endpointIds: [] })).toBe(403)
  })

  await test.step('finds no settings of others, and is told so at their address', async () => {
    await theirs.goto('/settings')
    await expect(theirs.getByRole('link', { name: 'Trust stores' })).toBeVisible()
    await expect(theirs.getByRole('link', { name: 'Users', exact: true })).toHaveCount(0)
    await theirs.goto('/settings/users')
    await expect(theirs.getByRole('heading', { name: 'Your role does not open this page' })).toBeVisible()
    await expect(theirs.getByText(viewer.email)).toHaveCount(0)
  })
  await theirs.context().close()
})
