import { sha256, toHex } from '#lib/core/ids.ts'
import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { cipherSuite, keyExchange } from '#lib/tls/suites.ts'
import type { Attempt } from '../attempt.ts'

export type FlightFacts = Pick<
  TlsFacts,
  'protocol' | 'cipherSuite' | 'group' | 'alpn' | 'chain' | 'ocspStaple' | 'clientCertificateRequested' | 'starttls'
>

/** What one handshake tells by itself. What the server did not come to say is `failed` with the attempt's outcome. */
export function flightFacts(attempt: Attempt, overTls: boolean): FlightFacts {
  const { flight, outcome } = attempt
  const { hello, chain } = flight
  const reason = outcome.kind === 'handshake' ? 'not-sent' : outcome.kind
  const detail = flight.problem ?? undefined
  const missing = <T>(): Observed<T> => failed(reason, detail)
  const settled = flight.requestSettled || outcome.kind === 'handshake'
  return {
    protocol: hello ? observed(hello.version) : missing(),
    cipherSuite: hello ? observed(cipherSuite(hello.suiteId)) : missing(),
    group: groupFact(attempt, missing),
    // In TLS 1.3 the answer to ALPN is encrypted and stands before the certificate.
    alpn: hello && (hello.version !== 'TLSv1.3' || settled) ? observed(flight.alpn) : missing(),
    chain: chain ? observed(chain.map((der) => toHex(sha256(der)))) : missing(),
    ocspStaple: chain && settled ? observed(flight.staple && Buffer.from(flight.staple).toString('base64')) : missing(),
    clientCertificateRequested:
      settled || flight.certificateRequested ? observed(flight.certificateRequested) : missing(),
    starttls: overTls ? skipped('not-starttls') : attempt.starttls ? observed(attempt.starttls) : missing(),
  }
}

function groupFact({ flight }: Attempt, missing: <T>() => Observed<T>): TlsFacts['group'] {
  if (flight.group) return observed(flight.group)
  return flight.hello && keyExchange(flight.hello.suiteId) === 'rsa' ? observed(null) : missing()
}
