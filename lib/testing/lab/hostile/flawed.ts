import { constants, privateDecrypt } from 'node:crypto'
import type { Socket } from 'node:net'
import { contentTypes, RecordSplitter, type TlsRecord } from '#lib/tls/records.ts'
import type { LabServer } from '../tls-server.ts'
import { hostileRsaLeaf } from './certificates.ts'
import type { HelloSeen } from './client-hello-seen.ts'
import { serveHellos } from './serve.ts'
import { tls12Flight } from './tls12-flight.ts'
import { alertRecord, record } from './wire.ts'

/** How a wrong padding shows: by what comes at once, or behind a Finished that can't be read. */
type Oracle = 'alert-at-once' | 'alert-behind' | 'closes' | 'falls-silent' | 'version-alone' | 'flickers'

/** What a library of TLS 1.2 does wrong; it goes no further than to a Finished, for which it has no keys. */
export interface FlawedServer {
  /**
   * Takes part in heartbeats: drops those that say more than they hold, answers them, answers them but holds that back
   * until its buffer is full or it has an alert to send (OpenSSL within a handshake), or says nothing any more.
   */
  readonly heartbeat?: 'sound' | 'bleeds' | 'bleeds-late' | 'hangs'
  /** Takes ChangeCipherSpec whenever it comes; takes no notice of it; refuses it by closing or with a reset. */
  readonly changeCipherSpec?: 'takes' | 'ignores' | 'closes' | 'resets'
  readonly oracle?: Oracle
}

/** TLS_RSA_WITH_AES_128_CBC_SHA */
const suite = 0x002f
const heartbeatExtension = 15
/** Of OpenSSL's BIO_f_buffer. */
const bufferBytes = 4096

export function startFlawed(flaws: FlawedServer): Promise<LabServer> {
  let connections = 0
  return serveHellos((socket, hello) => {
    connections += 1
    if (hello.legacyVersion < 0x0303) return void socket.end(alertRecord('fatal', 70))
    if (!hello.suites.includes(suite)) return void socket.end(alertRecord('fatal', 40))
    answer(socket, hello, flaws)
    const library = new FlawedLibrary(socket, flaws, hello.legacyVersion, connections)
    const records = new RecordSplitter()
    // Some scanners do not wait for the answer to their hello.
    for (const one of records.push(hello.received)) if (one.type !== contentTypes.handshake) library.take(one)
    socket.on('data', (chunk: Buffer) => {
      for (const one of records.push(chunk)) library.take(one)
    })
  })
}

function answer(socket: Socket, hello: HelloSeen, { heartbeat }: FlawedServer): void {
  const beats = heartbeat !== undefined && hello.extensions.has(heartbeatExtension)
  const extensions = [
    { type: 0xff01, body: Buffer.of(0) },
    ...(beats ? [{ type: heartbeatExtension, body: Buffer.of(1) }] : []),
  ]
  socket.write(Buffer.concat(tls12Flight(hello, { suite, extensions }).map(({ bytes }) => bytes)))
}

const alerts = { unexpectedMessage: 10, badRecordMac: 20, handshakeFailure: 40, decryptError: 51 } as const

class FlawedLibrary {
  readonly #socket: Socket
  readonly #flaws: FlawedServer
  readonly #version: number
  readonly #connection: number
  #held = Buffer.alloc(0)
  #step: 'hello' | 'exchange' | 'changed' = 'hello'
  /** The secret is one that it tells from others. */
  #wrong = false
  #silent = false

  constructor(socket: Socket, flaws: FlawedServer, version: number, connection: number) {
    this.#socket = socket
    this.#flaws = flaws
    this.#version = version
    this.#connection = connection
  }

  take({ type, body }: TlsRecord): void {
    if (this.#silent || this.#socket.writableEnded) return
    if (this.#step === 'changed') this.#finished()
    else if (type === contentTypes.heartbeat) this.#heartbeat(Buffer.from(body))
    else if (type === contentTypes.changeCipherSpec) this.#changeCipherSpec()
    else if (type === contentTypes.handshake && this.#step === 'hello') this.#exchange(Buffer.from(body))
    else this.#refuse(alerts.unexpectedMessage)
  }

  /** Memory that nobody sent. */
  #heartbeat(request: Buffer): void {
    const { heartbeat } = this.#flaws
    if (heartbeat === 'hangs') this.#silent = true
    if (heartbeat !== 'bleeds' && heartbeat !== 'bleeds-late') return
    const length = request.readUInt16BE(1)
    const body = Buffer.concat([Buffer.of(2, length >> 8, length & 255), Buffer.alloc(length + 16, 'memory')])
    const answered = record(contentTypes.heartbeat, body.subarray(0, 16_384))
    this.#held = Buffer.concat([this.#held, answered])
    if (heartbeat === 'bleeds-late' && this.#held.length < bufferBytes) return
    this.#socket.write(this.#held)
    this.#held = Buffer.alloc(0)
  }

  #changeCipherSpec(): void {
    const how = this.#step === 'exchange' ? 'takes' : this.#flaws.changeCipherSpec
    if (how === 'takes') this.#step = 'changed'
    else if (how === 'closes') this.#socket.end()
    else if (how === 'resets') this.#socket.resetAndDestroy()
    else if (how !== 'ignores') this.#refuse(alerts.unexpectedMessage)
  }

  /** A header of four bytes and the length of the secret stand before it. */
  #exchange(message: Buffer): void {
    this.#step = 'exchange'
    const { oracle } = this.#flaws
    const version = framedVersion(message.subarray(6))
    this.#wrong = oracle === 'version-alone' ? version !== null && version !== this.#version : version === null
    if (!this.#wrong) return
    if (oracle === 'alert-at-once') this.#refuse(alerts.decryptError)
    else if (oracle === 'closes') this.#socket.end()
    else if (oracle === 'falls-silent') this.#silent = true
  }

  #finished(): void {
    const { oracle } = this.#flaws
    const tells = this.#wrong && (oracle === 'alert-behind' || oracle === 'version-alone')
    const flickers = oracle === 'flickers' && this.#connection % 4 === 0
    this.#refuse(tells || flickers ? alerts.handshakeFailure : alerts.badRecordMac)
  }

  #refuse(code: number): void {
    this.#socket.end(Buffer.concat([this.#held, alertRecord('fatal', code)]))
  }
}

/** What stands where the version does; null where the secret is not framed by RFC 8017 7.2.2, or not 48 bytes long. */
function framedVersion(encrypted: Buffer): number | null {
  const { privateKey: key } = hostileRsaLeaf().key
  const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encrypted)
  const secretAt = block.length - 48
  const framed = block.readUInt16BE(0) === 2 && block.indexOf(0, 2) === secretAt - 1
  return framed ? block.readUInt16BE(secretAt) : null
}
