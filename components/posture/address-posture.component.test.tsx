import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { failed, observed, skipped } from '#lib/core/observed.ts'
import type { EndpointAddress } from '#lib/data/endpoints/list-endpoint-addresses.ts'
import { features, suites, tls, trust } from '#lib/testing/facts.ts'
import { noFlaws } from '#lib/testing/posture-facts.ts'
import { noFacts } from '#lib/tls/no-facts.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { AddressPosture } from './address-posture.tsx'
import { flawsText } from './hello-words.ts'

const at = new Date('2026-11-23T12:00:00Z')

function shown(facts: TlsFacts, change: Partial<EndpointAddress> = {}): string {
  const address: EndpointAddress = {
    id: 'a',
    ip: '192.0.2.1',
    firstSeenAt: at,
    lastSeenAt: at,
    goneAt: null,
    lastOutcome: { kind: 'handshake' },
    lastScanAt: at,
    timings: null,
    connections: 37,
    postureAt: at,
    mtlsAt: at,
    latest: { observationId: 'o', observedAt: at, lastSeenAt: at, timesSeen: 1, facts },
    ...change,
  }
  return renderToStaticMarkup(<AddressPosture address={address} certificates={new Map()} />)
}

const textOf = (markup: string) => markup.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

test('a sound server is told with its lists, their order and their worth', () => {
  const text = textOf(shown(tls({ clientCertificateRequest: observed({ authorities: ['CN=Clients'], schemes: [] }) })))
  for (const said of [
    'the last scan opened 37 connections',
    'TLS 1.3 spoken',
    'SSL 2.0 refused',
    '2, in the server&#x27;s own order',
    '256 bits TLS_AES_256_GCM_SHA384',
    'X25519MLKEM768 PQ',
    'proven: it signed the handshake with ecdsa_secp256r1_sha256',
    'CN=Clients',
    'downgrades are refused',
    'HTTP is not spoken',
  ])
    expect(text).toContain(said)
  expect(text).not.toContain('Not learned')
})

test('nothing of what is not known looks like a pass', () => {
  for (const facts of [noFacts(failed('timeout')), noFacts(skipped('older-scan'))]) {
    const markup = shown(facts, { postureAt: null, mtlsAt: null })
    expect(markup).not.toContain('pass-')
    expect(textOf(markup)).toContain('Posture seen never')
  }
  expect(textOf(shown(noFacts(skipped('older-scan'))))).toContain('the scan was made before this was asked')
})

test('what was tried and not learned is said with its reason, by version where only one is missing', () => {
  const half = observed({ 'TLSv1.3': observed(suites('TLS_AES_128_GCM_SHA256')), 'TLSv1.2': failed<never>('reset') })
  const text = textOf(shown(tls({ suites: half, http: failed('timeout'), conduct: observed('began-to-refuse') })))
  expect(text).toContain('Suites at TLS 1.2: the connection was broken off')
  expect(text).toContain('HTTP: the server did not answer in time')
  expect(text).toContain('began to refuse while it was asked')
})

test('weak suites are marked, and a retired version is named with what forbids it', () => {
  const weak = observed({ TLSv1: observed(suites('TLS_RSA_WITH_RC4_128_MD5', '0x1306')) })
  const text = textOf(shown(tls({ suites: weak, versions: observed({ TLSv1: observed(true) }) })))
  expect(text).toContain('RC4, MD5, no forward secrecy')
  expect(text).toContain('not known 0x1306')
  expect(text).toContain('spoken, forbidden by RFC 8996')
})

test('each client that was played has its treatment and evidence; text of a peer is escaped', () => {
  const probes = [
    { client: 'none', treatment: 'refused', detail: 'alert 116' },
    { client: 'wrong-purpose', treatment: 'served', detail: 'HEAD / was answered with 200 \u202e' },
  ] as const
  const text = textOf(shown(tls({ mtls: observed({ verdict: 'ENFORCED', evidence: [], probes }) })))
  expect(text).toContain('No certificate Refused alert 116')
  expect(text).toContain('Of a wrong purpose Served')
  expect(text).not.toContain('\u202e')
})

test('a feature that was not learned is not called missing', () => {
  const text = textOf(shown(tls({ features: observed(features({ extendedMasterSecret: failed('timeout') })) })))
  expect(text).toContain('Extended master secret Not learned: the server did not answer in time')
})

test('whether clients may begin a new handshake is told where the scan asked for it', () => {
  const told = (change: Parameters<typeof features>[0]) => textOf(shown(tls({ features: observed(features(change)) })))
  expect(told({ clientRenegotiation: observed(true) })).toContain('Renegotiation by clients accepted')
  expect(told({ clientRenegotiation: observed(false) })).toContain('Renegotiation by clients refused')
  const silent = 'Renegotiation by clients Not learned: the server said nothing to it'
  expect(told({ clientRenegotiation: failed('no-answer') })).toContain(silent)
  const { clientRenegotiation: _, ...older } = features()
  expect(textOf(shown(tls({ features: observed(older) })))).not.toContain('Renegotiation by clients')
})

test('a certificate beside the main one is told with what was judged of its chain', () => {
  const text = (otherTrust: TlsFacts['otherTrust']) =>
    textOf(shown(tls({ otherChains: observed({ rsa: ['ab'.repeat(32)] }), otherTrust })))
  const opinion = trust({ pathFound: false, error: 'signature-mismatch', path: [] })
  expect(text(observed({ ['ab'.repeat(32)]: opinion }))).toContain(
    'No path the signature does not verify under the issuer’s key',
  )
  expect(text(observed({}))).toContain('trust not judged')
  expect(text(skipped('older-scan'))).not.toContain('Trusted')
})

test('a flaw is told as what the server does; one that was not learned is not called missing', () => {
  const flaws = { ...noFlaws, heartbleed: observed(true), rsaPaddingOracle: failed<boolean>('timeout') }
  const text = textOf(shown(tls({ flaws: observed(flaws) })))
  expect(text).toContain('Heartbleed gives away memory')
  expect(text).toContain('ROBOT Not learned: the server did not answer in time')
  expect(text).toContain('CCS injection not shown')
  expect(textOf(shown(tls({ flaws: failed('timeout') })))).toContain('Known flaws: the server did not answer in time')
  expect(flawsText(flaws)).toBe('Heartbleed, not all are known')
  expect(flawsText(noFlaws)).toBe('none was shown')
})

test('what a HEAD told is said with what was not sent; its text is escaped', () => {
  const headers = {
    'content-security-policy': ["default-src 'self' <b>\u202e"],
    server: ['nginx'],
    'set-cookie': ['id=; Secure; Path=/', '='],
  }
  const http = { status: 200, strictTransportSecurity: null, headers, clock: 'wrong' } as const
  const markup = shown(tls({ http: observed(http) }))
  const text = textOf(markup)
  for (const said of [
    'HTTP 200',
    'Strict-Transport-Security not sent',
    'Not sent x-content-type-options, x-frame-options, referrer-policy',
    'server nginx',
    'Date more than five minutes wrong',
    'id Secure, Path=/ HttpOnly, SameSite',
    '(no name) — Secure, HttpOnly, SameSite',
  ])
    expect(text).toContain(said)
  expect(markup).not.toContain('<b>')
  expect(markup).not.toContain('\u202e')
  const { headers: _, ...older } = http
  expect(textOf(shown(tls({ http: observed(older) })))).toContain(
    'Other headers the scan was made before this was asked',
  )
})

test('NPN, the clock and the life of tickets are said in words', () => {
  const all = tls({
    nextProtocols: observed(['spdy/3.1', 'http/1.1']),
    clock: observed('wrong'),
    features: observed(features({ ticketLifetimeSeconds: observed(7200) })),
  })
  const text = textOf(shown(all))
  expect(text).toContain('NPN spdy/3.1, http/1.1')
  expect(text).toContain('more than five minutes wrong')
  expect(text).toContain('Life of tickets up to 2 h')
  const none = textOf(shown(tls({ clock: skipped('tls13-only'), nextProtocols: failed('not-offered') })))
  expect(none).toContain('Clock of the server Not tried: the server speaks TLS 1.3 alone')
  expect(none).toContain('NPN: the hello that the server took did not offer it')
  const told = (seconds: number | null) =>
    textOf(shown(tls({ features: observed(features({ ticketLifetimeSeconds: observed(seconds) })) })))
  expect(told(0)).toContain('Life of tickets not said')
  expect(told(null)).toContain('Life of tickets no ticket is issued')
})
