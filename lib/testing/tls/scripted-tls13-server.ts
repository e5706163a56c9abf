import { sign } from 'node:crypto'
import { selfSigned } from '#lib/testing/certificates.ts'
import { signedContent } from '#lib/tls/client-authentication.ts'
import { handshakeTypes, MessageJoiner } from '#lib/tls/handshake-messages.ts'
import { keyAgreement } from '#lib/tls/key-agreement/key-agreement.ts'
import { finishedMac, KeySchedule, nextTrafficSecret } from '#lib/tls/key-schedule.ts'
import { readClientHello } from '#lib/tls/read-client-hello.ts'
import { contentTypes, RecordSplitter } from '#lib/tls/records.ts'
import { RecordOpener, RecordSealer } from '#lib/tls/tls13-records.ts'
import { type Tls13Suite, tls13Suite } from '#lib/tls/tls13-suites.ts'
import { messageHashOf, Transcript } from '#lib/tls/transcript.ts'
import { WireWriter } from '#lib/tls/wire-writer.ts'
import { handshakeMessage, serverHelloMessage, type WrittenHello } from './written-flights.ts'

const x25519 = 29
const suiteId = 0x1301
const retryRandom = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex')

export const scriptedLeaf = selfSigned({ commonName: 'scripted', keyAlgorithm: 'p256' })

/** What a ServerHello of TLS 1.3 says beside the usual. */
export interface Hello13 extends WrittenHello {
  /** Of the key share; null for none. */
  readonly group?: number | null
}

/**
 * A server of TLS 1.3 that says what a test wants, and nothing by itself: AES-128-GCM, X25519 and ECDSA on P-256. It
 * keeps the transcript and the keys, so that what is wrong is wrong under the right keys.
 */
export class ScriptedTls13Server {
  readonly #suite: Tls13Suite
  readonly #schedule: KeySchedule
  readonly #sessionId: Uint8Array
  #transcript = new Transcript('sha256')
  #hello: Uint8Array
  #serverSecret: Buffer = Buffer.alloc(0)
  #clientSecret: Buffer = Buffer.alloc(0)
  #sealer: RecordSealer | null = null
  #opener: RecordOpener | null = null

  /** `clientHello`: the client's first record. `psk`: of the session that it is to resume. */
  constructor(clientHello: Uint8Array, psk: Uint8Array | null = null) {
    const suite = tls13Suite(suiteId)
    if (!suite) throw new Error('no suite')
    this.#suite = suite
    this.#schedule = new KeySchedule('sha256', psk)
    this.#hello = Uint8Array.from(clientHello.subarray(5))
    this.#sessionId = readClientHello(this.#hello.subarray(4)).offer.sessionId ?? new Uint8Array()
    this.#transcript.add(this.#hello)
  }

  /** A record in the clear. */
  plain(type: number, body: Uint8Array): Buffer {
    return new WireWriter()
      .uint(type, 1)
      .uint(0x0303, 2)
      .vector(2, (writer) => writer.bytes(body))
      .finish()
  }

  /** A record under the keys of the moment. `padding`: zeros after the content. */
  record(type: number, content: Uint8Array, padding = 0): Buffer {
    if (!this.#sealer) throw new Error('no keys yet')
    if (padding === 0) return this.#sealer.seal(type, content)
    // The sealer writes the type last: what stands before it can be content, its type and all zeros but the last.
    return this.#sealer.seal(0, Buffer.concat([content, Buffer.of(type), Buffer.alloc(padding - 1)]))
  }

  /** Puts a message into the transcript. */
  write(type: number, body: Uint8Array = new Uint8Array()): Buffer {
    const message = handshakeMessage(type, (writer) => writer.bytes(body))
    this.#transcript.add(message)
    return message
  }

  /** A handshake message in a record of its own, under the keys of the moment. */
  message(type: number, body: Uint8Array = new Uint8Array()): Buffer {
    return this.record(contentTypes.handshake, this.write(type, body))
  }

  /** Takes the second hello that `retryRequest` asked for. */
  takeSecondHello(bytes: Uint8Array): void {
    const hello = [...new RecordSplitter().push(bytes)].find(({ type }) => type === contentTypes.handshake)
    if (!hello) throw new Error('no second hello')
    this.#hello = Uint8Array.from(hello.body)
    this.#transcript.add(this.#hello)
  }

  get secondHello() {
    return readClientHello(this.#hello.subarray(4)).offer
  }

  retryRequest(asks: { readonly group?: number; readonly cookie?: Uint8Array; readonly suite?: number }): Buffer {
    const { group, cookie, suite = suiteId } = asks
    this.#transcript = new Transcript('sha256').add(messageHashOf('sha256', this.#hello))
    const message = serverHelloMessage({
      random: retryRandom,
      suite,
      sessionId: this.#sessionId,
      extensions: [
        { type: 43, body: Buffer.of(3, 4) },
        ...(group === undefined ? [] : [{ type: 51, body: Buffer.of(group >> 8, group & 255) }]),
        ...(cookie ? [{ type: 44, body: new WireWriter().vector(2, (writer) => writer.bytes(cookie)).finish() }] : []),
      ],
    })
    this.#transcript.add(message)
    return this.plain(contentTypes.handshake, message)
  }

  /** The message, without a record. What follows it is protected. */
  helloMessage({ group = x25519, extensions = [], ...rest }: Hello13 = {}): Buffer {
    const share = keyAgreement(x25519)?.publicShare ?? new Uint8Array()
    const named = group === null ? [] : [{ type: 51, body: keyShare(group, share) }]
    const message = serverHelloMessage({
      random: Buffer.alloc(32, 7),
      suite: suiteId,
      sessionId: this.#sessionId,
      extensions: [{ type: 43, body: Buffer.of(3, 4) }, ...named, ...extensions],
      ...rest,
    })
    this.#transcript.add(message)
    this.#schedule.advance(keyAgreement(x25519)?.agree(share) ?? null)
    const hash = this.#transcript.digest()
    this.#serverSecret = this.#schedule.derive('s hs traffic', hash)
    this.#sealer = new RecordSealer(this.#suite, this.#serverSecret)
    this.#opener = new RecordOpener(this.#suite, this.#schedule.derive('c hs traffic', hash))
    return message
  }

  hello(hello: Hello13 = {}): Buffer {
    return this.plain(contentTypes.handshake, this.helloMessage(hello))
  }

  encryptedExtensions(): Buffer {
    return this.message(handshakeTypes.encryptedExtensions, Buffer.alloc(2))
  }

  /** `context`: other than empty for authentication after the handshake. */
  certificateRequest(context: Uint8Array = new Uint8Array()): Buffer {
    return this.message(handshakeTypes.certificateRequest, requestBody(context))
  }

  certificate(chain: readonly Uint8Array[] = [scriptedLeaf.der]): Buffer {
    const writer = new WireWriter().uint(0, 1).vector(3, (list) => {
      for (const der of chain) list.vector(3, () => list.bytes(der)).uint(0, 2)
    })
    return this.message(handshakeTypes.certificate, writer.finish())
  }

  certificateVerify(scheme = 0x0403, signer = scriptedLeaf): Buffer {
    const signature = sign('sha256', signedContent('server', this.#transcript.digest()), signer.key.privateKey)
    const writer = new WireWriter().uint(scheme, 2).vector(2, (inside) => inside.bytes(signature))
    return this.message(handshakeTypes.certificateVerify, writer.finish())
  }

  finished(): Buffer {
    return this.message(handshakeTypes.finished, finishedMac('sha256', this.#serverSecret, this.#transcript.digest()))
  }

  /** All of a handshake, a record for each message. */
  flight(): Buffer {
    return Buffer.concat([
      this.hello(),
      this.encryptedExtensions(),
      this.certificate(),
      this.certificateVerify(),
      this.finished(),
    ])
  }

  /** Keys of the application for the server, once it has finished. */
  enterApplication(): void {
    this.#schedule.advance(null)
    const hash = this.#transcript.digest()
    this.#serverSecret = this.#schedule.derive('s ap traffic', hash)
    this.#clientSecret = this.#schedule.derive('c ap traffic', hash)
    this.#sealer = new RecordSealer(this.#suite, this.#serverSecret)
  }

  /** Takes the client's flight, whose Finished has to verify; its messages. What it says next is under its application keys. */
  takeClientFlight(bytes: Uint8Array): readonly number[] {
    const messages = [...new RecordSplitter().push(bytes)]
      .filter(({ type }) => type === contentTypes.applicationData)
      .flatMap((record) => [...new MessageJoiner().push(this.#opener?.open(record).body ?? new Uint8Array())])
    for (const { raw } of messages) this.#transcript.add(Uint8Array.from(raw))
    this.#opener = new RecordOpener(this.#suite, this.#clientSecret)
    return messages.map(({ type }) => type)
  }

  /** KeyUpdate, after which the server's records stand under its next keys. */
  keyUpdate(requested: boolean): Buffer {
    const record = this.record(
      contentTypes.handshake,
      handshakeMessage(handshakeTypes.keyUpdate, (writer) => writer.uint(requested ? 1 : 0, 1)),
    )
    this.#serverSecret = nextTrafficSecret('sha256', this.#serverSecret)
    this.#sealer = new RecordSealer(this.#suite, this.#serverSecret)
    return record
  }

  /** The client said KeyUpdate. */
  followClient(): void {
    this.#clientSecret = nextTrafficSecret('sha256', this.#clientSecret)
    this.#opener = new RecordOpener(this.#suite, this.#clientSecret)
  }

  /** What a record of the client holds. */
  open(bytes: Uint8Array): { readonly type: number; readonly content: Buffer } {
    const [record] = [...new RecordSplitter().push(bytes)]
    if (!record || !this.#opener) throw new Error('no record')
    const { type, body } = this.#opener.open(record)
    return { type, content: Buffer.from(body) }
  }
}

/** A CertificateRequest that takes ecdsa_secp256r1_sha256 alone. */
export function requestBody(context: Uint8Array = new Uint8Array()): Buffer {
  return new WireWriter()
    .vector(1, (writer) => writer.bytes(context))
    .vector(2, (writer) => writer.uint(13, 2).vector(2, () => writer.list16([0x0403])))
    .finish()
}

function keyShare(group: number, share: Uint8Array): Buffer {
  return new WireWriter()
    .uint(group, 2)
    .vector(2, (writer) => writer.bytes(share))
    .finish()
}
