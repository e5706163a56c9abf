import { describe, expect, test } from 'vitest'
import { context, endpoint, identityFacts, neverScanned, spiffeIdentity, svid, workload } from '#lib/testing/facts.ts'
import { evaluateEndpoint, evaluateIdentity } from './evaluate.ts'
import { type LadderVerdict, ladder, type RungDeclaration } from './ladder.ts'
import { effectivePolicy, type Policy } from './policy.ts'

const checks: RungDeclaration[] = [
  { id: 'strong', subject: 'endpoint', rung: 'encrypted' },
  { id: 'strange', subject: 'endpoint', rung: 'encrypted', rungRole: 'breaks' },
  { id: 'fresh', subject: 'identity', rung: 'encrypted' },
  { id: 'proved', subject: 'endpoint', rung: 'mutual' },
  { id: 'apart', subject: 'endpoint' },
]

type Outcome = LadderVerdict['outcome']

function verdict(checkId: string, outcome: Outcome, subjectId = 'a'): LadderVerdict {
  const reason = outcome === 'pass' || outcome === 'fail' ? null : 'why'
  return {
    checkId,
    subjectKind: checkId === 'fresh' ? 'identity' : 'endpoint',
    subjectId,
    outcome,
    reason,
    evidence: {},
  }
}

const fresh = verdict('fresh', 'pass', 'identity')

function encrypted(verdicts: LadderVerdict[], endpointIds = ['a'], policy: Policy = {}) {
  return ladder({ policy: effectivePolicy(null, policy), endpointIds, verdicts }, checks).rungs.encrypted
}

describe('a rung', () => {
  test('passes where every deciding verdict on every endpoint passes, and says which', () => {
    const state = encrypted([verdict('strong', 'pass', 'a'), verdict('strong', 'pass', 'b'), fresh], ['a', 'b'])
    expect(state.status).toBe('pass')
    expect(state.because.map(({ subjectId }) => subjectId)).toEqual(['a', 'b', 'identity'])
  })
  test('fails where one endpoint fails, whatever else is unknown, and says why', () => {
    const state = encrypted([verdict('strong', 'not-assessed', 'a'), verdict('strong', 'fail', 'b'), fresh], ['a', 'b'])
    expect(state).toMatchObject({ status: 'fail', because: [{ checkId: 'strong', subjectId: 'b', evidence: {} }] })
  })
  test('fails where a check fails that cannot decide it alone', () => {
    expect(encrypted([verdict('strong', 'pass'), verdict('strange', 'fail'), fresh]).status).toBe('fail')
  })
  test('is not held back by the silence of such a check', () => {
    expect(encrypted([verdict('strong', 'pass'), verdict('strange', 'not-assessed'), fresh]).status).toBe('pass')
  })
  test('is not assessed while one deciding verdict is not', () => {
    expect(
      encrypted([verdict('strong', 'pass', 'a'), verdict('strong', 'not-assessed', 'b'), fresh], ['a', 'b']),
    ).toMatchObject({
      status: 'not_assessed',
      because: [{ checkId: 'strong', subjectId: 'b', reason: 'why' }],
    })
  })
  test('is not assessed where a deciding verdict is missing: absence is no pass', () => {
    expect(encrypted([verdict('strong', 'pass', 'a'), fresh], ['a', 'b'])).toMatchObject({
      status: 'not_assessed',
      because: [{ checkId: 'strong', subjectId: 'b', reason: 'not evaluated yet' }],
    })
    expect(encrypted([verdict('strong', 'pass')]).status).toBe('not_assessed')
  })
  test('is not assessed where nothing applies to an endpoint: not applicable proves nothing', () => {
    expect(encrypted([verdict('strong', 'not-applicable'), fresh]).status).toBe('not_assessed')
  })
  test('is not assessed without an endpoint', () => {
    expect(encrypted([fresh], []).status).toBe('not_assessed')
  })
  test('looks at no verdict of an endpoint that is not the identity’s', () => {
    expect(encrypted([verdict('strong', 'pass'), verdict('strong', 'fail', 'stranger'), fresh]).status).toBe('pass')
  })
  test('looks at no check that declares no rung', () => {
    expect(encrypted([verdict('strong', 'pass'), verdict('apart', 'fail'), fresh]).status).toBe('pass')
  })
  test('with no check that decides it is not assessed', () => {
    const trusted = ladder({ policy: effectivePolicy(null, null), endpointIds: ['a'], verdicts: [] }, checks).rungs
      .trusted
    expect(trusted.status).toBe('not_assessed')
  })
})

describe('the mutual rung follows the policy', () => {
  const mutual = (policy: Policy, outcome: Outcome) =>
    ladder(
      { policy: effectivePolicy(null, policy), endpointIds: ['a'], verdicts: [verdict('proved', outcome)] },
      checks,
    ).rungs.mutual.status
  test.each([
    ['nobody has said', {}, 'pass', 'not_assessed'],
    ['nobody has said', {}, 'fail', 'not_assessed'],
    ['none', { mtls: 'none' }, 'pass', 'not_expected'],
    ['none', { mtls: 'none' }, 'fail', 'not_expected'],
    ['optional', { mtls: 'optional' }, 'pass', 'not_expected'],
    ['optional', { mtls: 'optional' }, 'fail', 'fail'],
    ['required', { mtls: 'required' }, 'pass', 'pass'],
    ['required', { mtls: 'required' }, 'fail', 'fail'],
    ['required', { mtls: 'required' }, 'not-assessed', 'not_assessed'],
  ] as const)('%s, %o, %s: %s', (_name, policy, outcome, status) => {
    expect(mutual(policy, outcome)).toBe(status)
  })
})

describe('by the catalogue', () => {
  const climb = (facts: ReturnType<typeof endpoint>, policy: Policy) => {
    const identity = facts.identity ?? spiffeIdentity()
    const given = context(policy)
    const verdicts = [
      ...evaluateEndpoint(facts, given).verdicts,
      ...evaluateIdentity(identityFacts({ identity, endpoints: [facts] }), given).verdicts,
    ]
    return ladder({ policy: given.policy, endpointIds: [facts.id], verdicts })
  }
  test('a sound DNS identity is proven', () => {
    expect(climb(endpoint(), { mtls: 'none' })).toMatchObject({
      proven: true,
      rungs: { bound: { status: 'pass' }, mutual: { status: 'not_expected' } },
    })
  })
  test('a sound workload is proven', () => {
    expect(climb(workload(), { mtls: 'none' })).toMatchObject({ proven: true })
  })
  test('a workload that presents another identity is encrypted and trusted, and not bound', () => {
    const impostor = svid({ subjectAltNames: [{ kind: 'uri', value: 'spiffe://prod.example.com/orders' }] })
    expect(climb(workload(impostor), { mtls: 'none' })).toMatchObject({
      proven: false,
      rungs: { encrypted: { status: 'pass' }, trusted: { status: 'pass' }, bound: { status: 'fail' } },
    })
  })
  test('nothing is proven of what was never scanned, or where nobody spoke of clients', () => {
    expect(climb(neverScanned(), { mtls: 'none' })).toMatchObject({
      proven: false,
      rungs: { encrypted: { status: 'not_assessed' } },
    })
    expect(climb(endpoint(), {})).toMatchObject({ proven: false, rungs: { mutual: { status: 'not_assessed' } } })
  })
})
