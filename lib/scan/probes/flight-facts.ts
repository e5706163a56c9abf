import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import type { CertificateRequest } from '#lib/tls/certificate-request.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { KeyProof } from '#lib/tls/flight.ts'
import type { ClientCertificateRequest, InventoryFacts, KeyPossession } from '#lib/tls/observation.ts'
import { signatureSchemeName } from '#lib/tls/signature-schemes.ts'
import { cipherSuite, keyExchange } from '#lib/tls/suites.ts'
import { nameText } from '#lib/x509/distinguished-name.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import type { Attempt } from '../attempt.ts'

export type FlightFacts = Omit<InventoryFacts, 'trust' | 'otherChains' | 'otherTrust'>

/** What has to be offered before a server may answer to it. */
export type AskedFor = Pick<Offer, 'alpn' | 'statusRequest' | 'signedTimestamps'>

/**
 * What one handshake tells by itself. What the server did not come to say is `failed` with the attempt's outcome; so is
 * what it was not asked for, for some hellos have to be small.
 */
export function flightFacts(attempt: Attempt, overTls: boolean, asked: AskedFor): FlightFacts {
  const { flight, outcome, ssl2 } = attempt
  const inSsl2 = ssl2?.answer.kind === 'ssl2'
  const { hello, chain, certificateRequest } = flight
  const reason = outcome.kind === 'handshake' ? 'not-sent' : outcome.kind
  const detail = flight.problem ?? undefined
  const lost: Observed<never> = failed(reason, detail)
  const missing = <T>(): Observed<T> => lost
  const settled = flight.requestSettled || outcome.kind === 'handshake'
  // SSL 3.0 has no extensions, so nothing that takes one is true of it.
  const takesExtensions = hello !== null && hello.version !== 'SSLv3'
  const unasked = (offered: unknown): Observed<never> | null => (takesExtensions && !offered ? notOffered : null)
  const requestKnown = settled || certificateRequest !== null
  return {
    protocol: hello ? observed(hello.version) : inSsl2 ? observed('SSLv2') : missing(),
    cipherSuite: hello ? observed(cipherSuite(hello.suiteId)) : missing(),
    group: groupFact(attempt, missing),
    // In TLS 1.3 the answer to ALPN is encrypted and stands before the certificate.
    alpn:
      unasked(asked.alpn) ?? (hello && (hello.version !== 'TLSv1.3' || settled) ? observed(flight.alpn) : missing()),
    chain: chain ? observed(chain.map((der) => fingerprint(der))) : missing(),
    ocspStaple:
      unasked(asked.statusRequest) ?? (chain && settled ? observed(flight.staple && base64(flight.staple)) : missing()),
    signedTimestamps:
      unasked(asked.signedTimestamps) ?? (chain ? observed(flight.signedTimestamps.map(base64)) : missing()),
    keyPossession: flight.proof ? observed(possession(flight.proof)) : missing(),
    clientCertificateRequested: requestKnown ? observed(certificateRequest !== null) : missing(),
    clientCertificateRequest: requestKnown ? observed(certificateRequest && readable(certificateRequest)) : missing(),
    starttls: overTls ? skipped('not-starttls') : attempt.starttls ? observed(attempt.starttls) : missing(),
  }
}

const notOffered: Observed<never> = failed('not-offered')

function groupFact({ flight, ssl2 }: Attempt, missing: <T>() => Observed<T>): InventoryFacts['group'] {
  if (flight.group) return observed(flight.group)
  // Its only key exchange is transport by RSA.
  if (ssl2?.answer.kind === 'ssl2') return observed(null)
  return flight.hello && keyExchange(flight.hello.suiteId) === 'rsa' ? observed(null) : missing()
}

function possession({ by, scheme, verified }: KeyProof): KeyPossession {
  return { by, scheme: scheme === null ? null : signatureSchemeName(scheme), verified }
}

function readable({ authorities, schemes }: CertificateRequest): ClientCertificateRequest {
  return { authorities: authorities.map(nameText), schemes: schemes.map(signatureSchemeName) }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
