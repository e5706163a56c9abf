import { describe, expect, test } from 'vitest'
import { failed } from '#lib/core/observed.ts'
import { address, digest, endpoint, identity, neverScanned, testNow } from '#lib/testing/facts.ts'
import type { Check } from '../contract.ts'
import { effectivePolicy, type Policy } from '../policy.ts'
import { oldestEvidence, partsNeeded, withoutOlder } from './evidence-age.ts'
import { decidingChecks, judgeEndpoint, mostAddresses, verdictOf } from './judge-endpoint.ts'

function verdict(facts = endpoint(), policy: Policy = {}) {
  const { ladder, errors } = judgeEndpoint(facts, {
    now: testNow,
    policy: effectivePolicy(null, { mtls: 'none', ...policy }),
  })
  expect(errors).toEqual([])
  return verdictOf([ladder], facts.addresses.length)
}

describe('the verdict', () => {
  test('is proven where every rung passes or is not expected', () => {
    expect(verdict()).toBe('proven')
  })

  test('is not proven where one rung fails, whoever else passes', () => {
    expect(verdict(endpoint({ identity: identity({ name: 'other.example.com' }) }))).toBe('not-proven')
    expect(verdict(endpoint(), { mtls: 'required' })).toBe('not-proven')
  })

  test('is never proven by silence', () => {
    expect(verdict(neverScanned())).toBe('not-assessable')
    expect(verdict(endpoint({ addresses: [address(), address({ ip: '192.0.2.2', latest: null })] }))).toBe(
      'not-assessable',
    )
    expect(verdictOf([], 0)).toBe('not-assessable')
  })

  test('is not proven where its name may have more addresses than are looked at; an impostor among them is still told', () => {
    const addresses = Array.from({ length: mostAddresses }, (_, n) => address({ ip: `192.0.2.${n}` }))
    expect(verdict(endpoint({ addresses: addresses.slice(1) }))).toBe('proven')
    expect(verdict(endpoint({ addresses }))).toBe('not-assessable')
    expect(verdict(endpoint({ addresses, identity: identity({ name: 'other.example.com' }) }))).toBe('not-proven')
  })

  test('is the same by the deciding checks alone', () => {
    const context = { now: testNow, policy: effectivePolicy(null, { mtls: 'none' }) }
    for (const facts of [endpoint(), neverScanned(), endpoint({ identity: identity({ name: 'other.example.com' }) })]) {
      const [all, few] = [judgeEndpoint(facts, context), judgeEndpoint(facts, context, decidingChecks)]
      expect(few.ladder).toEqual(all.ladder)
    }
  })
})

test('a check that throws proves nothing, though elsewhere its silence is neutral', () => {
  const checks = decidingChecks.map((check): Check => {
    if (check.id !== 'private-key-exposed' || check.subject !== 'endpoint') return check
    const evaluate = () => {
      throw new Error('made to throw by what the peer sent')
    }
    return { ...check, evaluate }
  })
  const context = { now: testNow, policy: effectivePolicy(null, { mtls: 'none' }) }
  const { ladder, errors } = judgeEndpoint(endpoint(), context, checks)
  expect(errors).toMatchObject([{ checkId: 'private-key-exposed' }])
  expect(ladder.rungs.bound.status).toBe('not_assessed')
  expect(verdictOf([ladder], 1)).toBe('not-assessable')
})

describe('a pin', () => {
  test('that is met proves, and one that is not disproves', () => {
    expect(verdict(endpoint(), { pins: [digest('leaf key')] })).toBe('proven')
    expect(verdict(endpoint(), { pins: [digest('another key')] })).toBe('not-proven')
    expect(verdict(endpoint(), { pins: [] })).toBe('not-proven')
  })

  test('that could not be compared proves nothing, though nothing else speaks against it', () => {
    const unjudged = endpoint({ at: { tls: { trust: failed('path-search-exhausted') } } })
    const facts = { ...endpoint(), addresses: unjudged.addresses }
    const context = { now: testNow, policy: effectivePolicy(null, { mtls: 'none', issuerPins: [digest('another')] }) }
    expect(judgeEndpoint(facts, context).ladder.rungs.bound.status).not.toBe('pass')
  })
})

describe('the age of evidence', () => {
  const seen = (posture: Date | null, mtls: Date | null = null) => endpoint({ at: { asOf: { posture, mtls } } })
  const ago = (seconds: number) => new Date(testNow.getTime() - seconds * 1000)

  test('is that of the oldest part that the answer rests on', () => {
    expect(oldestEvidence(seen(ago(60), ago(90)), ['inventory', 'posture'])).toEqual(ago(60))
    expect(oldestEvidence(seen(ago(60), ago(90)), ['inventory', 'posture', 'mtls'])).toEqual(ago(90))
    expect(partsNeeded({ mtls: 'none' })).not.toContain('mtls')
    expect(partsNeeded({ mtls: 'optional' })).toContain('mtls')
  })

  test('is unknown where a part, or an address, was never seen', () => {
    expect(oldestEvidence(seen(null), ['inventory', 'posture'])).toBeNull()
    expect(oldestEvidence(neverScanned(), ['inventory'])).toBeNull()
    expect(
      oldestEvidence(endpoint({ addresses: [address(), address({ ip: '192.0.2.2', latest: null })] }), ['inventory']),
    ).toBeNull()
  })

  test('beyond what is asked leaves nothing that could prove or disprove', () => {
    const wrong = endpoint({ identity: identity({ name: 'other.example.com' }) })
    const later = new Date(testNow.getTime() + 1)
    expect(verdict(withoutOlder(wrong, testNow))).toBe('not-proven')
    expect(verdict(withoutOlder(wrong, later))).toBe('not-assessable')
    expect(verdict(withoutOlder(endpoint(), later))).toBe('not-assessable')
    expect(verdict(withoutOlder(seen(ago(60)), ago(30)))).toBe('not-assessable')
    expect(verdict(withoutOlder(seen(ago(60)), ago(60)))).toBe('proven')
  })
})
