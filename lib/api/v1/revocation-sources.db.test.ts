import { beforeAll, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addSite, oneRow } from '#lib/testing/estate.ts'
import type { Route } from '../define-route.ts'
import { fetchRevocationSource, listRevocationSources } from './revocation-sources.ts'

testDatabase()

const tokens = new Map<string, string>()

beforeAll(async () => {
  for (const role of ['viewer', 'admin'] as const)
    tokens.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  const siteId = await addSite()
  for (const [url, failures] of [
    ['http://crl.example.com/1.crl', 0],
    ['http://crl.example.com/2.crl', 3],
    ['http://crl.example.com/3.crl', 1],
  ] as const) {
    await pool().query(
      `INSERT INTO fetched_document (kind, url, question, site_id, failure, failures, next_fetch_at)
       VALUES ('crl', $1, '', $2, CASE WHEN $3::int > 0 THEN 'http-status 404' END, $3, now() + interval '1 day')`,
      [url, siteId, failures],
    )
  }
})

function ask(route: Route, { query = '', id, role = 'viewer' }: { query?: string; id?: string; role?: string } = {}) {
  const headers = new Headers({ authorization: `Bearer ${tokens.get(role)}` })
  const request = new Request(`http://localhost${route.path.replace('{id}', id ?? '')}${query}`, {
    headers,
    method: route.method,
  })
  return route.handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) })
}

test('200: the failing ones first, page by page', async () => {
  const first = await (await ask(listRevocationSources, { query: '?limit=2' })).json()
  expect(first).toMatchObject({
    rows: [{ failures: 3, failure: 'http-status 404', fetchedAt: null }, { failures: 1 }],
    total: { count: 3, exact: true },
  })
  const second = await (await ask(listRevocationSources, { query: `?limit=2&cursor=${first.nextCursor}` })).json()
  expect(second).toMatchObject({ rows: [{ failures: 0 }], nextCursor: null })
  for (const sort of ['url', '-nextFetch']) {
    const page = await (await ask(listRevocationSources, { query: `?limit=1&sort=${sort}` })).json()
    const rest = await (await ask(listRevocationSources, { query: `?sort=${sort}&cursor=${page.nextCursor}` })).json()
    expect([page.rows.length, rest.rows.length]).toEqual([1, 2])
  }
  expect(await (await ask(listRevocationSources, { query: '?state=failing&q=2.crl' })).json()).toMatchObject({
    rows: [{ url: 'http://crl.example.com/2.crl' }],
  })
})

test('202: an administrator has one fetched at once; 403 to others, 404 where there is none', async () => {
  const { id } = await oneRow(`SELECT id FROM fetched_document WHERE url = 'http://crl.example.com/2.crl'`)
  expect((await ask(fetchRevocationSource, { id: String(id) })).status).toBe(403)
  expect((await ask(fetchRevocationSource, { id: crypto.randomUUID(), role: 'admin' })).status).toBe(404)
  expect((await ask(fetchRevocationSource, { id: String(id), role: 'admin' })).status).toBe(202)
  expect(await oneRow('SELECT next_fetch_at <= now() AS due FROM fetched_document WHERE id = $1', [id])).toEqual({
    due: true,
  })
})
