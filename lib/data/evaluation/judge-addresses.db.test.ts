import { beforeEach, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot, type Issued } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { setDefaultStore } from '../trust-stores/change-trust-store.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { evaluateSubjects } from './evaluate-subjects.ts'

testDatabase('test')

const root = createRoot()
const other = createRoot({ commonName: 'Another Root CA' })
const issuing = root.intermediate()
const now = new Date()
const caIssuers = 'http://ca.example.com/issuing.cer'

let siteId: string
let endpointId: string
let ownStore: string
let otherStore: string

beforeEach(async () => {
  siteId = await addSite()
  endpointId = await addEndpoint(siteId, {
    host: 'payments.example.com',
    identityId: await addIdentity('payments.example.com'),
  })
  ownStore = (await createTrustStore(systemPrincipal, { name: 'Own', pem: root.pem })).id
  otherStore = (await createTrustStore(systemPrincipal, { name: 'Other', pem: other.pem })).id
  await setDefaultStore(systemPrincipal, ownStore)
})

async function seen(chain: readonly Issued[]) {
  const observations = [handshakeAt({ at: now, chain: chain.map(({ der }) => der) })]
  await recordObservations(systemPrincipal, [{ endpointId, observations }], now)
}

function judge(at = now) {
  return evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [] }, at)
}

async function outcomeOf(checkId: string) {
  const { outcome } = await oneRow('SELECT outcome FROM verdict WHERE subject_id = $1 AND check_id = $2', [
    endpointId,
    checkId,
  ])
  return outcome
}

test('a change of stores changes the verdict of what is stored, with no scan', async () => {
  await seen([root.intermediate().issue({ dns: ['payments.example.com'] })])
  expect(await outcomeOf('chain-untrusted-anchor')).toBe('fail')
  await seen([issuing.issue({ dns: ['payments.example.com'] }), issuing])
  expect(await outcomeOf('chain-untrusted-anchor')).toBe('pass')
  await setDefaultStore(systemPrincipal, otherStore)
  await judge()
  expect(await outcomeOf('chain-untrusted-anchor')).toBe('fail')
  await setDefaultStore(systemPrincipal, ownStore)
  await judge()
  expect(await outcomeOf('chain-untrusted-anchor')).toBe('pass')
})

test('a key that is distrusted from a date fails all that runs through it from then on, by itself', async () => {
  await seen([issuing.issue({ dns: ['payments.example.com'] }), issuing])
  const soon = new Date(now.getTime() + 3_600_000)
  await pool().query(
    `INSERT INTO distrust_entry (trust_store_id, spki_sha256, effective_at, source, reason)
     SELECT $1, spki_sha256, $2, 'a test', 'key compromise' FROM certificate WHERE sha256 = sha256($3::bytea)`,
    [ownStore, soon, issuing.der],
  )
  await judge()
  expect(await outcomeOf('chain-untrusted-anchor')).toBe('pass')
  const { due } = await oneRow('SELECT reevaluate_at <= $2 AS due FROM endpoint WHERE id = $1', [endpointId, soon])
  expect(due).toBe(true)
  await judge(soon)
  expect(await outcomeOf('chain-untrusted-anchor')).toBe('fail')
})

test('a fetched issuer completes the path for the verdict, and that it was not sent stays a finding', async () => {
  const leaf = issuing.issue({ dns: ['payments.example.com'], caIssuersUrls: [caIssuers] })
  await seen([leaf])
  expect(await outcomeOf('chain-untrusted-anchor')).toBe('fail')
  await pool().query(
    `INSERT INTO fetched_document (kind, url, question, site_id, content) VALUES ('issuer', $1, '', $2, $3)`,
    [caIssuers, siteId, issuing.der],
  )
  await judge()
  expect(await outcomeOf('chain-untrusted-anchor')).toBe('pass')
  expect(await outcomeOf('chain-incomplete')).toBe('fail')
  // What was not sent counts with its dates and keys: the issuer, and the anchor above it.
  expect(await outcomeOf('chain-ca-expiring')).toBe('pass')
  const weak = await oneRow(
    `SELECT evidence #> '{addresses,0,authorities}' AS known FROM verdict WHERE check_id = 'chain-ca-weak'`,
  )
  expect(weak).toEqual({ known: 2 })
})

test('signatures are verified once and then known', async () => {
  await seen([issuing.issue({ dns: ['payments.example.com'] }), issuing])
  expect(await countRows('verified_edge', `outcome = 'verified'`)).toBe(2)
})
