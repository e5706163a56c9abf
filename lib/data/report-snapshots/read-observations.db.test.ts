import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { allSuitesExtent, groupsExtent, suitesExtent } from '#lib/compliance/list-extent.ts'
import { RowsDigest, reportSha256 } from '#lib/compliance/report-digest.ts'
import type { ObservationRow } from '#lib/compliance/report-snapshot.ts'
import { failed, observed } from '#lib/core/observed.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { Accepted, TlsFacts } from '#lib/tls/observation.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { createReport } from './change-reports.ts'
import { openReport, reportSource } from './open-report.ts'
import { reportRequest } from './request.ts'
import { storedParts } from './stored-rows.ts'
import { workAtReport } from './work-at-report.ts'

testDatabase()

let reportId: string

function list<Item>(complete: boolean, ...accepted: Item[]): Accepted<Item> {
  return { accepted, preference: 'unknown', complete }
}

beforeAll(async () => {
  const endpointId = await addEndpoint(await addSite(), {
    host: 'pay.example.com',
    identityId: await addIdentity('pay.example.com'),
  })
  const facts: Partial<TlsFacts> = {
    suites: observed({
      'TLSv1.3': observed(list(true, 'TLS_AES_128_GCM_SHA256')),
      'TLSv1.2': observed(list(false, 'TLS_RSA_WITH_AES_128_CBC_SHA')),
      'TLSv1.1': failed('timeout'),
    }),
    groups: observed({ 'TLSv1.3': observed(list(true, { name: 'x25519', bits: 253 })) }),
  }
  await recordObservations(systemPrincipal, [{ endpointId, observations: [handshakeAt({ at: new Date(), facts })] }])
  reportId = await createReport(systemPrincipal, reportRequest.parse({ name: 'R', frameworks: ['owasp-nhi'] }))
  await workAtReport(reportId, { signal: new AbortController().signal, lastAttempt: false })
})

async function frozen(): Promise<ObservationRow> {
  const [row] = await Array.fromAsync((await reportSource(systemPrincipal, reportId)).rows('observation'))
  if (!row) throw new Error('one address was seen')
  return row
}

test('a frozen list tells whether it is complete, by version; one that could not be had leaves all of them partial', async () => {
  const row = await frozen()
  const extents = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1'].map((version) => suitesExtent(row, version))
  expect(extents).toEqual(['complete', 'partial', null, null])
  expect(row.suitesComplete).toEqual({ 'TLSv1.3': true, 'TLSv1.2': false, 'TLSv1.1': false })
  expect([allSuitesExtent(row), groupsExtent(row)]).toEqual(['partial', 'complete'])
})

test('a report that was made before that was kept is intact by the hash it has, and its lists are unknown', async () => {
  const { summary } = await openReport(systemPrincipal, reportId)
  const digests = { verdict: '', finding: '', observation: '', certificate: '' }
  for (const kind of ['verdict', 'finding', 'observation', 'certificate'] as const) {
    const digest = new RowsDigest()
    for await (const { position, lines } of storedParts(reportId, kind)) {
      const old = lines.replace(/,"suitesComplete":.*\}$/m, '}')
      digest.add(old)
      const values = [gzipSync(old), reportId, kind, position]
      await pool().query(
        'UPDATE report_part SET content = $1 WHERE report_id = $2 AND kind = $3 AND position = $4',
        values,
      )
    }
    digests[kind] = digest.end()
  }
  await pool().query(`UPDATE report SET sha256 = decode($1, 'hex') WHERE id = $2`, [
    reportSha256(summary, digests),
    reportId,
  ])
  expect((await openReport(systemPrincipal, reportId)).integrity).toEqual({ intact: true })
  const row = await frozen()
  expect(row.suites).not.toBeNull()
  expect([allSuitesExtent(row), groupsExtent(row)]).toEqual(['unknown', 'unknown'])
})
