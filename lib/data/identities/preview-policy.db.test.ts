import { beforeEach, expect, test } from 'vitest'
import { rungs } from '#lib/checks/contract.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import { recordObservations } from '../observations/record-observations.ts'
import { explainLadder } from './explain-ladder.ts'
import { getIdentity } from './get-identity.ts'
import { listIdentityVerdicts } from './list-identity-verdicts.ts'
import { previewPolicy } from './preview-policy.ts'
import { setIdentityPolicy } from './save-identity.ts'

testDatabase('test')

let identityId: string

beforeEach(async () => {
  identityId = await addIdentity('payments.example.com', { owner: 'team', policy: { mtls: 'none' } })
  const endpointId = await addEndpoint(await addSite(), { host: 'payments.example.com', identityId })
  const root = createRoot()
  const now = Date.now()
  const day = 86_400_000
  const leaf = root.issue({
    dns: ['payments.example.com'],
    notBefore: new Date(now - 20 * day),
    notAfter: new Date(now + 70 * day),
  })
  const at = new Date(now)
  await recordObservations(
    systemPrincipal,
    [{ endpointId, observations: [handshakeAt({ at, chain: [leaf.der, root.der] })] }],
    at,
  )
})

const policies = [
  {},
  { mtls: 'required' },
  { mtls: 'none', minProtocol: 'TLSv1.3', maxValiditySeconds: 86_400 },
  { mtls: 'none', rotationIntervalSeconds: 86_400, pins: ['0'.repeat(64)] },
  { mtls: 'none', allowedIssuers: ['0'.repeat(64)] },
] as const

const tables = ['verdict', 'finding', 'finding_event', 'audit_entry', 'outbox_event', 'scan']
const contents = () => Promise.all(tables.map((table) => countRows(table)))

async function recorded() {
  const { rows } = await listIdentityVerdicts(systemPrincipal, identityId)
  return new Map(
    rows.map(({ checkId, subjectId, outcome, severity, reason }) => [
      `${checkId} ${subjectId}`,
      { outcome, severity, reason },
    ]),
  )
}

test.each(policies)('a preview changes nothing, and tells just what saving then does: %j', async (policy) => {
  const before = {
    verdicts: await recorded(),
    identity: await getIdentity(systemPrincipal, identityId),
    rows: await contents(),
  }
  const preview = await previewPolicy(systemPrincipal, identityId, policy)
  expect(await recorded()).toEqual(before.verdicts)
  expect(await contents()).toEqual(before.rows)
  expect((await getIdentity(systemPrincipal, identityId)).policy).toEqual(before.identity.policy)

  await setIdentityPolicy(systemPrincipal, identityId, policy)
  const after = await recorded()
  const changed = [...after].filter(([key, to]) => JSON.stringify(to) !== JSON.stringify(before.verdicts.get(key)))
  expect(new Map(preview.changes.map(({ checkId, subjectId, to }) => [`${checkId} ${subjectId}`, to]))).toEqual(
    new Map(changed),
  )
  for (const { checkId, subjectId, from } of preview.changes) {
    expect(before.verdicts.get(`${checkId} ${subjectId}`)).toEqual(from)
  }
  const { ladder } = await getIdentity(systemPrincipal, identityId)
  const moved = rungs.filter((rung) => ladder[rung] !== before.identity.ladder[rung])
  expect(preview.ladder).toEqual(moved.map((rung) => ({ rung, from: before.identity.ladder[rung], to: ladder[rung] })))
})

test('a stricter policy is seen to change something', async () => {
  const { changes, judged } = await previewPolicy(systemPrincipal, identityId, policies[2])
  expect(changes.length).toBeGreaterThan(0)
  expect(judged).toBeGreaterThan(changes.length)
  expect(changes[0]?.to.outcome).toBe('fail')
})

test('what is no policy, no identity or no right is refused', async () => {
  const viewer: Principal = { ...systemPrincipal, role: 'viewer' }
  await expect(previewPolicy(viewer, identityId, {})).rejects.toMatchObject({ code: 'forbidden' })
  await expect(previewPolicy(systemPrincipal, 'nonsense', {})).rejects.toMatchObject({ code: 'not-found' })
  await expect(previewPolicy(systemPrincipal, identityId, { mtls: 'perhaps' })).rejects.toMatchObject({
    code: 'invalid-input',
    problems: [{ at: 'policy.mtls' }],
  })
})

test('the reasons of the ladder explain the ladder that is on record', async () => {
  const identity = await getIdentity(systemPrincipal, identityId)
  const { endpoints, rows } = await listIdentityVerdicts(systemPrincipal, identityId)
  const explained = explainLadder(identity, endpoints, rows)
  for (const rung of rungs) {
    expect(explained.rungs[rung].status).toBe(identity.ladder[rung])
    expect(explained.rungs[rung].because.length).toBeGreaterThan(0)
  }
  expect(explained.proven).toBe(identity.proven)
})
