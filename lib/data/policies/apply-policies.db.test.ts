import pg from 'pg'
import { beforeEach, expect, test, vi } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addIdentity, countRows, oneRow } from '#lib/testing/estate.ts'
import { createEnvironment } from '../environments/change-environment.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { applyPolicies } from './apply-policies.ts'
import { exportPolicies } from './export-policies.ts'
import { writePolicyYaml } from './policy-yaml.ts'

testDatabase('test')

const { pem } = createRoot()
const really = { dryRun: false, prune: false }
const analyst = { ...systemPrincipal, role: 'analyst' } as const

beforeEach(async () => {
  const { id: trustStoreId } = await createTrustStore(systemPrincipal, { name: 'Corporate: roots', pem })
  const policy = { allowedNames: ['z.example', 'a.example'], rotationIntervalSeconds: 90 * 86_400 }
  const id = await createEnvironment(systemPrincipal, { name: 'production', production: true, trustStoreId, policy })
  await createEnvironment(systemPrincipal, { name: 'staging', production: false })
  await addIdentity('pay.example.com', { environmentId: id, policy: { mtls: 'required' } })
  await addIdentity('silent.example.com', { environmentId: id })
})

const exported = async () => writePolicyYaml(await exportPolicies(systemPrincipal))

test('what is exported and applied changes nothing, and makes no version', async () => {
  const text = await exported()
  expect(text).toContain('trustStore: "Corporate: roots"')
  expect(text).not.toContain('silent.example.com')
  const versions = await countRows('policy_version')
  expect(await applyPolicies(systemPrincipal, text, { ...really, prune: true })).toEqual({
    applied: true,
    changes: [],
    unchanged: 3,
    effects: null,
  })
  expect(await countRows('policy_version')).toBe(versions)
  expect(await exported()).toBe(text)
})

const changed = `schema: countersign.policy/1
environments:
  staging: { mtls: none, trustStore: "Corporate: roots" }
identities:
  silent.example.com: { minProtocol: TLSv1.3 }
`

test('a dry run tells what would change, in policies and in verdicts, and saves nothing', async () => {
  const before = [await exported(), await countRows('policy_version'), await countRows('audit_entry')]
  const plan = await applyPolicies(systemPrincipal, changed, { ...really, dryRun: true })
  expect(plan).toMatchObject({
    applied: false,
    changes: [
      { kind: 'environment', name: 'staging', differences: [{ rule: 'trustStore' }, { rule: 'mtls' }] },
      { kind: 'identity', name: 'silent.example.com', differences: [{ rule: 'minProtocol' }] },
    ],
    effects: { judged: { identities: 1 } },
  })
  expect([await exported(), await countRows('policy_version'), await countRows('audit_entry')]).toEqual(before)
})

test('applied, it is a version of each with its source and note; applied twice, it changes nothing', async () => {
  await applyPolicies(systemPrincipal, changed, { ...really, note: 'commit 1a2b3c' })
  expect(
    await oneRow(
      `SELECT v.version, v.source, v.note FROM policy_version v JOIN identity i ON i.id = v.identity_id WHERE i.name = 'silent.example.com'`,
    ),
  ).toEqual({ version: 1, source: 'file', note: 'commit 1a2b3c' })
  const text = await exported()
  const again = await applyPolicies(systemPrincipal, changed, really)
  expect(again).toMatchObject({ changes: [], unchanged: 2 })
  expect(await exported()).toBe(text)
  expect(text).toContain('pay.example.com')
})

test('what a document does not name stays, unless it is to be pruned', async () => {
  await applyPolicies(systemPrincipal, changed, { ...really, prune: true })
  const { environments, identities } = await exportPolicies(systemPrincipal)
  expect(environments.production).toEqual({})
  expect(Object.keys(identities)).toEqual(['silent.example.com'])
})

test('all of a document or none: names and stores that there are not are told by their lines', async () => {
  const text = `${changed}  nobody.example.com:
    trustStore: Nothing
`
  await expect(applyPolicies(systemPrincipal, text, really)).rejects.toMatchObject({
    code: 'invalid-input',
    problems: [
      { at: 'line 6', problem: 'there is no identity named nobody.example.com' },
      { at: 'line 7', problem: 'there is no trust store named Nothing' },
    ],
  })
  expect((await exportPolicies(systemPrincipal)).environments.staging).toEqual({})
})

test('an analyst applies what concerns identities alone; a viewer nothing', async () => {
  await expect(applyPolicies(analyst, changed, really)).rejects.toMatchObject({ code: 'forbidden' })
  const own = 'schema: countersign.policy/1\nidentities:\n  silent.example.com: { mtls: none }\n'
  expect(await applyPolicies(analyst, own, really)).toMatchObject({ changes: [{ name: 'silent.example.com' }] })
  const viewer = { ...analyst, role: 'viewer' } as const
  await expect(applyPolicies(viewer, own, really)).rejects.toMatchObject({ code: 'forbidden' })
})

test('thousands take as many statements as one, and each gets its version and its entry in the log', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `many-${index}.example.com`)
  for (const name of names) await addIdentity(name)
  const document = (some: readonly string[], days: number) =>
    `schema: countersign.policy/1\nidentities:\n${some.map((name) => `  ${name}: { maxValiditySeconds: ${days}, scanIntervalSeconds: 3600 }\n`).join('')}`
  const statements = vi.spyOn(pg.Client.prototype, 'query')
  await applyPolicies(systemPrincipal, document(names.slice(0, 1), 30), really)
  const one = statements.mock.calls.length
  await applyPolicies(systemPrincipal, document(names, 31), really)
  expect(statements.mock.calls.length - one).toBe(one)
  statements.mockRestore()
  const of = `WHERE i.name LIKE 'many-%'`
  expect(
    await oneRow(
      `SELECT count(*)::int AS versions, count(DISTINCT i.id)::int AS identities, max(version) AS last
         FROM policy_version v JOIN identity i ON i.id = v.identity_id ${of}`,
    ),
  ).toEqual({ versions: 31, identities: 30, last: 2 })
  expect(
    await oneRow(
      `SELECT count(*)::int AS entries FROM audit_entry a JOIN identity i ON i.id::text = a.object_id ${of}
         AND a.action = 'identity.policy' AND a.detail #>> '{changes,maxValiditySeconds,to}' = '31'`,
    ),
  ).toEqual({ entries: 30 })
})
