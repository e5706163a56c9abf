import { beforeEach, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { createEnvironment } from '../environments/change-environment.ts'
import { saveTriageSettings } from '../findings/triage-settings.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { listPolicyVersions } from './list-policy-versions.ts'
import type { PolicyRef } from './policy-ref.ts'
import { previewEffects } from './preview-effects.ts'
import { restorePolicyVersion, savePolicy } from './save-policy.ts'

testDatabase('test')

const { pem } = createRoot()
const analyst = { ...systemPrincipal, kind: 'user', id: 'u1', name: 'Ada', role: 'analyst' } as const
let environment: PolicyRef
let identity: PolicyRef
let storeId: string

beforeEach(async () => {
  storeId = (await createTrustStore(systemPrincipal, { name: 'Corporate', pem })).id
  environment = {
    kind: 'environment',
    id: await createEnvironment(systemPrincipal, { name: 'production', production: true }),
  }
  identity = { kind: 'identity', id: await addIdentity('pay.example.com', { environmentId: environment.id }) }
  await addEndpoint(await addSite(), { host: 'pay.example.com', identityId: identity.id })
})

test('each change is a version with its author, its source, its note and what differs; the same again is none', async () => {
  const first = { policy: { mtls: 'required' }, trustStoreId: storeId }
  expect(await savePolicy(analyst, identity, first, { note: 'as agreed' })).toEqual({ version: 1, changed: true })
  expect(await savePolicy(analyst, identity, first)).toEqual({ version: 1, changed: false })
  await savePolicy({ ...analyst, kind: 'token', name: 'ci' }, identity, {
    policy: { mtls: 'required', minProtocol: 'TLSv1.3' },
  })
  expect(await listPolicyVersions(analyst, identity)).toMatchObject({
    before: null,
    rows: [
      {
        version: 2,
        byName: 'ci',
        source: 'api',
        trustStore: 'Corporate',
        differences: [{ rule: 'minProtocol', from: undefined, to: 'TLSv1.3' }],
      },
      {
        version: 1,
        byName: 'Ada',
        source: 'page',
        note: 'as agreed',
        differences: [
          { rule: 'trustStore', to: 'Corporate' },
          { rule: 'mtls', to: 'required' },
        ],
      },
    ],
  })
  expect(await countRows('audit_entry', `action = 'identity.policy'`)).toBe(2)
})

test('saving over a newer version is a conflict that says whose, and changes nothing', async () => {
  await savePolicy(analyst, identity, { policy: { mtls: 'none' } }, { expectedVersion: 0 })
  const late = savePolicy(systemPrincipal, identity, { policy: { mtls: 'required' } }, { expectedVersion: 0 })
  await expect(late).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('by Ada') })
  expect(await oneRow('SELECT policy FROM identity WHERE id = $1', [identity.id])).toEqual({ policy: { mtls: 'none' } })
})

test('of two who save at once from one version, one is told', async () => {
  const saves = ['none', 'required'].map((mtls) =>
    savePolicy(analyst, identity, { policy: { mtls } }, { expectedVersion: 0 }),
  )
  const ended = await Promise.allSettled(saves)
  expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await countRows('policy_version', `identity_id = '${identity.id}'`)).toBe(1)
})

test('an earlier version can be made to count again, as a new one', async () => {
  await savePolicy(systemPrincipal, environment, { policy: { mtls: 'none' }, trustStoreId: storeId })
  await savePolicy(systemPrincipal, environment, { policy: {}, trustStoreId: null })
  expect(await restorePolicyVersion(systemPrincipal, environment, 1, { expectedVersion: 2 })).toEqual({
    version: 3,
    changed: true,
  })
  const { rows } = await listPolicyVersions(systemPrincipal, environment, { limit: 1 })
  expect(rows).toMatchObject([
    { version: 3, note: 'Version 1 restored', policy: { mtls: 'none' }, trustStore: 'Corporate' },
  ])
  await savePolicy(systemPrincipal, environment, { policy: {}, trustStoreId: null })
  await pool().query('DELETE FROM trust_store')
  await expect(restorePolicyVersion(systemPrincipal, environment, 1)).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(restorePolicyVersion(systemPrincipal, environment, 9)).rejects.toMatchObject({ code: 'not-found' })
})

test('what stood before versions were kept is told as the first', async () => {
  await pool().query(`UPDATE identity SET policy = '{"mtls": "none"}' WHERE id = $1`, [identity.id])
  expect(await savePolicy(analyst, identity, { policy: { mtls: 'required' } }, { expectedVersion: 0 })).toMatchObject({
    version: 2,
  })
  const { rows } = await listPolicyVersions(analyst, identity)
  expect(rows.map(({ version, policy, byName }) => [version, policy, byName])).toEqual([
    [2, { mtls: 'required' }, 'Ada'],
    [1, { mtls: 'none' }, 'Countersign'],
  ])
})

test('who may: environments are the administrator’s, identities the analyst’s', async () => {
  await expect(savePolicy(analyst, environment, { policy: {} })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(restorePolicyVersion(analyst, environment, 1)).rejects.toMatchObject({ code: 'forbidden' })
  const viewer = { ...analyst, role: 'viewer' } as const
  await expect(savePolicy(viewer, identity, { policy: {} })).rejects.toMatchObject({ code: 'forbidden' })
})

test('an analyst weighs no check below where its acceptance would need an administrator', async () => {
  const weigh = (severity: string) => ({ policy: { severityOverrides: { 'validity-expired': severity } } })
  await expect(savePolicy(analyst, identity, weigh('info'))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(previewEffects(analyst, identity, weigh('info'))).rejects.toMatchObject({ code: 'forbidden' })
  await savePolicy(analyst, identity, weigh('high'))
  await savePolicy(systemPrincipal, identity, weigh('info'))
  const { policy } = weigh('info')
  expect(await savePolicy(analyst, identity, { policy: { ...policy, mtls: 'none' } })).toMatchObject({ changed: true })
  await savePolicy(systemPrincipal, environment, { policy: { severityOverrides: { 'mtls-policy-undefined': 'high' } } })
  const lower = { policy: { ...policy, severityOverrides: { 'mtls-policy-undefined': 'low' } } }
  await expect(savePolicy(analyst, identity, lower)).rejects.toMatchObject({ code: 'forbidden' })
  await saveTriageSettings(systemPrincipal, { approvalFrom: null })
  expect(await savePolicy(analyst, identity, lower)).toMatchObject({ changed: true })
})

test('only what answers to it is judged anew: an identity with a rule of its own is not', async () => {
  const own = await addIdentity('own.example.com', { environmentId: environment.id, policy: { mtls: 'none' } })
  const elsewhere = await addIdentity('elsewhere.example.com')
  await savePolicy(systemPrincipal, environment, { policy: { mtls: 'required' } })
  const { rows } = await pool().query<{ id: string }>(
    'SELECT DISTINCT subject_id AS id FROM verdict WHERE subject_kind = $1',
    ['identity'],
  )
  expect(rows.map(({ id }) => id)).toEqual([identity.id])
  await savePolicy(systemPrincipal, environment, {
    policy: { mtls: 'required', severityOverrides: { 'mtls-policy-undefined': 'info' } },
  })
  expect(await countRows('verdict', `subject_id = '${own}'`)).toBeGreaterThan(0)
  expect(await countRows('verdict', `subject_id = '${elsewhere}'`)).toBe(0)
})

test('a shorter interval between scans counts at once, a longer one from the next scan on', async () => {
  await pool().query(`UPDATE endpoint SET last_scan_at = now(), next_scan_at = now() + interval '1 day'`)
  const due = async () =>
    Number(
      (await oneRow('SELECT round(extract(epoch FROM next_scan_at - last_scan_at) / 60) AS minutes FROM endpoint'))
        .minutes,
    )
  await savePolicy(analyst, identity, { policy: { scanIntervalSeconds: 600 } })
  expect(await due()).toBe(10)
  await savePolicy(analyst, identity, { policy: { scanIntervalSeconds: 7200 } })
  expect(await due()).toBe(10)
})
