import { type APIRequestContext, expect, type Locator, type Page, test } from '@playwright/test'
import { z } from 'zod'
import { administrator } from './administrator.ts'
import { demoScanned } from './estate.ts'
import { makeUser, signedIn } from './users.ts'

// Findings from hand to hand: an analyst proposes, an administrator decides, time undoes, and who may only look, looks.
const run = Date.now().toString(36)
const password = 'a sentence for tests alone'
const analyst = { name: `Ana ${run}`, email: `ana-${run}@demo.test`, password, role: 'analyst' } as const
const viewer = { name: `Vic ${run}`, email: `vic-${run}@demo.test`, password, role: 'viewer' } as const

test('an analyst proposes to accept a grave finding, and an administrator approves it', async ({ page, browser }) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  await makeUser(page, analyst)
  const id = await findingOf(page.request, 'reports.prod.demo.test', 'critical')
  const reason = `The vendor ships the fix on Thursday (${run})`
  const other = await signedIn(browser, analyst)

  await test.step('the analyst proposes; the finding stays open, with a mark', async () => {
    await other.goto(`/findings/${id}`)
    await other.getByRole('button', { name: 'Accept …' }).click()
    const dialog = other.getByRole('dialog')
    await expect(dialog).toContainText('an administrator approves or declines it')
    await dialog.getByLabel('Reason').fill(reason)
    await dialog.getByRole('button', { name: 'Propose' }).click()
    await expect(dialog).toBeHidden()
    await expect(other.getByText('Waits for approval').first()).toBeVisible()
    await expect(other.getByText(`${analyst.name} proposes to accept this until`)).toBeVisible()
    expect((await read(page.request, id)).status).toBe('open')
  })

  await test.step('and may not approve it, by page or by API', async () => {
    await expect(other.getByRole('button', { name: 'Approve the acceptance' })).toHaveCount(0)
    expect(await act(other, id, { action: 'approve' })).toBe(403)
    await other.goto('/settings/triage')
    await expect(other.getByText('Approval of acceptances')).toBeVisible()
    await expect(other.getByRole('main').getByRole('button', { name: 'Save' })).toHaveCount(0)
    expect(await put(other, '/api/v1/settings/triage', { approvalFrom: null })).toBe(403)
  })

  await test.step('the administrator finds it among what waits, and approves', async () => {
    await page.goto('/findings')
    await page.getByRole('link', { name: /findings that wait for approval$/ }).click()
    await expect(page).toHaveURL(/waiting=true/)
    await page.locator(`a[href="/findings/${id}"]`).first().click()
    await expect(page.getByText(reason).first()).toBeVisible()
    await page.getByRole('button', { name: 'Approve the acceptance' }).click()
    await expect(fact(page, 'Approved by')).toHaveText(administrator.name)
    await expect(fact(page, 'Reason').getByText(reason, { exact: true })).toBeVisible()
    const history = page.getByRole('listitem').filter({ hasText: 'approved the acceptance' })
    await expect(history).toContainText(`as ${analyst.name} proposed`)
  })

  await test.step('the activity log names both', async () => {
    await page.goto('/settings/activity?object=finding')
    const rows = page.getByRole('main').getByRole('row')
    await expect(rows.filter({ hasText: 'Propose · finding' }).filter({ hasText: analyst.name }).first()).toBeVisible()
    await expect(rows.filter({ hasText: 'Approve · finding' }).first()).toBeVisible()
  })

  await test.step('a mention reaches who is named, and is read with the finding', async () => {
    await other.goto(`/findings/${id}`)
    await other.getByLabel('Comment', { exact: true }).fill(`Thank you, @${administrator.name} (${run})`)
    await other.getByRole('button', { name: 'Comment', exact: true }).click()
    await expect(other.getByText(`and told ${administrator.name}`)).toBeVisible()
    await page.goto('/overview')
    await page.getByRole('link', { name: /^Mentions, \d+ unread$/ }).click()
    const row = page.getByRole('main').getByRole('row').filter({ hasText: run })
    await expect(row).toContainText('Unread')
    await row.getByRole('link').first().click()
    await expect(page).toHaveURL(new RegExp(`/findings/${id}`))
    await expect.poll(() => unread(page.request)).toBe(0)
  })

  expect(await act(page, id, { action: 'reopen' })).toBe(200)
  await other.context().close()
})

test('acceptance that expires: the finding opens again by itself, with its history', async ({ page }) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  const id = await findingOf(page.request, 'webhooks.prod.demo.test', 'critical')
  const reason = `Until the very next moment (${run})`
  const until = new Date(Date.now() + 4000).toISOString()
  expect(await act(page, id, { action: 'accept', until, reason })).toBe(200)
  const accepted = await read(page.request, id)
  expect(accepted).toMatchObject({ status: 'accepted', reason, approver: { name: administrator.name } })
  await page.goto(`/findings/${id}`)
  await expect(page.getByText(/accepted it until .*as the only active administrator/)).toBeVisible()

  await expect.poll(async () => (await read(page.request, id)).status, { timeout: 60_000 }).toBe('open')
  await page.reload()
  const events = page.getByRole('main').getByRole('listitem')
  await expect(events.filter({ hasText: 'opened it again: the acceptance ended' }).first()).toBeVisible()
  await expect(events.filter({ hasText: reason }).first()).toBeVisible()
  await expect(fact(page, 'Approved by')).toHaveCount(0)
  expect((await read(page.request, id)).acceptedUntil).toBeNull()
})

test('who may only look sees how things stand, and changes nothing', async ({ page, browser }) => {
  test.setTimeout(240_000)
  await demoScanned(page.request)
  await makeUser(page, viewer)
  const id = await findingOf(page.request, 'webhooks.prod.demo.test', 'critical')
  const looker = await signedIn(browser, viewer)
  await looker.goto(`/findings/${id}`)
  await expect(looker.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(fact(looker, 'Due')).toBeVisible()
  for (const name of ['Acknowledge', 'Accept …', 'False positive …', 'Assign …', 'Comment']) {
    await expect(looker.getByRole('button', { name, exact: true })).toHaveCount(0)
  }
  const until = new Date(Date.now() + 86_400_000).toISOString()
  for (const change of [
    { action: 'accept', until, reason: 'x' },
    { action: 'approve' },
    { action: 'acknowledge' },
    { action: 'comment', text: 'x' },
  ]) {
    expect(await act(looker, id, change), change.action).toBe(403)
  }
  await looker.goto('/findings')
  await expect(looker.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible()
  await expect(looker.getByRole('checkbox', { name: /select/i })).toHaveCount(0)
  await looker.goto('/settings/ownership')
  await expect(looker.getByRole('heading', { name: 'Rules of ownership' })).toBeVisible()
  await expect(looker.getByRole('button', { name: 'Add a rule' })).toHaveCount(0)
  expect(await put(looker, '/api/v1/ownership-rules', { rules: [] })).toBe(403)
  await looker.goto('/settings/ownership/owners')
  await expect(looker.getByRole('heading', { name: 'Owners' })).toBeVisible()
  await expect(looker.getByRole('button', { name: 'Import' })).toHaveCount(0)
  await looker.context().close()
})

test('a rule of ownership is tried before it is saved, and gives the owner that nobody named', async ({ page }) => {
  const name = `pay-${run}.owned.test`
  const made = await page.request.post('/api/v1/identities', { headers: await ownPages(page), data: { name } })
  expect(made.status()).toBe(201)
  const { id } = z.object({ id: z.string() }).parse(await made.json())
  await page.goto('/settings/ownership')
  await page.getByRole('button', { name: 'Add a rule' }).click()
  const rule = page.getByRole('main').getByRole('listitem').last()
  await rule.getByLabel(/^Identities/).fill(`pay-${run}.*.test`)
  await rule.getByLabel('Owner', { exact: true }).fill(`Payments ${run}`)
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('change the owner of 1 of')
  await expect(preview.getByRole('row').filter({ hasText: name })).toContainText(`Payments ${run}`)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved; 1 identity has another owner')).toBeVisible()

  await page.goto(`/settings/ownership/owners?q=${encodeURIComponent(run)}`)
  const owner = page
    .getByRole('main')
    .getByRole('row')
    .filter({ hasText: `Payments ${run}` })
  await owner.getByRole('link', { name: `1 identities of Payments ${run}` }).click()
  await expect(page.locator(`a[href="/identities/${id}"]`).first()).toHaveText(name)

  await page.goto('/settings/ownership')
  await page
    .getByRole('button', { name: /^Delete rule/ })
    .last()
    .click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved; 1 identity has another owner')).toBeVisible()
})

const finding = z.object({
  id: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  acceptedUntil: z.string().nullable(),
  approver: z.object({ name: z.string() }).nullable(),
})

async function read(request: APIRequestContext, id: string): Promise<z.output<typeof finding>> {
  return finding.parse(await (await request.get(`/api/v1/findings/${id}`)).json())
}

/** An open finding of a service of the demo estate that no scan settles meanwhile. */
async function findingOf(request: APIRequestContext, service: string, severity: string): Promise<string> {
  const answer = await request.get(`/api/v1/findings?q=${service}&severity=${severity}&status=open&limit=1`)
  const { rows } = z.object({ rows: z.array(finding) }).parse(await answer.json())
  const [found] = rows
  if (found === undefined) throw new Error(`${service} has no open finding of severity ${severity}`)
  return found.id
}

async function unread(request: APIRequestContext): Promise<number> {
  const answer = await request.get('/api/v1/mentions?unread=true')
  return z.object({ total: z.object({ count: z.number() }) }).parse(await answer.json()).total.count
}

/** As a browser says it: with cookies, a change is taken from the own pages alone. */
async function ownPages(page: Page): Promise<{ origin: string }> {
  const answer = await page.request.get('/api/v1/me')
  return { origin: new URL(answer.url()).origin }
}

async function act(page: Page, id: string, change: object): Promise<number> {
  const answer = await page.request.post(`/api/v1/findings/${id}/actions`, {
    headers: await ownPages(page),
    data: { change },
  })
  return answer.status()
}

async function put(page: Page, path: string, data: object): Promise<number> {
  return (await page.request.put(path, { headers: await ownPages(page), data })).status()
}

function fact(page: Page, term: string): Locator {
  return page
    .getByRole('main')
    .locator('dl > div')
    .filter({ has: page.getByText(term, { exact: true }) })
    .locator('dd')
}
