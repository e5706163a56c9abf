import { createPublicKey } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { type Role, roles, systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { pkcs7Messages } from '#lib/testing/pkcs7-messages.ts'
import type { Route } from '../define-route.ts'
import {
  advisoryRoutes,
  getAdvisory,
  importAdvisory,
  listAdvisories,
  previewAdvisory,
  withdrawAdvisory,
} from './advisories.ts'
import { addDistrust, changeDistrust, distrustRoutes, listDistrust, removeDistrust } from './distrust.ts'
import {
  createTrustStore,
  deleteTrustStore,
  getTrustStore,
  listStoreAnchors,
  makeDefaultTrustStore,
  readSystemTrustStore,
  removeStoreAnchor,
  replaceTrustStore,
  trustStoreRoutes,
} from './trust-stores.ts'

testDatabase()

const bearer = new Map<Role, string>()
const root = createRoot({ commonName: 'A CA' })
let storeId: string

beforeAll(async () => {
  for (const role of roles) bearer.set(role, (await createToken(systemPrincipal, { name: role, role })).token)
  storeId = (await ask(createTrustStore, { body: { name: 'Estate', pem: root.pem, publicRoots: true } })).body.id
})

interface Asked {
  readonly as?: Role | null
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
}

async function ask(route: Route, { as = 'admin', params = {}, query = '', body }: Asked = {}) {
  const headers = new Headers({ 'content-type': 'application/json' })
  if (as) headers.set('authorization', `Bearer ${bearer.get(as)}`)
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
  const init = body === undefined ? {} : { body: JSON.stringify(body) }
  const request = new Request(`http://localhost${path}${query}`, { method: route.method, headers, ...init })
  const response = await route.handler(request, { params: Promise.resolve(params) })
  const text = await response.text()
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : null }
}

const every = [...trustStoreRoutes, ...distrustRoutes, ...advisoryRoutes]

test('401 without a token; a viewer reads and changes nothing', async () => {
  for (const route of every) {
    const body = route.body === undefined ? undefined : {}
    expect(await ask(route, { as: null, body })).toMatchObject({ status: 401 })
    if (route.method === 'GET') expect(route.role).toBe('viewer')
    else expect(await ask(route, { as: 'viewer', body })).toMatchObject({ status: 403 })
  }
})

test('404 for a store or advisory that there is not', async () => {
  const params = { id: newId(), entry: newId(), sha256: root.sha256 }
  const body = { pem: root.pem }
  const key = { spkiSha256: root.spkiSha256, effectiveAt: '2026-01-01', source: 's', reason: 'r' }
  for (const route of [
    getTrustStore,
    listStoreAnchors,
    listDistrust,
    getAdvisory,
    deleteTrustStore,
    withdrawAdvisory,
  ]) {
    expect(await ask(route, { params })).toMatchObject({ status: 404 })
  }
  for (const route of [makeDefaultTrustStore, removeStoreAnchor, removeDistrust]) {
    expect(await ask(route, { params })).toMatchObject({ status: 404 })
  }
  expect(await ask(replaceTrustStore, { params, body })).toMatchObject({ status: 404 })
  expect(await ask(addDistrust, { params, body: key })).toMatchObject({ status: 404 })
  expect(await ask(importAdvisory, { body: { file: advisory(), store: newId() } })).toMatchObject({ status: 404 })
})

describe('stores', () => {
  test('one is made of a file, read, given a new content, emptied of an anchor and deleted', async () => {
    const made = await ask(createTrustStore, {
      body: { name: 'Two', base64: pkcs7Messages.certificates, version: '1' },
    })
    expect(made).toMatchObject({ status: 201, body: { anchors: 2 } })
    const params = { id: made.body.id }
    const anchors = await ask(listStoreAnchors, { as: 'viewer', params, query: '?sort=name' })
    expect(anchors.body).toMatchObject({ total: { count: 2 }, rows: [{ subject: 'CN=one' }, { subject: 'CN=two' }] })
    const replaced = await ask(replaceTrustStore, { params, body: { pem: root.pem, mode: 'add', version: '2' } })
    expect(replaced).toMatchObject({ status: 200, body: { anchors: 3, added: 1, removed: 0, version: '2' } })
    expect(await ask(removeStoreAnchor, { params: { ...params, sha256: root.sha256 } })).toMatchObject({ status: 204 })
    expect(await ask(getTrustStore, { as: 'viewer', params })).toMatchObject({
      status: 200,
      body: { name: 'Two', anchors: 2, source: 'upload' },
    })
    expect(await ask(deleteTrustStore, { params })).toMatchObject({ status: 204 })
  })

  test('one is made of a SPIFFE bundle', async () => {
    const jwk = createPublicKey(root.pem).export({ format: 'jwk' })
    const keys = [{ ...jwk, use: 'x509-svid', x5c: [root.der.toString('base64')] }]
    const body = { name: 'Mesh', trustDomain: 'example.org', spiffeBundle: { spiffe_sequence: 3, keys } }
    const made = await ask(createTrustStore, { body })
    expect(made).toMatchObject({ status: 201, body: { anchors: 1 } })
    expect(await ask(getTrustStore, { params: { id: made.body.id } })).toMatchObject({
      body: { source: 'spiffe', trustDomain: 'example.org', version: 'sequence 3' },
    })
    expect(await ask(createTrustStore, { body: { ...body, name: 'Other' } })).toMatchObject({ status: 409 })
  })

  test('400 for what is no base64, and for two texts at once', async () => {
    expect(await ask(createTrustStore, { body: { name: 'x', base64: '*' } })).toMatchObject({ status: 400 })
    const both = { name: 'x', pem: root.pem, spiffeBundle: {}, trustDomain: 'a' }
    expect(await ask(createTrustStore, { body: both })).toMatchObject({ status: 400 })
  })

  test('the system’s is read, or said not to be there', async () => {
    const read = await ask(readSystemTrustStore)
    expect([200, 503]).toContain(read.status)
  })
})

function advisory(change: object = {}): string {
  const entries = [{ spkiSha256: root.spkiSha256, effectiveAt: '2026-02-01', reason: 'Lost its audit' }]
  return JSON.stringify({ title: 'Distrust', source: 'S', publishedAt: '2026-01-01', entries, ...change })
}

describe('distrust', () => {
  const key = { certificate: root.pem, effectiveAt: '2026-01-31T12:00:00Z', source: 'us', reason: 'ours' }

  test('an entry is made, listed, said anew and taken back', async () => {
    const params = { id: storeId }
    const made = await ask(addDistrust, { params, body: key })
    expect(made).toMatchObject({ status: 201 })
    expect(await ask(addDistrust, { params, body: key })).toMatchObject({ status: 409 })
    const entry = { ...params, entry: made.body.id }
    const said = { effectiveAt: '2027-01-01', source: 'them', reason: 'theirs' }
    expect(await ask(changeDistrust, { params: entry, body: said })).toMatchObject({ status: 204 })
    expect(await ask(listDistrust, { as: 'viewer', params })).toMatchObject({
      status: 200,
      body: {
        rows: [
          { spkiSha256: root.spkiSha256, effectiveAt: '2027-01-01T00:00:00.000Z', source: 'them', advisory: null },
        ],
      },
    })
    expect(await ask(removeDistrust, { params: entry })).toMatchObject({ status: 204 })
  })

  test('400 names the field', async () => {
    const bad = await ask(addDistrust, { params: { id: storeId }, body: { ...key, effectiveAt: 'tomorrow' } })
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ at: 'body.effectiveAt' }] } })
  })

  test('an advisory is previewed, imported once, read and withdrawn', async () => {
    const body = { file: advisory(), store: storeId }
    const preview = await ask(previewAdvisory, { body })
    expect(preview).toMatchObject({
      status: 200,
      body: {
        importedAs: null,
        entries: [{ anchors: [{ storeName: 'Estate', inScope: true }, { inScope: false }], certificateCount: 1 }],
      },
    })
    const imported = await ask(importAdvisory, { body })
    expect(imported).toMatchObject({ status: 200, body: { changed: true, stores: 1 } })
    expect(await ask(importAdvisory, { body })).toMatchObject({ body: { id: imported.body.id, changed: false } })
    expect(await ask(listAdvisories, { as: 'viewer' })).toMatchObject({
      body: { rows: [{ title: 'Distrust', keys: 1, everyPublicStore: false, stores: [{ name: 'Estate' }] }] },
    })
    const params = { id: imported.body.id }
    expect(await ask(getAdvisory, { as: 'viewer', params })).toMatchObject({
      body: { entries: [{ effectiveAt: '2026-02-01T00:00:00.000Z', certificates: 1, stores: 1 }] },
    })
    expect(await ask(withdrawAdvisory, { params })).toMatchObject({ status: 204 })
    expect(await ask(listDistrust, { params: { id: storeId } })).toMatchObject({ body: { rows: [] } })
  })

  test('400 for a file that is no advisory says where', async () => {
    const bad = await ask(importAdvisory, { body: { file: advisory({ entries: [] }), store: 'public' } })
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ at: 'entries' }] } })
  })
})
