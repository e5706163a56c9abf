import { plainRecord } from '#lib/tls/client-hello.ts'
import { handshakeTypes } from '#lib/tls/handshake-messages.ts'
import { WireWriter } from '#lib/tls/wire-writer.ts'

/** Any bytes in place of a certificate: the codec does not look inside. */
const certificate = new Uint8Array(300).fill(0x30)

/** A handshake message with its header. */
export function handshakeMessage(type: number, write: (writer: WireWriter) => void): Buffer {
  return new WireWriter().uint(type, 1).vector(3, write).finish()
}

export interface WrittenHello {
  /** Wire values; TLS 1.2 and its strongest suite for RSA where absent. */
  readonly version?: number
  readonly suite?: number
  readonly sessionId?: Uint8Array
  readonly random?: Uint8Array
  readonly extensions?: readonly { readonly type: number; readonly body: Uint8Array }[]
}

/** A ServerHello, its header included; without the extensions' block where there are none. */
export function serverHelloMessage({ version = 0x0303, suite = 0xc030, ...rest }: WrittenHello = {}): Buffer {
  const { sessionId = new Uint8Array(), random = new Uint8Array(32).fill(7), extensions = [] } = rest
  return handshakeMessage(handshakeTypes.serverHello, (writer) => {
    writer.uint(version, 2).bytes(random)
    writer.vector(1, () => writer.bytes(sessionId))
    writer.uint(suite, 2).uint(0, 1)
    if (extensions.length === 0) return
    writer.vector(2, () => {
      for (const { type, body } of extensions) writer.uint(type, 2).vector(2, () => writer.bytes(body))
    })
  })
}

/** Certificate up to TLS 1.2. */
export function certificateMessage(chain: readonly Uint8Array[]): Buffer {
  return handshakeMessage(handshakeTypes.certificate, (writer) =>
    writer.vector(3, () => {
      for (const der of chain) writer.vector(3, () => writer.bytes(der))
    }),
  )
}

export const serverHelloDone = handshakeMessage(handshakeTypes.serverHelloDone, () => {})

/** A server of SSL 3.0 with RC4 and key transport. */
export const ssl3Flight: Buffer = plainRecord(
  Buffer.concat([
    serverHelloMessage({ version: 0x0300, suite: 0x0005, sessionId: new Uint8Array(32).fill(1) }),
    certificateMessage([certificate]),
    serverHelloDone,
  ]),
  0x0300,
)

/** SERVER-HELLO of SSL 2.0 with two suites. */
export const ssl2Hello: Buffer = ssl2Record(
  new WireWriter()
    .uint(4, 1)
    .uint(0, 1)
    .uint(1, 1)
    .uint(0x0002, 2)
    .uint(certificate.length, 2)
    .uint(6, 2)
    .uint(16, 2)
    .bytes(certificate)
    .uint(0x0700c0, 3)
    .uint(0x010080, 3)
    .bytes(new Uint8Array(16).fill(9))
    .finish(),
)

export function ssl2Record(message: Uint8Array): Buffer {
  return new WireWriter()
    .uint(0x8000 + message.length, 2)
    .bytes(message)
    .finish()
}
