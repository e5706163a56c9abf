import fc from 'fast-check'
import { expect, test } from 'vitest'
import { observed } from '#lib/core/observed.ts'
import { hourMs } from '#lib/core/time.ts'
import {
  address,
  context,
  endpoint,
  identity,
  identityFacts,
  intermediate,
  leaf,
  publicStore,
  publicTrust,
  rotation,
  testNow,
} from '#lib/testing/facts.ts'
import { earliestChange, evaluateEndpoint, evaluateIdentity } from './evaluate.ts'
import type { EndpointFacts } from './facts.ts'
import type { Policy } from './policy.ts'

/** Hours from now: minutes to decades, both ways, so that every threshold is met. */
const hours = fc.oneof(
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.double({ min: -4000, max: 4000, noNaN: true }),
  fc.double({ min: -200_000, max: 200_000, noNaN: true }),
)
const instant = hours.map((each) => new Date(Math.round((testNow.getTime() + each * hourMs) / 1000) * 1000))
const past = instant.map((each) => (each > testNow ? new Date(2 * testNow.getTime() - each.getTime()) : each))
const when = instant.map((each) => each.toISOString())
const share = fc.double({ min: 0, max: 1, noNaN: true })

const addresses = fc
  .record({
    leafDates: fc.record({ notBefore: when, notAfter: when }),
    authorityDates: fc.record({ notBefore: when, notAfter: when }),
    lastSeenAt: past,
    reached: fc.boolean(),
    nextUpdate: fc.option(instant),
  })
  .map(
    ({ leafDates, authorityDates, lastSeenAt, reached, nextUpdate }) =>
      (ip: string, tlsFacts: object) =>
        address({
          ip,
          chain: [leaf(leafDates), intermediate(authorityDates)],
          tls: tlsFacts,
          lastSeenAt,
          lastOutcome: reached ? { kind: 'handshake' } : { kind: 'refused' },
          ...(nextUpdate === null
            ? {}
            : {
                revocation: new Map([
                  [
                    leaf().sha256,
                    [
                      {
                        status: 'good',
                        source: 'crl',
                        url: null,
                        revokedAt: null,
                        reason: null,
                        thisUpdate: null,
                        nextUpdate,
                        evidenceSha256: null,
                      },
                    ],
                  ],
                ]),
              }),
        }),
  )

const rotations = fc.array(
  fc
    .record({
      ageSeconds: fc.integer({ min: 0, max: 10_000_000 }),
      lifeLeftSeconds: fc.integer({ min: -1_000_000, max: 10_000_000 }),
      lifetimeSeconds: fc.integer({ min: 1, max: 10_000_000 }),
    })
    .map((change) => rotation(10, change)),
  { maxLength: 4 },
)

const policies: fc.Arbitrary<Policy> = fc.record(
  {
    rotationIntervalSeconds: fc.integer({ min: 1 }),
    maxValiditySeconds: fc.integer({ min: 1, max: 40_000_000 }),
    expiryWarnShare: share,
    expiryUrgentShare: share,
    scanIntervalSeconds: fc.integer({ min: 60, max: 30 * 86400 }),
  },
  { requiredKeys: [] },
)

const endpoints = fc
  .record({
    made: fc.array(addresses, { minLength: 1, maxLength: 2 }),
    isPublic: fc.boolean(),
    rotations,
    retiredAt: fc.option(past),
  })
  .map(({ made, isPublic, rotations: seen, retiredAt }) =>
    endpoint({
      addresses: made.map((make, index) =>
        make(`192.0.2.${index + 1}`, isPublic ? { trust: observed(publicTrust()) } : {}),
      ),
      rotations: seen,
      identity: identity({ retiredAt }),
      ...(isPublic ? { store: publicStore } : {}),
    }),
  )

function judge(facts: EndpointFacts, policy: Policy, now: Date) {
  const given = context(policy, now)
  const own = identityFacts({ identity: facts.identity ?? identity(), endpoints: [facts], rotations: facts.rotations })
  const [ofEndpoint, ofIdentity] = [evaluateEndpoint(facts, given), evaluateIdentity(own, given)]
  expect([...ofEndpoint.errors, ...ofIdentity.errors]).toEqual([])
  return [...ofEndpoint.verdicts, ...ofIdentity.verdicts]
}

test('until the earliest change no verdict changes, so nothing has to be evaluated before it', () => {
  fc.assert(
    fc.property(
      endpoints,
      policies,
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (facts, policy, part) => {
        const verdicts = judge(facts, policy, testNow)
        const next = earliestChange(verdicts)
        const spanMs = next === null ? 1000 * 365 * 24 * hourMs : next.getTime() - testNow.getTime()
        expect(spanMs).toBeGreaterThan(0)
        const later = judge(facts, policy, new Date(testNow.getTime() + Math.floor(part * spanMs)))
        const gist = (all: typeof verdicts) =>
          all.map(({ checkId, outcome, severity }) => `${checkId} ${outcome} ${severity}`)
        expect(gist(later)).toEqual(gist(verdicts))
      },
    ),
    { numRuns: 200 },
  )
})

test('a certificate without an end names no instant that cannot be stored', () => {
  const endless = endpoint({ at: { chain: [leaf({ notAfter: '9999-12-31T23:59:59.000Z' })] } })
  for (const { changesAt } of judge(endless, {}, testNow)) expect(changesAt?.getUTCFullYear() ?? 0).toBeLessThan(9999)
})
