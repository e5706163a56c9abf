import { beforeAll, expect, test } from 'vitest'
import { observed, skipped } from '#lib/core/observed.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createRoot, selfSigned } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, oneRow } from '#lib/testing/estate.ts'
import { trust } from '#lib/testing/facts.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { findCertificateHash, getCertificate } from './get-certificate.ts'
import { listEndpointFindings } from './list-endpoint-findings.ts'
import { listPathOpinions } from './list-path-opinions.ts'
import { listPresences } from './list-presences.ts'

testDatabase()

const at = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const root = createRoot({ commonName: 'Root' })
const leaf = root.issue({ dns: ['pay.example.com'] })
const stranger = selfSigned({ dns: ['stranger.example.com'] })
let id = ''

beforeAll(async () => {
  const site = await addSite()
  const judged = { trust: observed(trust({ path: [leaf.sha256, root.sha256] })) }
  const places = [
    { chain: [leaf.der, root.der], facts: judged },
    { chain: [leaf.der, root.der], facts: judged },
    { chain: [leaf.der], facts: { trust: skipped<never>('no-store') } },
  ]
  for (const place of places) {
    const endpointId = await addEndpoint(site)
    await recordObservations(systemPrincipal, [
      { endpointId, observations: [handshakeAt({ at: at(-5), chain: [stranger.der] })] },
    ])
    await recordObservations(systemPrincipal, [{ endpointId, observations: [handshakeAt({ at: at(-1), ...place })] }])
  }
  id = (await getCertificate(systemPrincipal, leaf.sha256)).id
})

test('the path is told as it was found, equal opinions once; where none was judged, the reason', async () => {
  const { judged, unknown } = await listPathOpinions(systemPrincipal, id)
  expect(judged).toHaveLength(1)
  expect(judged[0]).toMatchObject({
    pathFound: true,
    error: null,
    store: { name: 'Estate roots', version: 'v1' },
    engine: 'test engine',
  })
  expect(judged[0]?.path.map((one) => one.subject)).toEqual(['CN=pay.example.com', 'CN=Root'])
  expect(judged[0]?.endpoints).toHaveLength(2)
  expect(unknown).toMatchObject([{ reason: 'no-store', chain: [{ sha256: leaf.sha256 }] }])
})

test('a certificate that nobody serves has no path, and its intervals are closed', async () => {
  const { id: old } = await getCertificate(systemPrincipal, stranger.sha256)
  expect(await listPathOpinions(systemPrincipal, old)).toEqual({ judged: [], unknown: [] })
  const presences = await listPresences(systemPrincipal, old)
  expect(presences).toMatchObject({ open: { count: 0, exact: true }, closed: { count: 3, exact: true } })
  expect(presences.rows.every((row) => row.closedAt !== null)).toBe(true)
})

test('findings are those of the endpoints that serve it as their leaf, each still to be dealt with', async () => {
  const { rows, more } = await listEndpointFindings(systemPrincipal, id)
  const { count } = await oneRow(
    `SELECT count(*)::int AS count FROM finding WHERE endpoint_id IS NOT NULL AND status IN ('open', 'acknowledged')`,
  )
  expect(more).toBe(false)
  expect(rows).toHaveLength(Number(count))
})

test('fields of an older shape are read anew from the bytes', async () => {
  await oneRow(
    `UPDATE certificate SET fields_version = 0, fields = '{"subjectAltNames": []}' WHERE id = $1 RETURNING id`,
    [id],
  )
  const { fields } = await getCertificate(systemPrincipal, leaf.sha256)
  expect(fields.subjectAltNames).toEqual([{ kind: 'dns', value: 'pay.example.com' }])
})

test('our own id leads to the fingerprint; anything else to nothing', async () => {
  expect(await findCertificateHash(systemPrincipal, id)).toBe(leaf.sha256)
  expect(await findCertificateHash(systemPrincipal, 'nonsense')).toBeNull()
})

test('a leaf beside the main one is told with the opinion of its own chain', async () => {
  const site = await addSite('second')
  const endpointId = await addEndpoint(site)
  const beside = root.issue({ dns: ['pay.example.com'] })
  const own = trust({ pathFound: false, error: 'CERT_SIGNATURE_FAILURE', path: [] })
  const chain = [root.issue({ dns: ['pay.example.com'] }).der]
  const facts = {
    otherChains: observed({ rsa: [beside.sha256, root.sha256] }),
    otherTrust: observed({ [beside.sha256]: own }),
  }
  const seen = handshakeAt({ at: at(0), chain, facts })
  const certificates = new Map([...seen.certificates, [beside.sha256, beside.der], [root.sha256, root.der]])
  await recordObservations(systemPrincipal, [{ endpointId, observations: [{ ...seen, certificates }] }])
  const { id: second } = await getCertificate(systemPrincipal, beside.sha256)
  expect(await listPathOpinions(systemPrincipal, second)).toMatchObject({
    judged: [
      {
        pathFound: false,
        error: 'CERT_SIGNATURE_FAILURE',
        chain: [{ sha256: beside.sha256 }, { sha256: root.sha256 }],
      },
    ],
    unknown: [],
  })
})
