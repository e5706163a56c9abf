import { createHash, randomBytes, sign } from 'node:crypto'
import { finishedMac, KeySchedule } from '#lib/tls/key-schedule.ts'
import { RecordSealer } from '#lib/tls/tls13-records.ts'
import { tls13Suite } from '#lib/tls/tls13-suites.ts'
import type { Issued } from '../../certificates.ts'
import { hostileLeaf } from './certificates.ts'
import type { HelloSeen } from './client-hello-seen.ts'
import { agree } from './key-agreement.ts'
import {
  type Extension,
  extensionBlock,
  message,
  messageTypes,
  record,
  recordTypes,
  serverHello,
  vector,
} from './wire.ts'

export type Stage = 'hello' | 'server-hello' | 'certificate' | 'certificate-verify' | 'finished'

export interface Step {
  /** What is said once this step is sent. */
  readonly stage: Stage
  readonly bytes: Buffer
}

export interface FlightOptions {
  readonly leaf?: Issued
  /** The DER of the certificates sent; the leaf alone. */
  readonly chain?: readonly Uint8Array[]
  /** The body of the Certificate message in place of a proper one. */
  readonly certificateBody?: Uint8Array
  /** Signs in place of the leaf's key. */
  readonly signer?: Issued
  readonly spoilFinished?: boolean
  readonly encryptedExtensions?: readonly Extension[]
  readonly helloExtensions?: readonly Extension[]
}

export interface Flight13 {
  readonly steps: readonly Step[]
  /** A record under the handshake keys, after the steps. */
  sealed(type: number, body: Uint8Array): Buffer
  /** A record under the application keys. */
  application(type: number, body: Uint8Array): Buffer
}

const suiteId = 0x1301

/**
 * The server's flight of TLS 1.3 with TLS_AES_128_GCM_SHA256 and ecdsa_secp256r1_sha256, whole and valid but for what
 * the options spoil. Null where the hello carries no share of X25519 or P-256.
 */
export function tls13Flight(
  hello: HelloSeen,
  options: FlightOptions = {},
  before: readonly Buffer[] = [],
): Flight13 | null {
  const agreed = agree(hello.shares)
  const suite = tls13Suite(suiteId)
  if (!agreed || !suite || !hello.versions.includes(0x0304)) return null
  const leaf = options.leaf ?? hostileLeaf()
  const transcript: Buffer[] = [...before, hello.raw]
  const digest = () => createHash('sha256').update(Buffer.concat(transcript)).digest()
  const add = (said: Buffer) => {
    transcript.push(said)
    return said
  }
  const first = add(
    serverHello({
      version: 0x0303,
      random: randomBytes(32),
      sessionId: hello.sessionId,
      suite: suiteId,
      extensions: [
        { type: 43, body: Buffer.of(3, 4) },
        { type: 51, body: Buffer.concat([Buffer.of(agreed.group >> 8, agreed.group & 255), vector(2, agreed.share)]) },
        ...(options.helloExtensions ?? []),
      ],
    }),
  )
  const schedule = new KeySchedule('sha256')
  schedule.advance(agreed.secret)
  const secret = schedule.derive('s hs traffic', digest())
  const sealer = new RecordSealer(suite, secret)
  const seal = (said: Buffer) => sealer.seal(recordTypes.handshake, add(said))
  const steps: Step[] = [
    { stage: 'server-hello', bytes: Buffer.concat([record(recordTypes.handshake, first), changeCipherSpec]) },
  ]
  const extensions = seal(message(messageTypes.encryptedExtensions, extensionBlock(options.encryptedExtensions ?? [])))
  const certificate = seal(
    message(messageTypes.certificate, options.certificateBody ?? certificateBody13(options.chain ?? [leaf.der])),
  )
  steps.push({ stage: 'certificate', bytes: Buffer.concat([extensions, certificate]) })
  const verify = message(messageTypes.certificateVerify, proof(options.signer ?? leaf, digest()))
  steps.push({ stage: 'certificate-verify', bytes: seal(verify) })
  const mac = finishedMac('sha256', secret, digest())
  if (options.spoilFinished === true) mac[0] = (mac[0] ?? 0) ^ 1
  steps.push({ stage: 'finished', bytes: seal(message(messageTypes.finished, mac)) })
  schedule.advance(null)
  const application = new RecordSealer(suite, schedule.derive('s ap traffic', digest()))
  return {
    steps,
    sealed: (type, body) => sealer.seal(type, body),
    application: (type, body) => application.seal(type, body),
  }
}

export const changeCipherSpec = record(recordTypes.changeCipherSpec, Buffer.of(1))

/** A Certificate message of TLS 1.3: no context, no extensions (RFC 8446 4.4.2). */
export function certificateBody13(chain: readonly Uint8Array[]): Buffer {
  const entries = chain.map((der) => Buffer.concat([vector(3, der), Buffer.of(0, 0)]))
  return Buffer.concat([Buffer.of(0), vector(3, Buffer.concat(entries))])
}

/** RFC 8446 4.4.3 with ecdsa_secp256r1_sha256. */
function proof(signer: Issued, transcriptHash: Buffer): Buffer {
  const content = Buffer.concat([
    Buffer.alloc(64, 0x20),
    Buffer.from('TLS 1.3, server CertificateVerify\0', 'latin1'),
    transcriptHash,
  ])
  return Buffer.concat([Buffer.of(4, 3), vector(2, sign('sha256', content, signer.key.privateKey))])
}
