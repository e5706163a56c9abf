import { randomBytes } from 'node:crypto'
import type { ServerFlight } from '../flight.ts'
import { handshakeTypes } from '../handshake-messages.ts'
import { leafKey } from '../leaf-key.ts'
import { contentTypes } from '../records.ts'
import { certificateMessage, handshakeMessage } from '../tls12-client-flight.ts'
import { WireError } from '../wire-reader.ts'
import { changeCipherSpec, recordBehind } from './missteps.ts'
import type { PlainVersion, Steps } from './provocation.ts'
import { type Padding, wronglyPadded } from './wrong-paddings.ts'

/** As long as a Finished of any suite may be, and whole blocks of every cipher. */
const finishedBytes = 64

/**
 * ClientKeyExchange with this padding, and behind it ChangeCipherSpec and a Finished that no key fits: some servers tell
 * wrong paddings apart at once, some only by then. `clientVersion`: legacy_version of the hello.
 */
export function paddingSteps(padding: Padding, version: PlainVersion, clientVersion: number): Steps {
  return (flight) => {
    const [leaf] = flight.chain ?? []
    const key = leaf ? leafKey(leaf) : null
    if (key === null) throw new WireError('the key of the certificate is of no use here')
    const secret = wronglyPadded(key, padding, clientVersion)
    // SSL 3.0 sends no length (RFC 6101 5.6.7.1).
    const exchange = handshakeMessage(handshakeTypes.clientKeyExchange, (writer) =>
      version === 'SSLv3' ? writer.bytes(secret) : writer.vector(2, () => writer.bytes(secret)),
    )
    return [
      Buffer.concat([...noCertificate(flight, version), recordBehind(flight, contentTypes.handshake, exchange)]),
      Buffer.concat([
        changeCipherSpec(flight),
        recordBehind(flight, contentTypes.handshake, randomBytes(finishedBytes)),
      ]),
    ]
  }
}

/** What a client without one says to a CertificateRequest (RFC 5246 7.4.6, RFC 6101 5.4.2). */
function noCertificate(flight: ServerFlight, version: PlainVersion): readonly Buffer[] {
  if (!flight.certificateRequested) return []
  const message = certificateMessage(null, version)
  return [
    message
      ? recordBehind(flight, contentTypes.handshake, message)
      : recordBehind(flight, contentTypes.alert, Uint8Array.of(1, 41)),
  ]
}
