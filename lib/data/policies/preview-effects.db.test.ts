import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Policy, policySchema } from '#lib/checks/policy.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { severities } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { saveEnvironment } from '../environments/save-environment.ts'
import { evaluateDue } from '../evaluation/evaluate-due.ts'
import { evaluateSubjects } from '../evaluation/evaluate-subjects.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { setDefaultStore } from '../trust-stores/change-trust-store.ts'
import { createTrustStore } from '../trust-stores/create-trust-store.ts'
import { previewEffects, previewEffectsPart } from './preview-effects.ts'
import { savePolicy } from './save-policy.ts'

testDatabase('test')

const now = new Date()
const day = 86_400_000
const roots = [createRoot({ commonName: 'Root A' }), createRoot({ commonName: 'Root B' })] as const

const rules = fc.record(
  {
    mtls: fc.constantFrom('none', 'optional', 'required'),
    minProtocol: fc.constantFrom('TLSv1.2', 'TLSv1.3'),
    tlsProfile: fc.constantFrom('mozilla-modern', 'mozilla-old', 'sp-800-52r2', 'cnsa-2.0'),
    maxValiditySeconds: fc.constantFrom(86_400, 86_400_000),
    rotationIntervalSeconds: fc.constantFrom(86_400, 'learned'),
    pins: fc.constantFrom([], ['0'.repeat(64)]),
    allowedIssuers: fc.constantFrom(...roots.map(({ spkiSha256 }) => [spkiSha256])),
    severityOverrides: fc.dictionary(
      fc.constantFrom('identity-pin-mismatch', 'mtls-policy-undefined', 'validity-exceeds-policy'),
      fc.constantFrom(...severities),
    ),
    dueDays: fc.constantFrom({ high: 3 }, { low: null }),
  },
  { requiredKeys: [] },
)
const policies = rules.map((policy): Policy => policySchema.parse(policy))
const place = fc.record({
  environment: fc.nat({ max: 2 }),
  store: fc.nat({ max: 2 }),
  root: fc.nat({ max: 1 }),
  policy: policies,
})
const estates = fc.record({
  environments: fc.tuple(policies, policies),
  stores: fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })),
  identities: fc.array(place, { minLength: 3, maxLength: 6 }),
  change: policies,
  changedStore: fc.nat({ max: 2 }),
})

interface Built {
  readonly environmentIds: readonly string[]
  readonly identityIds: readonly string[]
  readonly endpointIds: readonly string[]
  readonly storeIds: readonly (string | null)[]
}

type Estate = typeof estates extends fc.Arbitrary<infer T> ? T : never

async function build({ environments, stores, identities }: Estate): Promise<Built> {
  const made: (string | null)[] = [null]
  for (const [index, { pem }] of roots.entries())
    made.push((await createTrustStore(systemPrincipal, { name: `store ${index}`, pem })).id)
  await setDefaultStore(systemPrincipal, made[1] ?? '')
  const environmentIds: string[] = []
  for (const [index, policy] of environments.entries()) {
    const trustStoreId = made[stores[index] ?? 0] ?? null
    const name = ['production', 'staging'][index] ?? ''
    environmentIds.push(await saveEnvironment(systemPrincipal, { name, production: index === 0, policy, trustStoreId }))
  }
  const site = await addSite()
  const identityIds: string[] = []
  const endpointIds: string[] = []
  for (const [index, { environment, store, root, policy }] of identities.entries()) {
    const name = `service-${index}.example.com`
    const environmentId = environmentIds[environment]
    const identityId = await addIdentity(name, { policy, ...(environmentId === undefined ? {} : { environmentId }) })
    await pool().query('UPDATE identity SET trust_store_id = $2 WHERE id = $1', [identityId, made[store] ?? null])
    const endpointId = await addEndpoint(site, { host: name, identityId })
    const issuer = roots[root] ?? roots[0]
    const leaf = issuer.issue({
      dns: [name],
      notBefore: new Date(+now - 20 * day),
      notAfter: new Date(+now + 70 * day),
    })
    const seen = handshakeAt({ at: now, chain: [leaf.der, issuer.der] })
    await recordObservations(systemPrincipal, [{ endpointId, observations: [seen] }], now)
    identityIds.push(identityId)
    endpointIds.push(endpointId)
  }
  return { environmentIds, identityIds, endpointIds, storeIds: made }
}

async function recorded(): Promise<Map<string, string>> {
  const { rows } = await pool().query<{ key: string; value: string }>(
    `SELECT check_id || ' ' || subject_id AS key, concat_ws(' ', outcome, severity, reason) AS value FROM verdict`,
  )
  return new Map(rows.map(({ key, value }) => [key, value]))
}

const ladders = async () =>
  (await pool().query('SELECT id, encrypted, trusted, bound, current, mutual, proven FROM identity ORDER BY id')).rows

const samples = fc.sample(estates, { numRuns: 6, seed: 20_261_123 })
const cases = samples.flatMap((estate, index) => [
  { index, kind: 'environment', estate } as const,
  { index, kind: 'identity', estate } as const,
])

test.each(cases)('a preview tells just what judging then does: $kind, estate $index', async ({ kind, estate }) => {
  const { environmentIds, identityIds, endpointIds, storeIds } = await build(estate)
  await evaluateSubjects(systemPrincipal, { identityIds, endpointIds }, now)
  const id = (kind === 'environment' ? environmentIds[0] : identityIds[0]) ?? ''
  const input = { policy: estate.change, trustStoreId: storeIds[estate.changedStore] ?? null }
  const before = { verdicts: await recorded(), ladders: await ladders(), versions: await countRows('policy_version') }

  const effects = await previewEffects(systemPrincipal, { kind, id }, input, now)
  expect(await recorded()).toEqual(before.verdicts)
  expect(await countRows('policy_version')).toBe(before.versions)
  expect(effects.next).toBeNull()

  await savePolicy(systemPrincipal, { kind, id }, input, {}, now)
  while ((await evaluateDue(now)) > 0);
  const after = await recorded()
  const changed = [...after].filter(([key, value]) => before.verdicts.get(key) !== value)
  expect(effects.changed.verdicts).toBe(changed.length)
  const told = effects.verdicts.map(({ checkId, subjectId }) => `${checkId} ${subjectId}`)
  expect(told.toSorted()).toEqual(
    changed
      .map(([key]) => key)
      .sort()
      .slice(0, 100),
  )
  const moved = (await ladders()).filter((row, index) => JSON.stringify(row) !== JSON.stringify(before.ladders[index]))
  expect(effects.identities.filter(({ ladder }) => ladder.length > 0)).toHaveLength(moved.length)

  // Nobody was left out: judging all of the estate anew changes nothing more.
  await evaluateSubjects(systemPrincipal, { identityIds, endpointIds }, now)
  expect(await recorded()).toEqual(after)
})

test('an environment is judged part by part, and each identity counts once', async () => {
  const id = await saveEnvironment(systemPrincipal, { name: 'many', production: true })
  for (let index = 0; index < 60; index += 1) await addIdentity(`many-${index}.example.com`, { environmentId: id })
  const own = await addIdentity('own.example.com', { environmentId: id, policy: { mtls: 'required' } })
  const input = { policy: { mtls: 'none' } }
  const first = await previewEffectsPart(systemPrincipal, { kind: 'environment', id }, input)
  expect(first).toMatchObject({ answering: { identities: 60 }, judged: { identities: 50 }, next: 50 })
  const all = await previewEffects(systemPrincipal, { kind: 'environment', id }, input)
  expect(all).toMatchObject({ judged: { identities: 60 }, next: null, ladder: [{ rung: 'mutual', identities: 60 }] })
  expect(all.identities.map(({ identity }) => identity?.id)).not.toContain(own)
})

test('a viewer may not ask, and what is no policy is refused', async () => {
  const ref = {
    kind: 'environment',
    id: await saveEnvironment(systemPrincipal, { name: 'x', production: true }),
  } as const
  const viewer = { ...systemPrincipal, role: 'viewer' } as const
  await expect(previewEffects(viewer, ref, { policy: {} })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(previewEffects(systemPrincipal, ref, { policy: { mtls: 'x' } })).rejects.toMatchObject({
    code: 'invalid-input',
    problems: [{ at: 'policy.mtls' }],
  })
})
