import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import type axe from 'axe-core'
import { z } from 'zod'
import { demoScanned } from './estate.ts'

declare const window: Window & { readonly axe: typeof axe }

const wide = { width: 1440, height: 900 }
const narrow = { width: 360, height: 740 }

// Motion would be caught between two colours.
test.use({ viewport: wide, contextOptions: { reducedMotion: 'reduce' } })

test('nothing stands in the way on any page: light and dark, wide and narrow', async ({ page }) => {
  test.setTimeout(420_000)
  await demoScanned(page.request)
  for (const path of await pages(page.request)) await test.step(path, () => examine(page, path))
})

test.describe('signed out', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  test('nor where one signs in, nor where there is nothing', async ({ page }) => {
    for (const path of ['/sign-in', '/nowhere']) await test.step(path, () => examine(page, path))
  })
})

/** Every page there is, with one of each kind of thing. */
async function pages(request: APIRequestContext): Promise<readonly string[]> {
  const first = async (path: string, key: string) => {
    const answer = await request.get(`/api/v1/${path}`)
    return z.object({ rows: z.array(z.record(z.string(), z.unknown())) }).parse(await answer.json()).rows[0]?.[key]
  }
  const named = await request.get('/api/v1/endpoints?q=webhooks.prod.demo.test')
  const { rows } = z
    .object({ rows: z.array(z.object({ id: z.string(), identityId: z.string() })) })
    .parse(await named.json())
  return [
    '/overview',
    '/overview/unassessed',
    '/identities',
    '/identities/questions',
    `/identities/${rows[0]?.identityId}`,
    '/endpoints',
    `/endpoints/${rows[0]?.id}`,
    '/certificates',
    `/certificates/${await first('certificates?q=webhooks.prod.demo.test', 'sha256')}`,
    '/findings',
    '/findings?group=check',
    `/findings/${await first('findings?q=webhooks.prod.demo.test', 'id')}`,
    '/rotation',
    '/rotation/calendar',
    '/rotation/history',
    '/rotation/readiness',
    '/rotation/rhythm',
    '/reuse',
    `/reuse/${await first('reuse?verdict=all', 'id')}`,
    '/discovery/records',
    '/discovery/records/keys',
    '/discovery/records/declared',
    '/what-if',
    '/what-if/new',
    `/what-if/key/${await first('certificates?role=anchor', 'spkiSha256')}`,
    '/compliance',
    '/compliance/owasp-nhi',
    '/compliance/owasp-nhi/print',
    '/compliance/nist-csf/PR.AA-03',
    '/compliance/checks',
    '/compliance/checks/validity-expired',
    '/discovery',
    '/discovery/runs',
    `/discovery/${await discoveryRun(request)}`,
    '/discovery/scans',
    '/discovery/rules',
    '/settings',
    '/settings/users',
    '/settings/tokens',
    '/settings/sites',
    `/settings/sites/${await first('sites', 'id')}`,
    '/settings/environments',
    `/settings/environments/${await first('environments', 'id')}`,
    '/settings/environments/new',
    '/settings/trust',
    `/settings/trust/${await first('trust-stores', 'id')}`,
    `/settings/trust/${await first('trust-stores', 'id')}/distrust`,
    '/settings/trust/advisories',
    '/settings/trust/ct-logs',
    `/settings/trust/advisories/${await advisory(request)}`,
    '/settings/activity',
    '/settings/ownership',
    '/settings/ownership/owners',
    '/settings/triage',
    '/mentions',
  ]
}

/** A run of discovery, made here, that adds nothing: its one place is never in scope. */
async function discoveryRun(request: APIRequestContext): Promise<string> {
  const sites = await request.get('/api/v1/sites')
  const { rows } = z.object({ rows: z.tuple([z.object({ id: z.string() })], z.unknown()) }).parse(await sites.json())
  const answer = await request.post('/api/v1/discovery', {
    // As a browser says it: with cookies, a change is taken from the own pages alone.
    headers: { origin: new URL(sites.url()).origin },
    data: { kind: 'hosts', siteId: rows[0].id, text: '169.254.169.254:443' },
  })
  return z.object({ runId: z.string() }).parse(await answer.json()).runId
}

/** An advisory of a key that nothing has. */
async function advisory(request: APIRequestContext): Promise<string> {
  const stores = await request.get('/api/v1/trust-stores')
  const entries = [{ spkiSha256: 'ab'.repeat(32), effectiveAt: '2026-01-31', reason: 'To be looked at' }]
  const file = JSON.stringify({ title: 'A notice', source: 'A test', publishedAt: '2026-01-01', entries })
  const answer = await request.post('/api/v1/advisories', {
    headers: { origin: new URL(stores.url()).origin },
    data: { file, store: 'public' },
  })
  return z.object({ id: z.string() }).parse(await answer.json()).id
}

async function examine(page: Page, path: string): Promise<void> {
  await page.setViewportSize(wide)
  await page.goto(path, { waitUntil: 'load' })
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await page.evaluate(await axeSource())
  await setTheme(page, 'light')
  const lightWide = await violations(page)
  const overflowsWide = await overflow(page)
  await setTheme(page, 'dark')
  await page.setViewportSize(narrow)
  const darkNarrow = await violations(page)
  const overflowsNarrow = await overflow(page)
  expect
    .soft({ path, lightWide, darkNarrow, overflowsWide, overflowsNarrow })
    .toEqual({ path, lightWide: [], darkNarrow: [], overflowsWide: [], overflowsNarrow: [] })
}

function axeSource(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
}

/** As the switch in the head sets it; over when nothing is between two colours any more. */
async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate(async (value) => {
    document.documentElement.dataset.theme = value
    const changes = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(changes.map(({ finished }) => finished))
  }, theme)
}

/** What axe finds by all its rules, as `rule: where`. */
async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const found = await window.axe.run(document, { resultTypes: ['violations'] })
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ target }) => `${id}: ${target.join(' ')}`),
    )
  })
}

/** What reaches beyond the right edge, where the page as a whole can be pushed sideways. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    )
    return [`${scrollWidth} of ${clientWidth}`, ...wide.slice(-3).map((element) => element.outerHTML.slice(0, 120))]
  })
}
