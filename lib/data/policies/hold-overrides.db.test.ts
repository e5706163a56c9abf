import { beforeEach, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, oneRow } from '#lib/testing/estate.ts'
import { addEndpoints } from '../endpoints/add-endpoints.ts'
import { bindEndpoints } from '../endpoints/bind-endpoints.ts'
import { createEnvironment } from '../environments/change-environment.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { saveTriageSettings } from '../findings/triage-settings.ts'
import { bulkChangeIdentities } from '../identities/bulk-change-identities.ts'
import { createIdentity, setIdentityPolicy, updateIdentity } from '../identities/save-identity.ts'
import { saveRules } from '../rules/save-rules.ts'
import { applyPolicies } from './apply-policies.ts'
import { restorePolicyVersion, savePolicy } from './save-policy.ts'

testDatabase('test')

const analyst = { ...systemPrincipal, kind: 'user', id: 'u1', name: 'Ada', role: 'analyst' } as const
const forbidden = { code: 'forbidden', problems: [{ problem: expect.stringContaining('mtls-policy-undefined') }] }
const weighing = (severity: string) => ({ severityOverrides: { 'mtls-policy-undefined': severity } })

let strict: string
let plain: string
let site: string

/** `mtls-policy-undefined` weighs less than high by itself; the strict environment makes it high. */
beforeEach(async () => {
  strict = await createEnvironment(systemPrincipal, { name: 'strict', production: true })
  await savePolicy(systemPrincipal, { kind: 'environment', id: strict }, { policy: weighing('high') })
  plain = await createEnvironment(systemPrincipal, { name: 'plain', production: true })
  site = await addSite()
})

test('an analyst takes no override away that holds a check where its acceptance needs an administrator', async () => {
  const id = await addIdentity('pay.example.com', { environmentId: plain })
  const ref = { kind: 'identity', id } as const
  await savePolicy(analyst, ref, { policy: { mtls: 'none' } })
  await savePolicy(systemPrincipal, ref, { policy: weighing('high') })
  const none = { policy: {} }
  await expect(savePolicy(analyst, ref, none)).rejects.toMatchObject(forbidden)
  await expect(restorePolicyVersion(analyst, ref, 1)).rejects.toMatchObject(forbidden)
  await expect(setIdentityPolicy(analyst, id, {})).rejects.toMatchObject(forbidden)
  const options = { dryRun: false, prune: true } as const
  const document = `schema: countersign.policy/1\nenvironments:\n  strict: { severityOverrides: { mtls-policy-undefined: high } }\n`
  await expect(applyPolicies(analyst, document, options)).rejects.toMatchObject(forbidden)
  await savePolicy(analyst, ref, { policy: weighing('critical') })
  await savePolicy(systemPrincipal, ref, none)
})

test('an analyst may take away what only made a check lighter', async () => {
  const id = await addIdentity('pay.example.com', { environmentId: strict, policy: weighing('low') })
  expect(await savePolicy(analyst, { kind: 'identity', id }, { policy: {} })).toMatchObject({ changed: true })
})

test('an analyst moves no identity out of what its environment weighs so, one by one or many at once', async () => {
  const id = await addIdentity('pay.example.com', { environmentId: strict })
  await expect(updateIdentity(analyst, id, { environmentId: plain })).rejects.toMatchObject(forbidden)
  await expect(updateIdentity(analyst, id, { environmentId: null })).rejects.toMatchObject(forbidden)
  await expect(bulkChangeIdentities(analyst, { ids: [id] }, { environmentId: plain })).rejects.toMatchObject(forbidden)
  expect(await oneRow('SELECT environment_id AS env FROM identity')).toEqual({ env: strict })
  await updateIdentity(analyst, id, { owner: 'team' })
  await updateIdentity(systemPrincipal, id, { environmentId: plain })
  await updateIdentity(analyst, id, { environmentId: strict })
})

test('nor into one that weighs it less; where nothing needs an approval, anywhere', async () => {
  const lax = await createEnvironment(systemPrincipal, { name: 'lax', production: true })
  await savePolicy(systemPrincipal, { kind: 'environment', id: lax }, { policy: weighing('low') })
  const id = await addIdentity('pay.example.com', { environmentId: strict })
  await expect(updateIdentity(analyst, id, { environmentId: lax })).rejects.toMatchObject(forbidden)
  await createIdentity(analyst, { name: 'new.example.com', environmentId: lax })
  await saveTriageSettings(systemPrincipal, { approvalFrom: null })
  await updateIdentity(analyst, id, { environmentId: lax })
})

test('an import fills no gap with an environment that weighs a check less', async () => {
  const lax = await createEnvironment(systemPrincipal, { name: 'lax', production: true })
  await savePolicy(
    systemPrincipal,
    { kind: 'environment', id: lax },
    { policy: { severityOverrides: { 'validity-expired': 'low' } } },
  )
  await addIdentity('pay.example.com')
  const entry = { host: 'pay.example.com', port: 443, serverName: 'pay.example.com', transport: 'tls' } as const
  const named = { kind: 'dns', name: 'pay.example.com', environment: 'lax' } as const
  const add = addEndpoints(analyst, site, [{ ...entry, identity: named }])
  await expect(add).rejects.toMatchObject({ code: 'forbidden' })
})

test('an endpoint that was judged is bound to no identity that weighs it less: by hand, by a rule, by an import', async () => {
  const lax = await addIdentity('lax.example.com', {
    policy: { severityOverrides: { 'scan-coverage-gap': 'low', 'validity-expired': 'low' } },
  })
  const id = await addEndpoint(site, { host: 'web.example.com', identityId: await addIdentity('web.example.com') })
  await bindEndpoints(analyst, [id], lax)
  await pool().query(`UPDATE endpoint SET identity_id = (SELECT id FROM identity WHERE name = 'web.example.com')`)
  await evaluateSubjects(systemPrincipal, { endpointIds: [id], identityIds: [] })
  await expect(bindEndpoints(analyst, [id], lax)).rejects.toMatchObject({ code: 'forbidden' })
  const entry = { host: 'web.example.com', port: 443, serverName: 'web.example.com', transport: 'tls' } as const
  const named = { kind: 'dns', name: 'lax.example.com' } as const
  const add = addEndpoints(analyst, site, [{ ...entry, identity: named }])
  await expect(add).rejects.toMatchObject({ code: 'forbidden' })
  await bindEndpoints(analyst, [id], null)
  const rules = [{ hostPattern: 'web.example.com', identityName: 'lax.example.com' }]
  await expect(saveRules(analyst, rules)).rejects.toMatchObject({ code: 'forbidden' })
  await saveRules(systemPrincipal, rules)
  expect(await oneRow('SELECT identity_id AS id FROM endpoint')).toEqual({ id: lax })
})

test('an endpoint that is handed back to the rules keeps what they give it again', async () => {
  const lax = await addIdentity('lax.example.com', { policy: { severityOverrides: { 'validity-expired': 'low' } } })
  const id = await addEndpoint(site, { host: 'web.example.com', identityId: lax })
  await evaluateSubjects(systemPrincipal, { endpointIds: [id], identityIds: [] })
  await saveRules(analyst, [{ hostPattern: 'web.example.com', identityName: 'lax.example.com' }])
  expect(await bindEndpoints(analyst, [id], null)).toBe(1)
  expect(await oneRow('SELECT identity_id AS id, bound_by FROM endpoint')).toEqual({ id: lax, bound_by: 'rule' })
})
