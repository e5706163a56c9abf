import type { EngineStart, HandshakeEnd } from './engine.ts'
import type { ServerHello } from './server-hello.ts'
import { cipherSuite } from './suites.ts'
import { masterSecret, protections, type SessionParameters, verifyData } from './tls12-keys.ts'
import type { Tls12Version } from './tls12-prf.ts'
import type { Protection } from './tls12-records.ts'
import { tls12Suite } from './tls12-suites.ts'
import { NotCompletedError, WireError } from './wire-reader.ts'

const extensionTypes = { encryptThenMac: 22, extendedMasterSecret: 23 } as const

interface Keys {
  readonly master: Uint8Array
  readonly client: Protection
  readonly server: Protection
}

/** Up to TLS 1.2 the server's Finished follows the client's, and alone proves a key that RSA transports to. */
export function wantsFinished(until: HandshakeEnd): boolean {
  return until === 'finished' || until === 'proof'
}

/** The messages of one handshake, and the secrets that come of them. */
export class Tls12Secrets {
  /** RFC 7627: offered and taken. */
  readonly extendedMasterSecret: boolean
  readonly #start: EngineStart
  readonly #hello: ServerHello
  readonly #version: Tls12Version
  /** None where the handshake is not to be finished. */
  readonly #messages: Uint8Array[] = []
  #parameters: SessionParameters | null = null
  #keys: Keys | null = null

  constructor(start: EngineStart, hello: ServerHello, version: Tls12Version) {
    this.#start = start
    this.#hello = hello
    this.#version = version
    this.extendedMasterSecret =
      (start.offer.extendedMasterSecret ?? false) && hello.extensions.has(extensionTypes.extendedMasterSecret)
    this.add(start.clientHelloRaw)
    this.add(start.serverHelloRaw)
  }

  /** Throws WireError where the session can't be completed here. */
  get parameters(): SessionParameters {
    this.#parameters ??= this.#settle()
    return this.#parameters
  }

  /** Throws WireError before they were derived. */
  get keys(): Keys {
    if (!this.#keys) throw new WireError('there are no keys yet')
    return this.#keys
  }

  /** The messages of both sides so far. */
  get transcript(): Buffer {
    return Buffer.concat(this.#messages)
  }

  /** A message with its header; copied. */
  add(raw: Uint8Array): void {
    if (wantsFinished(this.#start.until)) this.#messages.push(Buffer.from(raw))
  }

  /** The keys of a new session; the transcript stands at ClientKeyExchange. */
  agree(premasterSecret: Uint8Array): void {
    const transcript = this.extendedMasterSecret ? this.transcript : null
    this.resume(masterSecret(this.parameters, premasterSecret, transcript))
  }

  /** The keys of a session whose master secret is known. */
  resume(master: Uint8Array): void {
    this.#keys = { master, ...protections(this.parameters, master) }
  }

  /** What that side's Finished says, over the messages so far. */
  verifyData(side: 'client' | 'server'): Buffer {
    return verifyData(this.parameters, this.keys.master, side, this.transcript)
  }

  #settle(): SessionParameters {
    const { suiteId, compression, random, extensions } = this.#hello
    const { offer, clientRandom } = this.#start
    const suite = tls12Suite(suiteId)
    if (suite === null) throw new NotCompletedError(`${cipherSuite(suiteId).name} is not completed here`)
    if (compression !== 0) throw new NotCompletedError('a session with compression is not completed here')
    const encryptThenMac = (offer.encryptThenMac ?? false) && extensions.has(extensionTypes.encryptThenMac)
    return { version: this.#version, suite, clientRandom, serverRandom: random, encryptThenMac }
  }
}
