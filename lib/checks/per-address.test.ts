import { expect, test } from 'vitest'
import {
  address,
  context,
  digest,
  endpoint,
  inDays,
  intermediate,
  leaf,
  neverScanned,
  testNow,
} from '#lib/testing/facts.ts'
import type { Verdict } from './contract.ts'
import { perAddress, perLeaf } from './per-address.ts'
import { fail, notApplicable, notAssessed, pass } from './verdict.ts'

type Grade = 'bad' | 'worse'
const severities = { bad: 'low', worse: 'high' } as const
const unreached = address({ ip: '192.0.2.9', latest: null, lastOutcome: { kind: 'timeout', during: 'connect' } })

/** One address per verdict, judged so. */
function over(...verdicts: Verdict<Grade>[]): Verdict<Grade> {
  const addresses = verdicts.map((_, index) => address({ ip: `192.0.2.${index}` }))
  return perAddress(
    endpoint({ addresses }),
    context(),
    severities,
    ({ ip }) => verdicts[Number(ip.slice(8))] ?? pass({}),
  )
}

test('fails where one address fails, by the worst grade, with the evidence of each', () => {
  const verdict = over(pass({ a: 1 }), fail('bad', { b: 2 }), fail('worse', { c: 3 }), notAssessed('timeout'))
  expect(verdict).toMatchObject({
    outcome: 'fail',
    grade: 'worse',
    evidence: {
      addresses: [
        { ip: '192.0.2.0', outcome: 'pass', a: 1, certificateSha256: digest('leaf') },
        { ip: '192.0.2.1', outcome: 'fail', b: 2 },
        { ip: '192.0.2.2', outcome: 'fail', c: 3 },
        { ip: '192.0.2.3', outcome: 'not-assessed', reason: 'timeout' },
      ],
    },
  })
})

test('is not assessed where one address could not be judged and none failed, and says which', () => {
  expect(over(pass({}), notAssessed('timeout'))).toMatchObject({
    outcome: 'not-assessed',
    reason: '192.0.2.1: timeout',
  })
  expect(over(notAssessed('timeout'), notAssessed('timeout'))).toMatchObject({
    outcome: 'not-assessed',
    reason: 'timeout',
  })
})

test('passes where one passes and to the others it does not apply; not applicable alone is no pass', () => {
  expect(over(pass({}), notApplicable('why')).outcome).toBe('pass')
  expect(over(notApplicable('why'), notApplicable('why'))).toMatchObject({ outcome: 'not-applicable', reason: 'why' })
})

test('never passes by absence: no address, an address never reached, a leaf not on record', () => {
  const judge = (facts: ReturnType<typeof endpoint>) => perLeaf(facts, context(), severities, () => pass({}))
  expect(judge(neverScanned())).toMatchObject({ outcome: 'not-assessed', reason: 'never scanned' })
  expect(judge(endpoint({ addresses: [], lastOutcome: 'dns-failure' }))).toMatchObject({ reason: 'dns-failure' })
  expect(judge(endpoint({ addresses: [address(), unreached] }))).toMatchObject({
    outcome: 'not-assessed',
    reason: '192.0.2.9: never reached: timeout during connect',
  })
  // The first certificate on record is not the leaf where the leaf itself is missing.
  const chain = { status: 'observed', value: [digest('lost'), digest('intermediate')] } as const
  expect(judge(endpoint({ at: { chain: [intermediate()], tls: { chain } } })).outcome).toBe('not-assessed')
})

test('old facts still fail and never pass', () => {
  const unconfirmed = endpoint({ at: { lastOutcome: { kind: 'refused' }, lastSeenAt: new Date(inDays(-1)) } })
  const stale = endpoint({ at: { lastSeenAt: new Date(inDays(-30)) } })
  for (const facts of [unconfirmed, stale]) {
    expect(perAddress(facts, context(), severities, () => pass({})).outcome).toBe('not-assessed')
    expect(perAddress(facts, context(), severities, () => fail('bad', {})).outcome).toBe('fail')
  }
})

test('facts do not pass where the last scan found no address to try', () => {
  for (const lastOutcome of ['dns-failure', 'blocked-by-scope']) {
    expect(perAddress(endpoint({ lastOutcome }), context(), severities, () => pass({}))).toMatchObject({
      outcome: 'not-assessed',
      reason: `last attempt ended with ${lastOutcome}`,
    })
    expect(perAddress(endpoint({ lastOutcome }), context(), severities, () => fail('bad', {})).outcome).toBe('fail')
  }
})

test('facts of an attempt that the server ended after it had shown all are confirmed by it', () => {
  const refusing = endpoint({
    at: { lastOutcome: { kind: 'alert', code: 116, name: 'certificate_required' }, lastSeenAt: testNow },
  })
  expect(perAddress(refusing, context(), severities, () => pass({})).outcome).toBe('pass')
})

test('a pass changes when its facts go stale, or before it where the check says so', () => {
  const soon = new Date(inDays(1))
  const at = (changesAt?: Date) => perAddress(endpoint(), context(), severities, () => pass({}, changesAt)).changesAt
  expect(at()).toEqual(new Date('2026-11-26T13:00:00Z'))
  expect(at(soon)).toEqual(soon)
})

test('the evidence is the same at the next scan that sees the same', () => {
  const seen = (lastSeenAt: Date) =>
    perAddress(endpoint({ at: { chain: [leaf()], lastSeenAt, lastScanAt: lastSeenAt } }), context(), severities, () =>
      fail('bad', {}),
    )
  expect(seen(testNow)).toEqual(seen(new Date(testNow.getTime() - 60_000)))
})

test('a pass rests on the instant of the facts that it names, and not on that of the last scan', () => {
  const judged = (asOf: Date | null, lastSeenAt = testNow) =>
    perAddress(endpoint({ at: { asOf: { posture: asOf }, lastSeenAt } }), context(), {}, () => pass({}), 'posture')
  const weekly = new Date(inDays(-8))
  expect(judged(weekly)).toMatchObject({
    outcome: 'pass',
    changesAt: new Date(weekly.getTime() + (21 * 24 + 1) * 3_600_000),
  })
  expect(judged(weekly, new Date(inDays(-5)))).toMatchObject({ outcome: 'pass' })
  expect(judged(new Date(inDays(-22)))).toMatchObject({
    outcome: 'not-assessed',
    reason: expect.stringContaining('stale'),
  })
  expect(judged(null)).toMatchObject({ outcome: 'not-assessed', reason: 'no scan has looked at the posture yet' })
})

test('what no scan has looked at is said as such, whatever is missing for want of it; a failure stands', () => {
  const judged = (verdict: Verdict<'bad'>) =>
    perAddress(endpoint({ at: { asOf: { posture: null } } }), context(), severities, () => verdict, 'posture')
  expect(judged(notAssessed('no answer for TLSv1'))).toMatchObject({ reason: 'no scan has looked at the posture yet' })
  expect(judged(fail('bad', {}))).toMatchObject({ outcome: 'fail' })
})
