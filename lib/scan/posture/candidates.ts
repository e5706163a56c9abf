import { groupIds } from '#lib/tls/groups.ts'
import type { ProtocolVersion } from '#lib/tls/observation.ts'
import { signatureScheme, signatureSchemeIds } from '#lib/tls/signature-schemes.ts'

/** What nearly every client has comes first, so that a server with limits finds something early. */
function leading(first: readonly number[], all: readonly number[]): readonly number[] {
  return [...first, ...all.filter((id) => !first.includes(id))]
}

/** X25519, P-256, P-384, P-521, X448 */
export const commonGroups: readonly number[] = [29, 23, 24, 25, 30]

/** RFC 8422, RFC 7027 and the curves of RFC 4492; values beyond them are of TLS 1.3 alone. */
const plainGroups = leading(
  commonGroups,
  groupIds('ec').filter((id) => id <= 30 || id === 41),
)

/** RFC 8446 4.2.7: curves from secp256r1 on, without those of RFC 4492 that it forbids; finite fields; hybrids. */
const tls13Groups = leading(
  [0x11ec, ...commonGroups],
  [
    ...groupIds('hybrid'),
    ...groupIds('pq'),
    ...groupIds('ec').filter((id) => (id >= 23 && id <= 25) || id >= 29),
    ...groupIds('ff'),
  ],
)

/** RFC 7919: asked for by a suite with ephemeral Diffie-Hellman. */
export const finiteFieldGroups = groupIds('ff')

export const postQuantumGroups: readonly number[] = [...groupIds('hybrid'), ...groupIds('pq')]

export function groupsOf(version: ProtocolVersion): readonly number[] {
  if (version === 'TLSv1.3') return tls13Groups
  return version === 'SSLv3' || version === 'SSLv2' ? [] : plainGroups
}

const ecdsa = [0x0403, 0x0503, 0x0603]
const pss = [0x0804, 0x0805, 0x0806]
const pkcs1 = [0x0401, 0x0501, 0x0601]
const eddsa = [0x0807, 0x0808]
const old = [0x0303, 0x0301, 0x0203, 0x0201, 0x0101, 0x0402, 0x0502, 0x0602, 0x0302, 0x0202]

/** TLS 1.3 signs with these alone (RFC 8446 4.2.3, RFC 8734, RFC 8998, draft-ietf-tls-mldsa). */
const tls13Schemes = leading(
  [...ecdsa, ...eddsa, ...pss],
  signatureSchemeIds().filter((id) => id >> 8 >= 7 && signatureScheme(id)?.keyType !== 'ibs'),
)

const tls12Schemes = leading([...ecdsa, ...pss, ...pkcs1, ...eddsa, ...old], [0x0809, 0x080a, 0x080b, 0x0708])

/** Of CertificateVerify in TLS 1.3 and of ServerKeyExchange in TLS 1.2; before it nothing names a scheme. */
export function schemesOf(version: ProtocolVersion): readonly number[] {
  if (version === 'TLSv1.3') return tls13Schemes
  return version === 'TLSv1.2' ? tls12Schemes : []
}

/** For certificates: what may sign a chain while the schemes of the handshake are narrowed (RFC 8446 4.2.3). */
export const chainSchemes: readonly number[] = [
  ...tls12Schemes,
  ...tls13Schemes.filter((id) => !tls12Schemes.includes(id)),
]

/** What most servers accept, so that several lists may be narrowed at once as long as something of it is left. */
export const expected = {
  tls13Suites: [0x1301, 0x1302, 0x1303],
  groups: [29, 23, 24],
  schemes: { rsa: [...pss, ...pkcs1], pss, ecdsa },
} as const

/**
 * IANA "TLS ALPN Protocol IDs", those that servers on TCP select, in the order in which they are asked for. Not
 * acme-tls/1: it is no application's, and a server that knows ACME takes whoever names it for an authority that
 * validates (RFC 8737 3), and breaks off.
 */
export const alpnNames: readonly string[] = [
  'h2',
  'http/1.1',
  'http/1.0',
  'http/0.9',
  'spdy/3.1',
  'spdy/3',
  'spdy/2',
  'spdy/1',
  'grpc-exp',
  'postgresql',
  'imap',
  'pop3',
  'managesieve',
  'ftp',
  'nntp',
  'nnsp',
  'irc',
  'xmpp-client',
  'xmpp-server',
  'mqtt',
  'dot',
  'ntske/1',
  'sunrpc',
  'smb',
  'coap',
  'stun.turn',
  'stun.nat-discovery',
  'webrtc',
  'c-webrtc',
  'tds/8.0',
  'dicom',
  'radius/1.0',
  'radius/1.1',
  'netperfmeter/control',
]
