import { handshakeTypes, MessageJoiner } from '#lib/tls/handshake-messages.ts'
import { keyAgreement } from '#lib/tls/key-agreement/key-agreement.ts'
import { readClientHello } from '#lib/tls/read-client-hello.ts'
import { contentTypes, RecordSplitter } from '#lib/tls/records.ts'
import { Tls12Connection } from '#lib/tls/tls12-connection.ts'
import { masterSecret, protections, type SessionParameters, verifyData } from '#lib/tls/tls12-keys.ts'
import { tls12Suite } from '#lib/tls/tls12-suites.ts'
import { handshakeMessage, serverHelloMessage, type WrittenHello } from './written-flights.ts'

const x25519 = 29

/** TLS_ECDH_anon_WITH_AES_128_CBC_SHA: all of a handshake, and no certificate. */
export const scriptedSuite = 0xc018

/**
 * A server of TLS 1.2 that says what a test wants, and nothing by itself. It keeps the transcript and the keys, so that
 * what is wrong is wrong under the right keys.
 */
export class ScriptedTls12Server {
  readonly #connection = new Tls12Connection(0x0303)
  readonly #transcript: Uint8Array[] = []
  readonly #clientRandom: Uint8Array
  #parameters: SessionParameters | null = null
  #master: Uint8Array = new Uint8Array()

  /** `clientHello`: the client's first record. */
  constructor(clientHello: Uint8Array) {
    const message = clientHello.subarray(5)
    this.#transcript.push(Uint8Array.from(message))
    this.#clientRandom = readClientHello(message.subarray(4)).random
  }

  /** A handshake message in a record of its own, under the keys of the moment. */
  message(type: number, body: Uint8Array = new Uint8Array()): Buffer {
    return this.say(handshakeMessage(type, (writer) => writer.bytes(body)))
  }

  say(message: Uint8Array): Buffer {
    if (message[0] !== handshakeTypes.helloRequest) this.#transcript.push(Uint8Array.from(message))
    return this.record(contentTypes.handshake, message)
  }

  record(type: number, content: Uint8Array): Buffer {
    return this.#connection.write(type, content)
  }

  hello(hello: WrittenHello = {}): Buffer {
    const settled = { suite: scriptedSuite, random: new Uint8Array(32).fill(7), ...hello }
    const suite = tls12Suite(settled.suite)
    if (suite !== null) {
      const { random: serverRandom } = settled
      const clientRandom = this.#clientRandom
      this.#parameters = { version: 'TLSv1.2', suite, clientRandom, serverRandom, encryptThenMac: false }
    }
    return this.say(serverHelloMessage(settled))
  }

  /** Anonymous, over X25519 with this process's key. */
  keyExchange(): Buffer {
    const share = keyAgreement(x25519)?.publicShare ?? new Uint8Array()
    return this.message(handshakeTypes.serverKeyExchange, Buffer.concat([Buffer.of(3, 0, x25519, share.length), share]))
  }

  done(): Buffer {
    return this.message(handshakeTypes.serverHelloDone)
  }

  /** Hello, key exchange, done. */
  flight(hello: WrittenHello = {}): Buffer {
    return Buffer.concat([this.hello(hello), this.keyExchange(), this.done()])
  }

  /** Takes the client's flight down to its Finished: what it says is put into the transcript. */
  takeClientFlight(bytes: Uint8Array): void {
    const [exchange, , finished] = [...new RecordSplitter().push(bytes)]
    const agreement = keyAgreement(x25519)
    if (!exchange || !finished || !agreement) throw new Error('no client flight')
    this.#transcript.push(Uint8Array.from(exchange.body))
    this.resume(masterSecret(this.#settled, agreement.agree(agreement.publicShare), null))
    const [message] = [...new MessageJoiner().push(this.#connection.open(finished))]
    if (!message) throw new Error('no Finished')
    this.#transcript.push(Uint8Array.from(message.raw))
  }

  /** Keys from a master secret; the client's records can be opened from now on. */
  resume(master: Uint8Array): void {
    this.#master = master
    this.#connection.protectReading(protections(this.#settled, master).client)
  }

  /** What is said after it is protected. */
  changeCipherSpec(): Buffer {
    return this.#connection.changeCipherSpec(protections(this.#settled, this.#master).server)
  }

  finishedMessage(): Buffer {
    const data = verifyData(this.#settled, this.#master, 'server', Buffer.concat(this.#transcript))
    return handshakeMessage(handshakeTypes.finished, (writer) => writer.bytes(data))
  }

  /** What a record of the client holds, once its flight was taken. */
  open(bytes: Uint8Array): { readonly type: number; readonly content: Uint8Array } {
    const [record] = [...new RecordSplitter().push(bytes)]
    if (!record) throw new Error('no record')
    return { type: record.type, content: this.#connection.open(record) }
  }

  get #settled(): SessionParameters {
    if (!this.#parameters) throw new Error('no ServerHello')
    return this.#parameters
  }
}
