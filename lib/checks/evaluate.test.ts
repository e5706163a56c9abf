import { expect, test } from 'vitest'
import {
  address,
  context,
  digest,
  endpoint,
  identity,
  identityFacts,
  inDays,
  leaf,
  staging,
  testNow,
} from '#lib/testing/facts.ts'
import { type Check, defineEndpointCheck, defineIdentityCheck } from './contract.ts'
import { earliestChange, evaluateEndpoint, evaluateIdentity } from './evaluate.ts'
import { fail, pass } from './verdict.ts'

const shared = {
  group: 'validity-and-rotation',
  title: 'title',
  why: 'why',
  fix: 'fix',
  needs: [],
  severities: { bad: 'medium' },
  references: [],
  controls: [],
} as const

const failing = defineEndpointCheck({ ...shared, id: 'failing', evaluate: () => fail('bad', { seen: 1 }) })
const weighed = defineEndpointCheck({
  ...shared,
  id: 'weighed',
  environmentWeighed: true,
  evaluate: () => fail('bad', {}),
})
const throwing = defineEndpointCheck({
  ...shared,
  id: 'throwing',
  evaluate: () => {
    throw new TypeError('bug')
  },
})
const ofIdentity = defineIdentityCheck({ ...shared, id: 'of-identity', evaluate: () => fail('bad', {}) })

function severityOf(facts: ReturnType<typeof endpoint>, check: Check = failing) {
  return evaluateEndpoint(facts, context(), [check]).verdicts[0]?.severity
}

test('the severity is that of the grade', () => {
  expect(severityOf(endpoint())).toBe('medium')
})

test('one step up where internet-facing and of high or critical worth, and only where both', () => {
  expect(severityOf(endpoint({ internetFacing: true, identity: identity({ criticality: 'high' }) }))).toBe('high')
  expect(severityOf(endpoint({ internetFacing: true, identity: identity({ criticality: 'critical' }) }))).toBe('high')
  expect(severityOf(endpoint({ internetFacing: true }))).toBe('medium')
  expect(severityOf(endpoint({ internetFacing: null, identity: identity({ criticality: 'critical' }) }))).toBe('medium')
})

test('one step down outside production, unless the check weighs the environment itself or nobody knows it', () => {
  expect(severityOf(endpoint({ identity: identity({ environment: staging }) }))).toBe('low')
  expect(severityOf(endpoint({ identity: identity({ environment: staging }) }), weighed)).toBe('medium')
  expect(severityOf(endpoint({ identity: identity({ environment: null }) }))).toBe('medium')
  expect(severityOf(endpoint({ identity: null }))).toBe('medium')
})

test('a severity that policy sets goes before grade, escalation and relaxation, and the evidence says so', () => {
  const exposed = endpoint({ internetFacing: true, identity: identity({ criticality: 'critical' }) })
  const policy = { severityOverrides: { failing: 'info' } } as const
  const [verdict] = evaluateEndpoint(exposed, context(policy), [failing]).verdicts
  expect(verdict).toMatchObject({
    severity: 'info',
    evidence: { seen: 1, severitySetBy: 'policy', severityOtherwise: 'high' },
  })
  const [relaxed] = evaluateEndpoint(endpoint({ identity: identity({ environment: staging }) }), context(policy), [
    failing,
    weighed,
  ]).verdicts.toReversed()
  expect(relaxed).toMatchObject({ checkId: 'weighed', severity: 'medium', evidence: {} })
  expect(relaxed?.evidence).toEqual({})
})

test('what is no failure has no severity, whatever policy sets', () => {
  const sound = defineEndpointCheck({ ...shared, id: 'sound', evaluate: () => pass({}) })
  const [verdict] = evaluateEndpoint(endpoint(), context({ severityOverrides: { sound: 'critical' } }), [
    sound,
  ]).verdicts
  expect(verdict).toMatchObject({ outcome: 'pass', severity: null, evidence: {} })
})

test('an identity is internet-facing where one of its endpoints is', () => {
  const facts = identityFacts({
    identity: identity({ criticality: 'critical' }),
    endpoints: [endpoint(), endpoint({ internetFacing: true })],
  })
  expect(evaluateIdentity(facts, context(), [failing, ofIdentity]).verdicts).toMatchObject([
    { checkId: 'of-identity', subjectKind: 'identity', subjectId: 'identity-1', severity: 'high' },
  ])
})

test('a verdict names the observations and the one leaf that it rests on', () => {
  const other = address({ ip: '192.0.2.2', chain: [leaf({ sha256: digest('other') })] })
  const [one] = evaluateEndpoint(endpoint(), context(), [failing]).verdicts
  const [two] = evaluateEndpoint(endpoint({ addresses: [address(), other] }), context(), [failing]).verdicts
  expect(one).toMatchObject({
    observationIds: ['observation-192.0.2.1'],
    certificateSha256: digest('leaf'),
    evidence: { seen: 1 },
  })
  expect(two).toMatchObject({
    observationIds: ['observation-192.0.2.1', 'observation-192.0.2.2'],
    certificateSha256: null,
  })
})

test('a check that throws is not assessed, is handed to the caller, and blinds no other', () => {
  const { verdicts, errors } = evaluateEndpoint(endpoint(), context(), [throwing, failing])
  expect(verdicts).toMatchObject([
    { checkId: 'throwing', outcome: 'not-assessed', reason: 'check-error: TypeError', severity: null },
    { checkId: 'failing', outcome: 'fail' },
  ])
  expect(errors).toMatchObject([{ checkId: 'throwing', subjectId: 'endpoint-1', error: { message: 'bug' } }])
})

test('an instant that has passed changes nothing any more, so the clock cannot spin on it', () => {
  const at = (changesAt: Date) => defineEndpointCheck({ ...shared, id: 'timed', evaluate: () => pass({}, changesAt) })
  const later = new Date(inDays(1))
  expect(evaluateEndpoint(endpoint(), context(), [at(testNow)]).verdicts[0]?.changesAt).toBeNull()
  expect(evaluateEndpoint(endpoint(), context(), [at(later)]).verdicts[0]?.changesAt).toEqual(later)
})

test('the earliest change is the first of all, and null where time changes nothing', () => {
  const { verdicts } = evaluateEndpoint(endpoint(), context())
  const instants = verdicts.flatMap(({ changesAt }) => changesAt?.getTime() ?? [])
  expect(earliestChange(verdicts)?.getTime()).toBe(Math.min(...instants))
  expect(earliestChange([])).toBeNull()
})

test('at the instant that a verdict names it has changed, and a moment before it has not', () => {
  const facts = endpoint()
  for (const verdict of evaluateEndpoint(facts, context()).verdicts) {
    if (verdict.changesAt === null) continue
    const outcomeAt = (now: Date) =>
      evaluateEndpoint(facts, context({}, now)).verdicts.find(({ checkId }) => checkId === verdict.checkId)?.outcome
    expect(outcomeAt(new Date(verdict.changesAt.getTime() - 1))).toBe(verdict.outcome)
    expect(outcomeAt(verdict.changesAt)).not.toBe(verdict.outcome)
  }
})

test('every check of the catalogue judges a sound endpoint and identity, an empty one and one without any record', () => {
  const empty = endpoint({ identity: null, store: null, addresses: [], lastScanAt: null, serverName: '' })
  for (const facts of [endpoint(), empty]) expect(evaluateEndpoint(facts, context()).errors).toEqual([])
  for (const facts of [identityFacts(), identityFacts({ endpoints: [] })])
    expect(evaluateIdentity(facts, context()).errors).toEqual([])
})

test('nothing of an endpoint that was never scanned passes', () => {
  const never = endpoint({ addresses: [], lastScanAt: null })
  expect(evaluateEndpoint(never, context()).verdicts.filter(({ outcome }) => outcome === 'pass')).toEqual([])
})
