import { beforeAll, expect, test } from 'vitest'
import { observed } from '#lib/core/observed.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot, generateKeyPair, type Issued, selfSigned } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { certificateFilter } from '../certificates/filter.ts'
import { listCertificates } from '../certificates/list-certificates.ts'
import { parseFilter } from '../filter.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { setDefaultStore } from '../trust-stores/change-trust-store.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { judgeCertificate } from './judge-certificate.ts'

testDatabase()

const now = new Date()
const key = generateKeyPair()
const root = createRoot({ commonName: 'Old Root' })
const young = createRoot({ commonName: 'Young Root' })
/** One CA, one key, signed by both roots. */
const issuing = root.intermediate({ commonName: 'Issuing CA', key })
const cross = young.intermediate({ commonName: 'Issuing CA', key })
const stray = createRoot({ commonName: 'Stray' })
const url = 'http://ca.example.com/issuing.cer'
const leaf = issuing.issue({ dns: ['pay.example.com'] })
const incomplete = issuing.issue({ dns: ['billing.example.com'], caIssuersUrls: [url] })
const stranger = selfSigned({ dns: ['stranger.example.com'] })

let siteId = ''

async function serve(chain: readonly Issued[], identityId?: string, facts = {}) {
  const endpointId = await addEndpoint(siteId, identityId === undefined ? {} : { identityId })
  const seen = handshakeAt({ at: now, chain: chain.map(({ der }) => der), facts })
  await recordObservations(systemPrincipal, [{ endpointId, observations: [seen] }], now)
  return endpointId
}

beforeAll(async () => {
  siteId = await addSite()
  const { id } = await createTrustStore(systemPrincipal, { name: 'Old', pem: root.pem })
  await createTrustStore(systemPrincipal, { name: 'Both', pem: root.pem + young.pem })
  await createTrustStore(systemPrincipal, { name: 'Others', pem: stray.pem })
  await setDefaultStore(systemPrincipal, id)
  for (let place = 0; place < 2; place += 1) await serve([leaf, issuing, cross, stray])
})

const names = (judged: Awaited<ReturnType<typeof judgeCertificate>>, hashes: readonly string[] = []) =>
  hashes.map((sha256) => judged.certificates.get(sha256)?.name)

test('a served leaf is judged against the store that counts, once for all places of the same chain', async () => {
  const judged = await judgeCertificate(systemPrincipal, leaf.sha256)
  expect(judged).toMatchObject({ role: 'served', complete: true, leavesBelow: null })
  expect(judged.groups).toHaveLength(1)
  const [group] = judged.groups
  expect(group).toMatchObject({
    store: { name: 'Old' },
    rules: 'rfc5280',
    placeCount: 2,
    chosen: { objection: null },
    chain: [leaf.sha256, issuing.sha256, cross.sha256, stray.sha256],
  })
  expect(names(judged, group?.chosen?.path?.sha256)).toEqual(['pay.example.com', 'Issuing CA', 'Old Root'])
  expect(group?.verdict?.refused.map(({ fault }) => fault.reason)).toContain('no-path-to-anchor')
  expect(names(judged, group?.strays)).toEqual(['Issuing CA', 'Stray'])
  expect(group?.origins.get(root.sha256)).toBe('store')
  expect(judged.certificates.get(root.sha256)?.anchorOf.map(({ name }) => name)).toEqual(['Both', 'Old'])
})

test('every other store on record is asked what it would say', async () => {
  const [group] = (await judgeCertificate(systemPrincipal, leaf.sha256)).groups
  const said = group?.others.map(({ store, trusted, objection }) => [store.name, trusted, objection])
  expect(said).toEqual([
    ['Both', true, null],
    ['Others', false, 'no-path-to-anchor'],
  ])
})

test('places that answer to another store are told apart; one without its chain on record is not judged', async () => {
  const identityId = await addIdentity('other.example.com')
  await pool().query(
    `UPDATE identity SET trust_store_id = (SELECT id FROM trust_store WHERE name = 'Both') WHERE id = $1`,
    [identityId],
  )
  const other = root.issue({ dns: ['other.example.com'] })
  await serve([other])
  await serve([other], identityId)
  await serve([other], undefined, { chain: observed([other.sha256, '00'.repeat(32)]) })
  const { groups } = await judgeCertificate(systemPrincipal, other.sha256)
  expect(groups.map(({ store, unknown }) => [store?.name, unknown]).sort()).toEqual([
    ['Both', null],
    ['Old', null],
    ['Old', 'chain-not-on-record'],
  ])
})

test('a fetched issuer completes the path and is told as fetched', async () => {
  await serve([incomplete])
  const before = (await judgeCertificate(systemPrincipal, incomplete.sha256)).groups
  expect(before[0]?.chosen).toMatchObject({ path: null, objection: 'no-path-to-anchor' })
  await pool().query(
    `INSERT INTO fetched_document (kind, url, question, site_id, content) VALUES ('issuer', $1, '', $2, $3)`,
    [url, siteId, issuing.der],
  )
  const judged = await judgeCertificate(systemPrincipal, incomplete.sha256)
  expect(judged.groups[0]?.chosen?.objection).toBeNull()
  expect(judged.groups[0]?.origins.get(issuing.sha256)).toBe('fetched')
})

test('a leaf beside the main one is judged by its own chain', async () => {
  const beside = root.issue({ dns: ['pay.example.com'] })
  const main = root.issue({ dns: ['pay.example.com'] })
  const endpointId = await addEndpoint(siteId)
  const seen = handshakeAt({
    at: now,
    chain: [main.der],
    facts: { otherChains: observed({ rsa: [beside.sha256, root.sha256] }) },
  })
  const certificates = new Map([...seen.certificates, [beside.sha256, beside.der], [root.sha256, root.der]])
  await recordObservations(systemPrincipal, [{ endpointId, observations: [{ ...seen, certificates }] }], now)
  const { groups } = await judgeCertificate(systemPrincipal, beside.sha256)
  expect(groups).toMatchObject([{ chain: [beside.sha256, root.sha256], chosen: { objection: null } }])
})

test('a CA is judged from itself up, and knows the served leaves below its key', async () => {
  const judged = await judgeCertificate(systemPrincipal, issuing.sha256)
  expect(judged).toMatchObject({ role: 'authority', groups: [{ chosen: { objection: null }, placeCount: 0 }] })
  expect(names(judged, judged.groups[0]?.chosen?.path?.sha256)).toEqual(['Issuing CA', 'Old Root'])
  expect(judged.leavesBelow).toEqual({ count: 2, exact: true })
  const { filter } = parseFilter(certificateFilter, { below: issuing.spkiSha256, role: 'leaf' })
  const { rows, total } = await listCertificates(systemPrincipal, filter)
  expect(total.count).toBe(2)
  expect(rows.map(({ name }) => name).sort()).toEqual(['billing.example.com', 'pay.example.com'])
})

test('for an anchor of another store than the default, the store that has it speaks', async () => {
  const judged = await judgeCertificate(systemPrincipal, young.sha256)
  expect(judged.groups).toMatchObject([{ store: { name: 'Both' }, chosen: { path: { sha256: [young.sha256] } } }])
})

test('a distrusted key is told with its date and source, and what it refuses is not trusted', async () => {
  const doomed = createRoot({ commonName: 'Doomed' })
  const { id } = await createTrustStore(systemPrincipal, { name: 'Doomed', pem: doomed.pem })
  await pool().query(
    `INSERT INTO distrust_entry (trust_store_id, spki_sha256, effective_at, source, reason)
     SELECT $1, spki_sha256, $2, 'a test', 'key compromise' FROM certificate WHERE sha256 = sha256($3::bytea)`,
    [id, now, doomed.der],
  )
  const { groups } = await judgeCertificate(systemPrincipal, doomed.sha256)
  const doomedStore = [...groups.flatMap(({ others }) => others), ...groups].find(
    ({ store }) => store?.name === 'Doomed',
  )
  expect(doomedStore).toMatchObject({ objection: 'distrusted' })
})

test('what nobody serves is judged as well; what is not on record is not found', async () => {
  await serve([stranger])
  await pool().query(
    'UPDATE presence SET closed_at = now() WHERE certificate_id = (SELECT id FROM certificate WHERE sha256 = $1)',
    [Buffer.from(stranger.sha256, 'hex')],
  )
  const judged = await judgeCertificate(systemPrincipal, stranger.sha256)
  expect(judged).toMatchObject({
    role: 'stored',
    groups: [{ chosen: { path: null, objection: 'self-signed-not-anchor' } }],
  })
  await expect(judgeCertificate(systemPrincipal, '00'.repeat(32))).rejects.toMatchObject({ code: 'not-found' })
})
