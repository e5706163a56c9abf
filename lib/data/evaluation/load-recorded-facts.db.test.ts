import { beforeEach, describe, expect, test } from 'vitest'
import type { Declared } from '#lib/checks/declared.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot, generateKeyPair, type Issued } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { importIssued } from '../records/import-issued.ts'
import { evaluateDue } from './evaluate-due.ts'
import { evaluateSubjects } from './evaluate-subjects.ts'

testDatabase('test')

const start = new Date('2026-11-23T12:00:00Z')
const day = (count: number) => new Date(start.getTime() + count * 86_400_000)
const root = createRoot({ notBefore: day(-400), notAfter: day(4000) })
const life = { notBefore: day(-10), notAfter: day(80) }
const service = (name = 'payments.example.com', key = generateKeyPair('p256')) =>
  root.issue({ dns: [name], ...life, key })

let site = ''
let identityId = ''
let endpointId = ''

beforeEach(async () => {
  site = await addSite()
  identityId = await addIdentity('payments.example.com', { owner: 'team' })
  endpointId = await addEndpoint(site, { host: 'payments.example.com', identityId })
})

async function seen(leaf: Issued, at = start, where = endpointId) {
  const observations = [handshakeAt({ at, chain: [leaf.der, root.der] })]
  await recordObservations(systemPrincipal, [{ endpointId: where, observations }], at)
}

async function verdict(checkId: string, at = start) {
  await evaluateSubjects(systemPrincipal, { endpointIds: [endpointId], identityIds: [identityId] }, at)
  const subject = [endpointId, identityId]
  return oneRow(
    'SELECT outcome, severity, reason, evidence FROM verdict WHERE check_id = $1 AND subject_id = ANY ($2::uuid[])',
    [checkId, subject],
  )
}

async function declare(declared: Declared) {
  await pool().query('UPDATE identity SET declared = $2 WHERE id = $1', [identityId, declared])
}

async function recordIssued(leaf: Issued, source: 'import' | 'api' | 'ct') {
  await pool().query(
    `INSERT INTO issued_certificate (certificate_id, source, identity_id, recorded_by)
     SELECT id, $2, $3, 'Olga' FROM certificate WHERE sha256 = sha256($1::bytea)`,
    [leaf.der, source, identityId],
  )
}

describe('nobody has recorded anything', () => {
  test('and the checks of records find nothing', async () => {
    await seen(service())
    const silent = [
      'rotation-not-automated',
      'private-key-exposed',
      'key-storage-unprotected',
      'mtls-identity-not-authorised',
      'mtls-public-certificate-as-client',
      'client-verification-disabled',
      'isolation-production-identity-elsewhere',
      'human-use-of-credential',
      'inventory-owner-inactive',
      'inventory-unknown-certificate',
      'inventory-third-party-unreviewed',
      'inventory-scope-exceeds-use',
      'cryptography-review-overdue',
      'ct-sct-insufficient',
      'ct-unexpected-issuance',
      'caa-not-restrictive',
      'reuse-key-across-rotations',
    ]
    for (const checkId of silent) {
      const { outcome, reason } = await verdict(checkId)
      expect(['not_assessed', 'not_applicable'], `${checkId}: ${String(reason)}`).toContain(outcome)
    }
    expect(await verdict('inventory-unused-identity')).toMatchObject({ outcome: 'pass' })
  })
})

describe('what people and imports say', () => {
  test('of an identity is judged', async () => {
    await seen(service())
    await declare({ renewal: 'manual', keyStorage: 'image-or-repository', humanUses: [], clients: [] })
    expect(await verdict('rotation-not-automated')).toMatchObject({ outcome: 'fail', severity: 'high' })
    expect(await verdict('key-storage-unprotected')).toMatchObject({ outcome: 'fail', severity: 'high' })
    expect(await verdict('human-use-of-credential')).toMatchObject({ outcome: 'pass' })
    expect(await verdict('client-verification-disabled')).toMatchObject({ outcome: 'not_applicable' })
  })
  test('of a grant weighs by the worth of what it opens', async () => {
    await addIdentity('vault.example.com')
    await declare({ granted: ['vault.example.com', 'mail.example.com'], used: ['mail.example.com'] })
    expect(await verdict('inventory-scope-exceeds-use')).toMatchObject({ outcome: 'fail', severity: 'medium' })
    await pool().query(`UPDATE identity SET criticality = 'critical' WHERE name = 'vault.example.com'`)
    expect(await verdict('inventory-scope-exceeds-use')).toMatchObject({ outcome: 'fail', severity: 'high' })
  })
  test('of owners: a directory that does not know one says nothing of him', async () => {
    await pool().query(`INSERT INTO owner (name, active, source) VALUES ('others', true, 'import')`)
    expect(await verdict('inventory-owner-inactive')).toMatchObject({ outcome: 'not_assessed' })
    await pool().query(`INSERT INTO owner (name, active, source) VALUES ('team', false, 'import')`)
    expect(await verdict('inventory-owner-inactive')).toMatchObject({ outcome: 'fail' })
  })
  test('of a review of the environment', async () => {
    await pool().query(
      `WITH env AS (INSERT INTO environment (name, production, reviewed_at, reviewed_by) VALUES ('prod', true, $2, 'Olga') RETURNING id)
       UPDATE identity SET environment_id = env.id FROM env WHERE identity.id = $1`,
      [identityId, day(-400)],
    )
    expect(await verdict('cryptography-review-overdue')).toMatchObject({ outcome: 'fail', severity: 'low' })
  })
})

describe('certificates that were issued', () => {
  test('are the record that served ones are held against', async () => {
    const [ordered, stranger] = [service(), service()]
    await seen(ordered)
    await recordIssued(ordered, 'import')
    expect(await verdict('inventory-unknown-certificate')).toMatchObject({ outcome: 'pass' })
    await seen(stranger, day(1))
    expect(await verdict('inventory-unknown-certificate', day(1))).toMatchObject({ outcome: 'not_assessed' })
    await seen(stranger, day(9))
    expect(await verdict('inventory-unknown-certificate', day(9))).toMatchObject({ outcome: 'fail' })
  })
  test('make the endpoints of their identity due for judgement', async () => {
    const leaf = service()
    await seen(leaf)
    await evaluateDue(day(0))
    await importIssued(systemPrincipal, { file: leaf.der, source: 'import', identity: 'payments.example.com' }, start)
    expect(await oneRow('SELECT reevaluate_at <= $2 AS due FROM endpoint WHERE id = $1', [endpointId, start])).toEqual({
      due: true,
    })
  })
  test('of a CT log are matched by what is served and by what was ordered', async () => {
    const [served, ordered, stranger] = [service(), service(), service()]
    await seen(ordered, start, await addEndpoint(await addSite('other'), { host: 'elsewhere' }))
    await seen(served)
    await recordIssued(served, 'ct')
    expect(await verdict('ct-unexpected-issuance')).toMatchObject({ outcome: 'pass' })
    await seen(stranger, day(-9), await addEndpoint(await addSite('third'), { host: 'third' }))
    await recordIssued(stranger, 'ct')
    expect(await verdict('ct-unexpected-issuance')).toMatchObject({ outcome: 'pass' })
    await pool().query(
      'DELETE FROM presence p USING certificate c WHERE c.id = p.certificate_id AND c.sha256 = sha256($1::bytea)',
      [stranger.der],
    )
    expect(await verdict('ct-unexpected-issuance')).toMatchObject({ outcome: 'fail', severity: 'high' })
    await recordIssued(stranger, 'api')
    expect(await verdict('ct-unexpected-issuance')).toMatchObject({ outcome: 'pass' })
  })
  test('for clients: public roots above the issuer make them public', async () => {
    const client = root.issue({ dns: ['payments.example.com'], extendedKeyUsage: ['clientAuth'], ...life })
    await seen(client)
    await recordIssued(client, 'import')
    await pool().query('DELETE FROM endpoint WHERE id = $1', [endpointId])
    expect(await verdict('mtls-public-certificate-as-client')).toMatchObject({ outcome: 'pass' })
    await pool().query(
      `WITH s AS (INSERT INTO trust_store (name, source, public_roots, as_of, version) VALUES ('public', 'upload', true, now(), '1') RETURNING id)
       INSERT INTO trust_anchor (trust_store_id, certificate_id) SELECT s.id, c.id FROM s, certificate c WHERE c.sha256 = sha256($1::bytea)`,
      [root.der],
    )
    expect(await verdict('mtls-public-certificate-as-client')).toMatchObject({ outcome: 'fail', severity: 'high' })
  })
})

test('a found key is a finding where it is served, and where it was until its certificate ends', async () => {
  const [lost, next] = [service(), service()]
  await seen(lost)
  await pool().query(
    `INSERT INTO key_exposure (spki_sha256, location, found_by)
     SELECT spki_sha256, 'git:deploy/tls.key', 'import' FROM certificate WHERE sha256 = sha256($1::bytea)`,
    [lost.der],
  )
  expect(await verdict('private-key-exposed')).toMatchObject({ outcome: 'fail', severity: 'critical' })
  await seen(next, day(1))
  expect(await verdict('private-key-exposed', day(1))).toMatchObject({ outcome: 'fail', severity: 'critical' })
  expect(await verdict('private-key-exposed', day(81))).toMatchObject({ outcome: 'pass' })
})

test('names of production on a host outside of it, by name and by wildcard', async () => {
  await pool().query(
    `WITH env AS (INSERT INTO environment (name, production) VALUES ('prod', true), ('staging', false) RETURNING id, production)
     UPDATE identity SET environment_id = env.id FROM env WHERE identity.id = $1 AND NOT env.production`,
    [identityId],
  )
  const inProduction = await addIdentity('ledger.prod.example.com')
  await pool().query(
    `UPDATE identity SET environment_id = (SELECT id FROM environment WHERE production) WHERE id = $1`,
    [inProduction],
  )
  const check = 'isolation-production-identity-elsewhere'
  await seen(root.issue({ dns: ['payments.example.com', '*.example.com'], ...life }))
  expect(await verdict(check)).toMatchObject({ outcome: 'pass' })
  await seen(root.issue({ dns: ['payments.example.com', 'ledger.prod.example.com'], ...life }), day(1))
  expect(await verdict(check, day(1))).toMatchObject({ outcome: 'fail', severity: 'high' })
  await seen(root.issue({ dns: ['payments.example.com', '*.prod.example.com'], ...life }), day(2))
  expect(await verdict(check, day(2))).toMatchObject({ outcome: 'fail', severity: 'high' })
})

test('a key that had been replaced and comes back is told from a rollback of the certificate', async () => {
  const key = generateKeyPair('p256')
  const first = service('payments.example.com', key)
  const second = root.issue({ dns: ['payments.example.com'], notBefore: day(0), notAfter: day(90) })
  await seen(first)
  await seen(second, day(1))
  expect(await verdict('reuse-key-across-rotations', day(1))).toMatchObject({ outcome: 'pass' })
  await seen(root.issue({ dns: ['payments.example.com'], notBefore: day(1), notAfter: day(91), key }), day(2))
  expect(await verdict('reuse-key-across-rotations', day(2))).toMatchObject({ outcome: 'fail', severity: 'high' })
})
