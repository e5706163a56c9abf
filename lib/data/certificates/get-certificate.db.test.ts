import { beforeAll, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createRoot, selfSigned } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { findCertificateHash, getCertificate } from './get-certificate.ts'
import { listEndpointFindings } from './list-endpoint-findings.ts'
import { listPresences } from './list-presences.ts'

testDatabase()

const at = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const root = createRoot({ commonName: 'Root' })
const leaf = root.issue({ dns: ['pay.example.com'] })
const stranger = selfSigned({ dns: ['stranger.example.com'] })
let id = ''

beforeAll(async () => {
  const site = await addSite()
  for (const chain of [[leaf.der, root.der], [leaf.der, root.der], [leaf.der]]) {
    const endpointId = await addEndpoint(site)
    await recordObservations(systemPrincipal, [
      { endpointId, observations: [handshakeAt({ at: at(-5), chain: [stranger.der] })] },
    ])
    await recordObservations(systemPrincipal, [{ endpointId, observations: [handshakeAt({ at: at(-1), chain })] }])
  }
  id = (await getCertificate(systemPrincipal, leaf.sha256)).id
})

test('the intervals of a certificate that nobody serves are closed', async () => {
  const { id: old } = await getCertificate(systemPrincipal, stranger.sha256)
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
