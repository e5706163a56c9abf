import { WireWriter } from '#lib/tls/wire-writer.ts'

export const recordTypes = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const

export const messageTypes = {
  helloRequest: 0,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  finished: 20,
  keyUpdate: 24,
} as const

/** One record with this body, whatever its length. */
export function record(type: number, body: Uint8Array, version = 0x0303): Buffer {
  return new WireWriter()
    .uint(type, 1)
    .uint(version, 2)
    .vector(2, (writer) => writer.bytes(body))
    .finish()
}

/** A message in as many handshake records as it takes. */
export function handshakeRecords(message: Uint8Array, version = 0x0303, bodyBytes = 16_384): Buffer {
  const records: Buffer[] = []
  for (let at = 0; at < message.length; at += bodyBytes)
    records.push(record(recordTypes.handshake, message.subarray(at, at + bodyBytes), version))
  return Buffer.concat(records)
}

/** A handshake message with its header. */
export function message(type: number, body: Uint8Array): Buffer {
  return new WireWriter()
    .uint(type, 1)
    .vector(3, (writer) => writer.bytes(body))
    .finish()
}

export function alertBody(level: 'warning' | 'fatal', code: number): Buffer {
  return Buffer.of(level === 'warning' ? 1 : 2, code)
}

export function alertRecord(level: 'warning' | 'fatal', code: number, version = 0x0303): Buffer {
  return record(recordTypes.alert, alertBody(level, code), version)
}

export interface Extension {
  readonly type: number
  readonly body: Uint8Array
}

export interface HelloFields {
  readonly version: number
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  readonly suite: number
  readonly compression?: number
  /** Null: no block of extensions at all. */
  readonly extensions: readonly Extension[] | null
}

/** A ServerHello message (RFC 8446 4.1.3). */
export function serverHello({ version, random, sessionId, suite, compression = 0, extensions }: HelloFields): Buffer {
  const writer = new WireWriter()
  writer.uint(version, 2).bytes(random)
  writer.vector(1, () => writer.bytes(sessionId))
  writer.uint(suite, 2).uint(compression, 1)
  if (extensions) writer.vector(2, () => writeExtensions(writer, extensions))
  return message(messageTypes.serverHello, writer.finish())
}

/** SHA-256 of "HelloRetryRequest" (RFC 8446 4.1.3). */
const retryRandom = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex')

/** A HelloRetryRequest that asks for a group, for a cookie to come back, for both or, against the standard, for neither. */
export function helloRetryRequest(sessionId: Uint8Array, suite: number, asks: RetryAsks): Buffer {
  const { group, cookie } = asks
  return serverHello({
    version: 0x0303,
    random: retryRandom,
    sessionId,
    suite,
    extensions: [
      { type: 43, body: Buffer.of(3, 4) },
      ...(group === undefined ? [] : [{ type: 51, body: Buffer.of(group >> 8, group & 255) }]),
      ...(cookie === undefined ? [] : [{ type: 44, body: vector(2, cookie) }]),
    ],
  })
}

export interface RetryAsks {
  readonly group?: number
  readonly cookie?: Uint8Array
}

export function vector(width: 1 | 2 | 3, body: Uint8Array): Buffer {
  return new WireWriter().vector(width, (writer) => writer.bytes(body)).finish()
}

export function extensionBlock(extensions: readonly Extension[]): Buffer {
  const writer = new WireWriter()
  writer.vector(2, () => writeExtensions(writer, extensions))
  return writer.finish()
}

function writeExtensions(writer: WireWriter, extensions: readonly Extension[]): void {
  for (const { type, body } of extensions) writer.uint(type, 2).vector(2, () => writer.bytes(body))
}
