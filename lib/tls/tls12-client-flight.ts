import type { CertificateRequest } from './certificate-request.ts'
import type { Offer } from './client-hello.ts'
import type { ClientCredential } from './conversation.ts'
import type { Flight } from './flight.ts'
import { handshakeTypes } from './handshake-messages.ts'
import { leafKey } from './leaf-key.ts'
import { type Agreement, agreeInField, agreeOnCurve, transportKey } from './tls12-key-agreement.ts'
import type { Tls12Version } from './tls12-prf.ts'
import type { Tls12Suite } from './tls12-suites.ts'
import { NotCompletedError, WireError } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

/** How the client comes to the premaster secret, by the suite and what the server sent for it. Throws WireError. */
export function agree(suite: Tls12Suite, flight: Flight, version: Tls12Version, offer: Offer): Agreement {
  if (suite.keyExchange === 'rsa') {
    const leaf = flight.chain?.[0]
    const key = leaf ? leafKey(leaf) : null
    if (key === null) throw new WireError('the key of the certificate is of no use here')
    return transportKey(key, offer.legacyVersion, version === 'SSLv3')
  }
  const { keyExchange } = flight
  if (!keyExchange) throw new NotCompletedError('an exchange on a curve without a name is not completed here')
  const { groupId, dh, publicShare } = keyExchange
  if (dh) return agreeInField(dh.prime, dh.generator, publicShare)
  return agreeOnCurve(groupId ?? 0, publicShare)
}

/**
 * The client's Certificate (RFC 5246 7.4.6): empty where there is no credential and where it has no way to sign that the
 * server takes. Null in SSL 3.0, where a warning stands for it (RFC 6101 5.6.6).
 */
export function certificateMessage(credential: ClientCredential | null, version: Tls12Version): Buffer | null {
  if (credential === null && version === 'SSLv3') return null
  return handshakeMessage(handshakeTypes.certificate, (writer) =>
    writer.vector(3, () => {
      for (const der of credential?.chain ?? []) writer.vector(3, () => writer.bytes(der))
    }),
  )
}

/** CertificateVerify over all messages so far (RFC 5246 7.4.8); before TLS 1.2 it names no scheme. */
export function certificateVerifyMessage(
  credential: ClientCredential,
  version: Tls12Version,
  request: CertificateRequest,
  transcript: Uint8Array,
): Buffer {
  const signed = credential.sign(version, request.schemes, transcript)
  if (signed === null) throw new WireError('the client has no way to sign that the server takes')
  const { scheme, signature } = signed
  return handshakeMessage(handshakeTypes.certificateVerify, (writer) => {
    if (scheme !== null) writer.uint(scheme, 2)
    writer.vector(2, () => writer.bytes(signature))
  })
}

export function handshakeMessage(type: number, write: (writer: WireWriter) => void): Buffer {
  return new WireWriter().uint(type, 1).vector(3, write).finish()
}
