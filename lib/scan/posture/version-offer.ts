import { freshRandom, type Offer } from '#lib/tls/client-hello.ts'
import type { ProbeEnd } from '#lib/tls/hello-probe.ts'
import type { ProtocolVersion } from '#lib/tls/observation.ts'
import { suitesOf } from '#lib/tls/suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import { WireWriter } from '#lib/tls/wire-writer.ts'
import { soundSuites } from '../offers.ts'
import { chainSchemes, groupsOf, schemesOf } from './candidates.ts'

/** The lists of one hello. */
export interface Lists {
  readonly suites: readonly number[]
  readonly groups: readonly number[]
  readonly schemes: readonly number[]
  readonly alpn: readonly string[]
}

/** `grease`: RFC 8701; `long`: more than one TCP segment, as hybrids make it. */
export type Decoration = 'grease' | 'long'

/** Two segments of Ethernet. */
const longBytes = 2400

const signatureAlgorithmsCert = 50

/**
 * A hello that speaks this version alone (before TLS 1.3: this and all before it), and whose answer shows as much as a
 * ServerHello can. TLS 1.3 with an empty key_share: the retry that it asks for names the suite and the group.
 */
export function versionOffer(version: Exclude<ProtocolVersion, 'SSLv2'>, serverName: string, lists: Lists): Offer {
  const { suites, groups, schemes, alpn } = lists
  const offer = { suites, groups, signatureSchemes: schemes, serverName, alpn }
  if (version === 'TLSv1.3') {
    return {
      ...offer,
      legacyVersion: wireVersions['TLSv1.2'],
      versions: [wireVersions['TLSv1.3']],
      keyShares: [],
      // RFC 8446 D.4: what stands between may want to see a session that is resumed.
      sessionId: Uint8Array.from(freshRandom()),
    }
  }
  const wire = wireVersions[version]
  return {
    ...offer,
    legacyVersion: wire,
    ...(version === 'SSLv3' ? { recordVersion: wire } : {}),
    versions: [],
    compressions: [1, 0],
    extendedMasterSecret: true,
    encryptThenMac: true,
    renegotiationInfo: true,
    heartbeat: true,
    sessionTicket: new Uint8Array(),
  }
}

/** The same without what changes the messages behind the server's flight. */
export function oldFashionedOffer(version: Exclude<ProtocolVersion, 'SSLv2'>, serverName: string, lists: Lists): Offer {
  const offer = versionOffer(version, serverName, lists)
  const { compressions, extendedMasterSecret, encryptThenMac, heartbeat, sessionTicket, ...rest } = offer
  return rest
}

/** A small hello of this version, of what most servers accept, with no extension more than it takes. */
export function bareOffer(version: Exclude<ProtocolVersion, 'SSLv2'>, serverName: string): Offer {
  const lists = {
    suites: soundSuites.filter((suite) => suitesOf(version).includes(suite)),
    groups: groupsOf(version).slice(0, 6),
    schemes: schemesOf(version).slice(0, 9),
    alpn: [],
  }
  const { legacyVersion, recordVersion, versions, suites, groups, signatureSchemes, keyShares, sessionId } =
    versionOffer(version, serverName, lists)
  return {
    ...{ legacyVersion, versions, suites, groups, signatureSchemes, serverName },
    ...(recordVersion === undefined ? {} : { recordVersion }),
    ...(keyShares === undefined ? {} : { keyShares }),
    ...(sessionId === undefined ? {} : { sessionId }),
  }
}

/** Up to TLS 1.2 the group, the scheme and the certificate follow in the clear. */
export function listenEnd(version: ProtocolVersion): ProbeEnd {
  return version === 'TLSv1.3' ? 'server-hello' : 'server-flight'
}

/** With the form that only a tolerant server takes. */
export function decorated(offer: Offer, decoration: Decoration): Offer {
  if (decoration === 'long') return { ...offer, padTo: longBytes }
  return {
    ...offer,
    suites: [0x1a1a, ...offer.suites],
    groups: [0x2a2a, ...offer.groups],
    versions: offer.versions.length > 0 ? [0x3a3a, ...offer.versions] : [],
    signatureSchemes: offer.signatureSchemes.length > 0 ? [...offer.signatureSchemes, 0x4a4a] : [],
    more: [...(offer.more ?? []), { type: 0x5a5a, body: new Uint8Array() }, { type: 0x6a6a, body: Uint8Array.of(0) }],
  }
}

/** signature_algorithms_cert: narrowing the schemes of the handshake shall not narrow the chains that may be shown. */
export const anyChain = {
  type: signatureAlgorithmsCert,
  body: new WireWriter().list16(chainSchemes).finish(),
}
