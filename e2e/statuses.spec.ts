import { expect, test } from '@playwright/test'
import { makeUser, signedIn } from './users.ts'

// What is not there answers 404, what the role does not open 403, and lists show their place before their rows.
const run = Date.now().toString(36)
const viewer = {
  name: `Stan ${run}`,
  email: `stan-${run}@demo.test`,
  password: 'a sentence for tests alone',
  role: 'viewer',
} as const
const uuid = '00000000-0000-4000-8000-000000000000'
const hash = '0'.repeat(64)

const missing = [
  '/no-such-page',
  ...[uuid, 'not-a-uuid'].flatMap((id) => [
    `/findings/${id}`,
    `/identities/${id}`,
    `/identities/questions/${id}`,
    `/endpoints/${id}`,
    `/discovery/${id}`,
    `/compliance/reports/${id}`,
    `/compliance/reports/${id}/owasp-nhi`,
    `/compliance/reports/${id}/checks/expired`,
    `/what-if/${id}`,
    `/settings/environments/${id}`,
    `/settings/sites/${id}`,
    `/settings/sites/${id}/sources`,
    `/settings/trust/${id}`,
    `/settings/trust/${id}/distrust`,
    `/settings/trust/advisories/${id}`,
    `/settings/users/${id}`,
  ]),
  ...[hash, 'not-a-hash'].flatMap((name) => [
    `/certificates/${name}`,
    `/reuse/key-${name}`,
    `/what-if/key/${name}`,
    `/what-if/certificate/${name}`,
  ]),
  '/reuse/not-a-cluster',
  '/compliance/no-such-framework',
  '/compliance/no-such-framework/print',
  '/compliance/owasp-nhi/no-such-control',
  '/compliance/checks/no-such-check',
]

const forAnalysts = ['/settings/activity', '/settings/tokens', '/what-if/new', '/compliance/reports/new']
const forAdministrators = [
  '/settings/users',
  `/settings/users/${uuid}`,
  '/settings/sites',
  `/settings/sites/${uuid}`,
  `/settings/sites/${uuid}/sources`,
  '/settings/environments/new',
  '/settings/trust/disagreements',
]

const lists = [
  '/overview',
  '/findings',
  '/identities',
  '/endpoints',
  '/certificates',
  '/reuse',
  '/rotation',
  '/compliance',
  '/compliance/checks',
  '/compliance/reports',
  '/discovery',
  '/mentions',
  '/what-if',
  '/settings',
  '/settings/environments',
  '/settings/trust',
]

test('what is not there answers 404 and says so', async ({ page }) => {
  test.setTimeout(180_000)
  for (const path of missing) {
    const answer = await page.request.get(path, { maxRedirects: 0 })
    expect.soft(answer.status(), path).toBe(404)
  }
  const answer = await page.goto(`/findings/${uuid}`)
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'There is no such thing' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
})

test('what the role does not open answers 403 and says so', async ({ page, browser }) => {
  test.setTimeout(180_000)
  for (const path of [...forAnalysts, ...forAdministrators.filter((path) => !path.includes(uuid))]) {
    expect.soft((await page.request.get(path, { maxRedirects: 0 })).status(), path).toBe(200)
  }
  await makeUser(page, viewer)
  const theirs = await signedIn(browser, viewer)
  try {
    for (const path of [...forAnalysts, ...forAdministrators]) {
      const answer = await theirs.request.get(path, { maxRedirects: 0 })
      expect.soft(answer.status(), path).toBe(403)
    }
    const answer = await theirs.goto('/settings/users')
    expect(answer?.status()).toBe(403)
    await expect(theirs.getByRole('heading', { name: 'Your role does not open this page' })).toBeVisible()
    await expect(theirs.getByText(viewer.email)).toHaveCount(0)
  } finally {
    await theirs.context().close()
  }
})

test('lists hold the place of their rows while they load', async ({ page }) => {
  for (const path of lists) {
    const answer = await page.request.get(path, { maxRedirects: 0 })
    expect.soft(answer.status(), path).toBe(200)
    expect.soft(await answer.text(), path).toContain('>Loading</span>')
  }
})

test('who is not signed in is led to sign in, from what is there and what is not', async ({ browser }) => {
  const nobody = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  for (const path of ['/findings', `/findings/${uuid}`, '/settings/users']) {
    const answer = await nobody.request.get(path, { maxRedirects: 0 })
    expect.soft(answer.status(), path).toBe(307)
    expect.soft(answer.headers().location, path).toContain('/sign-in?next=')
  }
  await nobody.close()
})
