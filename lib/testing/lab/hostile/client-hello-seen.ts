import type { Socket } from 'node:net'
import { WireReader } from '#lib/tls/wire-reader.ts'

/** A ClientHello as a server sees it. */
export interface HelloSeen {
  /** The handshake message with its header. */
  readonly raw: Buffer
  /** All bytes that came, records and what followed included. */
  readonly received: Buffer
  readonly legacyVersion: number
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  readonly suites: readonly number[]
  /** Types in the order as sent. */
  readonly extensions: ReadonlyMap<number, Uint8Array>
  /** supported_versions, else what the legacy version says alone. */
  readonly versions: readonly number[]
  readonly groups: readonly number[]
  readonly schemes: readonly number[]
  readonly shares: ReadonlyMap<number, Uint8Array>
}

/** Waits for a whole ClientHello in TLS records; null where the client ends before, or sends something else. */
export function readHello(socket: Socket): Promise<HelloSeen | null> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0)
    const take = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const message = firstMessage(received)
      if (message === 'unfinished') return
      settle(message ? { ...parse(message), received } : null)
    }
    const end = () => settle(null)
    const settle = (seen: HelloSeen | null) => {
      socket.off('data', take).off('close', end).off('end', end)
      resolve(seen)
    }
    socket.on('data', take).on('close', end).on('end', end)
  })
}

function firstMessage(received: Buffer): Buffer | 'unfinished' | null {
  const fragments: Buffer[] = []
  for (let at = 0; at + 5 <= received.length; ) {
    const type = received[at]
    // A ChangeCipherSpec stands before a second ClientHello (RFC 8446 D.4).
    if (type !== 22 && type !== 20 && fragments.length === 0) return null
    if (type !== 22 && type !== 20) break
    const end = at + 5 + received.readUInt16BE(at + 3)
    if (end > received.length) break
    if (type === 22) fragments.push(received.subarray(at + 5, end))
    at = end
  }
  const message = Buffer.concat(fragments)
  if (message.length < 4) return 'unfinished'
  const length = 4 + message.readUIntBE(1, 3)
  return message.length < length ? 'unfinished' : message.subarray(0, length)
}

function parse(raw: Buffer): Omit<HelloSeen, 'received'> {
  const reader = new WireReader(raw.subarray(4))
  const legacyVersion = reader.uint(2)
  const random = reader.take(32)
  const sessionId = reader.vector(1)
  const suites = pairs(reader.vector(2))
  reader.vector(1)
  const extensions = new Map<number, Uint8Array>()
  const block = new WireReader(reader.remaining > 0 ? reader.vector(2) : new Uint8Array())
  while (block.remaining > 0) extensions.set(block.uint(2), block.vector(2))
  const list = (type: number, width: 1 | 2) => {
    const body = extensions.get(type)
    return body ? pairs(new WireReader(body).vector(width)) : []
  }
  const versions = list(43, 1)
  return {
    raw,
    legacyVersion,
    random,
    sessionId,
    suites,
    extensions,
    versions: versions.length > 0 ? versions : [legacyVersion],
    groups: list(10, 2),
    schemes: list(13, 2),
    shares: sharesIn(extensions.get(51)),
  }
}

function sharesIn(body: Uint8Array | undefined): ReadonlyMap<number, Uint8Array> {
  const shares = new Map<number, Uint8Array>()
  const reader = new WireReader(body ? new WireReader(body).vector(2) : new Uint8Array())
  while (reader.remaining > 0) shares.set(reader.uint(2), reader.vector(2))
  return shares
}

function pairs(bytes: Uint8Array): number[] {
  const reader = new WireReader(bytes)
  const values: number[] = []
  while (reader.remaining > 1) values.push(reader.uint(2))
  return values
}
