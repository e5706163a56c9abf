import { expect, test } from 'vitest'
import { failed, observed } from '#lib/core/observed.ts'
import { suites, tls } from '#lib/testing/facts.ts'
import { noFlaws } from '#lib/testing/posture-facts.ts'
import type { Accepted, TlsFacts } from '#lib/tls/observation.ts'
import { compareAddresses } from './compare-addresses.ts'
import type { EndpointAddress } from './list-endpoint-addresses.ts'

const at = new Date('2026-11-23T12:00:00Z')

function address(id: string, facts: Partial<TlsFacts>, goneAt: Date | null = null): EndpointAddress {
  const latest = { observationId: id, observedAt: at, lastSeenAt: at, timesSeen: 1, facts: { ...tls(), ...facts } }
  const outcome = { kind: 'handshake' } as const
  return {
    id,
    ip: id,
    firstSeenAt: at,
    lastSeenAt: at,
    goneAt,
    lastOutcome: outcome,
    lastScanAt: at,
    timings: null,
    connections: null,
    postureAt: null,
    mtlsAt: null,
    latest,
  }
}

const fresh = { chain: observed(['new', 'ca']) }
const stale = { chain: observed(['old', 'ca']) }
const differing = (addresses: readonly EndpointAddress[]) =>
  [...compareAddresses(addresses)].map(([id, facts]) => `${id}:${[...facts].join('+')}`)

test('a stale backend stands apart from the others', () => {
  expect(differing([address('a', fresh), address('b', fresh), address('c', stale)])).toEqual([
    'a:',
    'b:',
    'c:certificate',
  ])
})

test('of two that differ none is called the usual one', () => {
  expect(differing([address('a', fresh), address('b', stale)])).toEqual(['a:certificate', 'b:certificate'])
})

test('what is not known is no difference', () => {
  const unknown = {
    chain: failed<readonly string[]>('timeout'),
    mtls: observed({ verdict: 'UNKNOWN', evidence: [] } as const),
  }
  expect(differing([address('a', fresh), address('b', unknown)])).toEqual(['a:', 'b:'])
})

test('an address that the name left is not compared', () => {
  expect(differing([address('a', fresh), address('b', stale, at)])).toEqual(['a:'])
})

test('a backend that accepts other suites stands apart; one whose list is not whole does not', () => {
  const at12 = (...names: readonly string[]) => observed({ 'TLSv1.2': observed(suites(...names)) })
  const usual = { suites: at12('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256') }
  const old = { suites: at12('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_RC4_128_SHA') }
  const partly = { suites: observed({ 'TLSv1.2': failed<Accepted<string>>('timeout') }) }
  expect(differing([address('a', usual), address('b', usual), address('c', old), address('d', partly)])).toEqual([
    'a:',
    'b:',
    'c:suites',
    'd:',
  ])
})

test('a backend that shows a flaw stands apart; one of which it is not known does not', () => {
  const bleeds = { flaws: observed({ ...noFlaws, heartbleed: observed(true) }) }
  const unknown = { flaws: observed({ ...noFlaws, heartbleed: failed<boolean>('timeout') }) }
  expect(differing([address('a', {}), address('b', {}), address('c', bleeds), address('d', unknown)])).toEqual([
    'a:',
    'b:',
    'c:flaws',
    'd:',
  ])
})
