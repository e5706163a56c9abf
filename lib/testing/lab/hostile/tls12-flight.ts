import { createECDH, randomBytes, sign } from 'node:crypto'
import type { Issued } from '../../certificates.ts'
import { hostileLeaf, hostileRsaLeaf } from './certificates.ts'
import type { HelloSeen } from './client-hello-seen.ts'
import type { Step } from './tls13-flight.ts'
import {
  type Extension,
  handshakeRecords,
  message,
  messageTypes,
  record,
  recordTypes,
  serverHello,
  vector,
} from './wire.ts'

export interface Flight12Options {
  /** TLS 1.2 */
  readonly version?: number
  /** TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256; those of RSA key transport go without a ServerKeyExchange. */
  readonly suite?: number
  readonly compression?: number
  readonly leaf?: Issued
  readonly chain?: readonly Uint8Array[]
  readonly certificateBody?: Uint8Array
  /** Signs in place of the leaf's key. */
  readonly signer?: Issued
  readonly spoilSignature?: boolean
  readonly extensions?: readonly Extension[] | null
  readonly random?: Uint8Array
}

const ecdheEcdsa = 0xc02b

/** The server's first flight of TLS 1.2 and before, plain: ServerHello, Certificate, ServerKeyExchange, ServerHelloDone. */
export function tls12Flight(hello: HelloSeen, options: Flight12Options = {}): readonly Step[] {
  const { version = 0x0303, suite = ecdheEcdsa, compression = 0 } = options
  const random = options.random ?? randomBytes(32)
  const transport = suite < 0x0100
  const leaf = options.leaf ?? (transport ? hostileRsaLeaf() : hostileLeaf())
  const said = (stage: Step['stage'], type: number, body: Uint8Array): Step => ({
    stage,
    bytes: handshakeRecords(message(type, body), version),
  })
  const first = serverHello({
    version,
    random,
    sessionId: randomBytes(32),
    suite,
    compression,
    extensions: version === 0x0300 ? null : extensionsOf(options),
  })
  return [
    { stage: 'server-hello', bytes: record(recordTypes.handshake, first, version) },
    said(
      'certificate',
      messageTypes.certificate,
      options.certificateBody ?? certificateBody(options.chain ?? [leaf.der]),
    ),
    ...(transport
      ? []
      : [said('certificate-verify', messageTypes.serverKeyExchange, keyExchange(hello, random, options, leaf))]),
    said('finished', messageTypes.serverHelloDone, new Uint8Array()),
  ]
}

function extensionsOf({ extensions }: Flight12Options): readonly Extension[] | null {
  return extensions === undefined ? [{ type: 0xff01, body: Buffer.of(0) }] : extensions
}

/** A Certificate message up to TLS 1.2 (RFC 5246 7.4.2). */
export function certificateBody(chain: readonly Uint8Array[]): Buffer {
  return vector(3, Buffer.concat(chain.map((der) => vector(3, der))))
}

/** RFC 8422 5.4 on P-256 with ecdsa_secp256r1_sha256. */
function keyExchange(hello: HelloSeen, random: Uint8Array, options: Flight12Options, leaf: Issued): Buffer {
  const parameters = Buffer.concat([Buffer.of(3, 0, 23), vector(1, createECDH('prime256v1').generateKeys())])
  const content = Buffer.concat([hello.random, random, parameters])
  const signature = sign('sha256', content, (options.signer ?? leaf).key.privateKey)
  if (options.spoilSignature === true) {
    const last = signature.length - 1
    signature[last] = (signature[last] ?? 0) ^ 1
  }
  return Buffer.concat([parameters, Buffer.of(4, 3), vector(2, signature)])
}
