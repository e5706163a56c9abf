import { freshRandom } from './client-hello.ts'
import type { Conversation } from './conversation.ts'
import { Flight } from './flight.ts'
import { contentTypes } from './records.ts'
import { ssl2Suites } from './registry/ssl2-suites.ts'
import { UnitCutter } from './unit-cutter.ts'
import { WireError, WireReader } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

const version = 0x0002
const messageTypes = { error: 0, clientHello: 1, serverHello: 4 } as const
const x509 = 1
const maxSuites = 256

/** Error codes (draft-hickman-netscape-ssl-00, "Error codes"). */
const errors: Readonly<Record<number, string>> = {
  1: 'no_cipher',
  2: 'no_certificate',
  4: 'bad_certificate',
  6: 'unsupported_certificate_type',
}

/** What a server says to a hello of SSL 2.0. */
export type Ssl2Answer =
  /** It speaks SSL 2.0. No suites: it offers none that was asked for, and speaks it nevertheless (CVE-2015-3197). */
  | {
      readonly kind: 'ssl2'
      readonly version: 'SSLv2'
      /** In the server's order. */
      readonly suites: readonly string[]
      /** DER; null where it showed none. */
      readonly certificate: Uint8Array | null
    }
  /** It speaks SSL 2.0 and refuses in it. */
  | { readonly kind: 'ssl2-error'; readonly code: number; readonly name: string }

/** A CLIENT-HELLO of SSL 2.0 in its record (draft-hickman-netscape-ssl-00), with every suite that there was. */
export function ssl2ClientHello(challenge: Uint8Array = freshRandom().subarray(0, 16)): Buffer {
  const message = new WireWriter()
    .uint(messageTypes.clientHello, 1)
    .uint(version, 2)
    .uint(3 * ssl2Suites.length, 2)
    .uint(0, 2)
    .uint(challenge.length, 2)
  for (const [id] of ssl2Suites) message.uint(id, 3)
  const body = message.bytes(challenge).finish()
  return new WireWriter()
    .uint(0x8000 + body.length, 2)
    .bytes(body)
    .finish()
}

/** The message of SSL 2.0 that a server answers a hello with. Copies. Throws WireError. */
export function readSsl2Answer(message: Uint8Array): Ssl2Answer {
  const reader = new WireReader(message)
  const type = reader.uint(1)
  if (type === messageTypes.error) {
    const code = reader.uint(2)
    return { kind: 'ssl2-error', code, name: errors[code] ?? `error_${code}` }
  }
  if (type !== messageTypes.serverHello) throw new WireError(`message ${type} of SSL 2.0 in place of SERVER-HELLO`)
  reader.uint(1)
  const certificateType = reader.uint(1)
  if (reader.uint(2) !== version) throw new WireError('a SERVER-HELLO of another version than SSL 2.0')
  const [certificateBytes, suiteBytes, connectionIdBytes] = [reader.uint(2), reader.uint(2), reader.uint(2)]
  const certificate = new Uint8Array(reader.take(certificateBytes))
  const list = new WireReader(reader.take(suiteBytes))
  reader.take(connectionIdBytes)
  reader.end('SERVER-HELLO')
  const suites = new Set<string>()
  while (list.remaining > 0) {
    suites.add(suiteName(list.uint(3)))
    if (suites.size > maxSuites) throw new WireError(`more than ${maxSuites} suites`)
  }
  const shown = certificateBytes > 0 && certificateType === x509
  return { kind: 'ssl2', version: 'SSLv2', suites: [...suites], certificate: shown ? certificate : null }
}

function suiteName(id: number): string {
  return ssl2Suites.find(([known]) => known === id)?.[1] ?? `0x${id.toString(16).padStart(6, '0')}`
}

/**
 * Asks whether a server speaks SSL 2.0. One that does not may close, or answer with an alert of TLS, which stands in the
 * flight. A certificate stands in the answer and in the flight's chain. The answer's first byte is not one of TLS.
 */
export class Ssl2Probe implements Conversation {
  readonly flight = new Flight()
  answer: Ssl2Answer | null = null
  over = false
  readonly #records = new UnitCutter({ headerBytes: 2, size: recordBytes, read: (record: Uint8Array) => record })

  begin(): Uint8Array {
    return ssl2ClientHello()
  }

  receive(chunk: Uint8Array): null {
    if (this.over) return null
    try {
      for (const record of this.#records.push(chunk)) {
        this.#record(record)
        if (this.over) break
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.flight.problem ??= error.message
      this.over = true
    }
    return null
  }

  #record(record: Uint8Array): void {
    if (isTls(record)) {
      if (record[0] !== contentTypes.alert) throw new WireError('a handshake of TLS in answer to SSL 2.0')
      const alert = this.flight.alert(record.subarray(tlsHeaderBytes))
      if (!alert) throw new WireError('an alert that can not be read')
      this.over = alert.level === 'fatal'
      return
    }
    this.answer = readSsl2Answer(record.subarray(2))
    if (this.answer.kind === 'ssl2' && this.answer.certificate) this.flight.chain = [this.answer.certificate]
    this.over = true
  }
}

const tlsHeaderBytes = 5

function isTls([first, second]: Uint8Array): boolean {
  return (first === contentTypes.alert || first === contentTypes.handshake) && second === 3
}

/**
 * Length of a record of SSL 2.0 (its first bit is set; a record with padding can't come before there are keys) or of
 * TLS, whose header is longer.
 */
function recordBytes(bytes: Uint8Array, at: number): number {
  const begun = bytes.subarray(at)
  const [first = 0, second = 0, , high = 0, low = 0] = begun
  if (first & 0x80) return 2 + (first & 0x7f) * 256 + second
  if (!isTls(begun)) throw new WireError('what follows is no record of SSL 2.0')
  return tlsHeaderBytes + (begun.length < tlsHeaderBytes ? 0 : high * 256 + low)
}
