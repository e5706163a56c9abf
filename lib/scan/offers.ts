import type { Offer } from '#lib/tls/client-hello.ts'
import type { Target } from '#lib/tls/observation.ts'
import { suiteInfo, suitesOf } from '#lib/tls/suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import { sentServerName } from './sent-server-name.ts'

/** Groups for which shares go with the first hello, as browsers send them. */
export const defaultShares = [0x11ec, 29] as const

/** IANA "TLS Supported Groups", best first: hybrids, curves, finite fields. */
const groups = [0x11ec, 29, 23, 24, 25, 30, 0x11eb, 0x11ed, 256, 257, 258, 259, 260]

/** IANA "TLS SignatureScheme", strongest kinds first; SHA-1 and PKCS #1 v1.5 last, so that whoever has better uses it. */
const signatureSchemes = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0904, 0x0905, 0x0906, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b,
  0x0401, 0x0501, 0x0601, 0x0303, 0x0301, 0x0203, 0x0201, 0x0402, 0x0202,
]

/** What a careful client still speaks: forward secrecy and AEAD first, nothing without encryption or authentication. */
export const soundSuites = [
  0x1302, 0x1301, 0x1303, 0x1304, 0x1305, 0xc02c, 0xc02b, 0xc030, 0xc02f, 0xcca9, 0xcca8, 0xc0ad, 0xc0ac, 0x009f,
  0x009e, 0xccaa, 0xc024, 0xc023, 0xc028, 0xc027, 0xc00a, 0xc009, 0xc014, 0xc013, 0x006b, 0x0067, 0x0039, 0x0033,
  0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x00a3, 0x00a2, 0x006a, 0x0040, 0x0038, 0x0032, 0xc05d, 0xc05c,
  0xc061, 0xc060, 0x0088, 0x0045, 0x0084, 0x0041, 0xc008, 0xc012, 0x0016, 0x000a,
]

/** For servers that have nothing else: RC4, single DES, export, no encryption, no authentication. */
const weakSuites = [
  0xc007, 0xc011, 0x0005, 0x0004, 0x0015, 0x0009, 0x0007, 0x0096, 0x009a, 0x0014, 0x0008, 0x0006, 0x0003, 0x00a6,
  0x006c, 0x0034, 0xc018, 0x001b, 0x0018, 0xc006, 0xc010, 0x003b, 0x0002, 0x0001,
]

const signallingRenegotiation = 0x00ff

const versions = [wireVersions['TLSv1.3'], wireVersions['TLSv1.2'], wireVersions['TLSv1.1'], wireVersions.TLSv1]
const webProtocols = ['h2', 'http/1.1']
const noTicket = new Uint8Array()

/** The first hello: all of TLS 1.0 to 1.3 that a careful client would speak. */
export function fullOffer(target: Target): Offer {
  return { ...tls12Offer(target), versions, suites: soundSuites, groups }
}

function tls12Offer(target: Target) {
  return {
    legacyVersion: wireVersions['TLSv1.2'],
    versions: [],
    serverName: sentServerName(target),
    signatureSchemes,
    alpn: target.transport === 'tls' ? webProtocols : [],
    statusRequest: true,
    signedTimestamps: true,
    extendedMasterSecret: true,
    encryptThenMac: true,
    renegotiationInfo: true,
    sessionTicket: noTicket,
  }
}

/** Up to TLS 1.2: curves that few clients have, without which a server with a certificate on one of them has nothing. */
const rareGroups = [30, 26, 27, 28, 22, 21, 20, 19, 18, 14, 13, 12, 11, 10, 9, 256, 257, 258]

/** All that certificates or nothing at all prove: what goes with shared keys can't be led on. */
function everySuite(): readonly number[] {
  const rare = suitesOf('TLSv1.2').filter((suite) => !/psk|srp|krb5|pwd/.test(suiteInfo(suite)?.keyExchange ?? ''))
  return [...new Set([...soundSuites, ...weakSuites, ...rare])].filter((suite) => suite >> 8 !== 0x13)
}

/**
 * What is tried where the first hello was not answered with a ServerHello, before any verdict: a small hello without
 * extensions that some servers choke on (lighttpd with wolfSSL: status_request), the same of TLS 1.2 alone (others
 * choke on new versions or unknown groups), one of TLS 1.2 without suites of ECDSA (HAProxy takes its certificate of
 * that kind for whoever offers one of them, be it that it has none), one with whatever TLS 1.2 ever had, one of TLS
 * 1.0 with whatever an old server may have left, and one of SSL 3.0, which knows no extensions.
 */
export function fallbackOffers(target: Target): readonly Offer[] {
  const common = [29, 23, 24, 25]
  const plain = { versions: [], serverName: sentServerName(target), groups: common }
  return [
    {
      ...plain,
      legacyVersion: wireVersions['TLSv1.2'],
      versions: [wireVersions['TLSv1.3'], wireVersions['TLSv1.2']],
      // With a share the hello stays under 256 bytes.
      suites: soundSuites.slice(0, 24),
      signatureSchemes: signatureSchemes.filter((scheme) => scheme >> 8 !== 9).slice(0, 12),
      alpn: tls12Offer(target).alpn,
    },
    {
      ...plain,
      legacyVersion: wireVersions['TLSv1.2'],
      // Few enough that the hello stays under 256 bytes.
      suites: soundSuites.filter((suite) => suite >> 8 !== 0x13).slice(0, 40),
      signatureSchemes: signatureSchemes.filter((scheme) => scheme >> 8 !== 9).slice(0, 12),
    },
    {
      ...tls12Offer(target),
      groups: common,
      suites: soundSuites.filter((suite) => suite >> 8 !== 0x13 && suiteInfo(suite)?.authentication !== 'ecdsa'),
    },
    { ...tls12Offer(target), groups: [...common, ...rareGroups], suites: everySuite() },
    {
      ...plain,
      legacyVersion: wireVersions.TLSv1,
      groups: [...common, ...rareGroups],
      suites: [...soundSuites, ...weakSuites, signallingRenegotiation].filter((suite) => suite >> 8 !== 0x13),
      signatureSchemes: [],
    },
    {
      ...plain,
      legacyVersion: wireVersions.SSLv3,
      recordVersion: wireVersions.SSLv3,
      groups: [],
      suites: [...soundSuites, ...weakSuites, signallingRenegotiation].filter((suite) => suite < 0x1300),
      signatureSchemes: [],
    },
  ]
}
