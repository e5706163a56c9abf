import type { Attempt } from '#lib/scan/attempt.ts'
import type { CertificateRequest } from '#lib/tls/certificate-request.ts'
import { Flight, type KeyProof } from '#lib/tls/flight.ts'
import type { Outcome, ProtocolVersion } from '#lib/tls/observation.ts'
import { readServerHello, type ServerHello } from '#lib/tls/server-hello.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import { WireWriter } from '#lib/tls/wire-writer.ts'

export interface MadeAttempt {
  readonly outcome?: Outcome
  readonly aftermath?: Attempt['aftermath']
  readonly answer?: Uint8Array | null
  /** True. */
  readonly requested?: boolean
  /** What is asked for, where anything is. */
  readonly request?: Partial<CertificateRequest>
  /** Whether the server came to the end of what it says before the client's flight; true. */
  readonly settled?: boolean
  /** TLSv1.3; null: no ServerHello came. */
  readonly version?: ProtocolVersion | null
  readonly alpn?: string | null
  readonly proof?: KeyProof
}

/** One connection as a scan reports it, by what differs from a finished TLS 1.3 handshake that asked for a certificate. */
export function madeAttempt(made: MadeAttempt = {}): Attempt {
  const { outcome = { kind: 'handshake' }, aftermath = null, answer = null, version = 'TLSv1.3' } = made
  const flight = new Flight()
  if (version !== null) flight.hello = helloOf(version)
  flight.alpn = made.alpn ?? null
  flight.proof = made.proof ?? null
  flight.requestSettled = made.settled ?? true
  if (made.requested ?? true) {
    const none = new Uint8Array()
    flight.certificateRequest = { context: none, types: [], schemes: [0x0403], authorities: [], ...made.request }
  }
  return {
    outcome,
    flight,
    starttls: null,
    aftermath,
    answer,
    renegotiates: null,
    resumptions: [],
    connectMs: 1,
    handshakeMs: 1,
  }
}

function helloOf(version: ProtocolVersion): ServerHello {
  const tls13 = version === 'TLSv1.3'
  const legacy = tls13 ? wireVersions['TLSv1.2'] : wireVersions[version]
  const writer = new WireWriter().uint(legacy, 2).bytes(new Uint8Array(32)).uint(0, 1)
  writer.uint(tls13 ? 0x1301 : 0xc02f, 2).uint(0, 1)
  // supported_versions (RFC 8446 4.2.1)
  writer.vector(2, () => {
    if (tls13) writer.uint(43, 2).vector(2, () => writer.uint(wireVersions[version], 2))
  })
  return readServerHello(writer.finish())
}
