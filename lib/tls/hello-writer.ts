import { clientExtensions } from './client-extensions.ts'
import type { Offer } from './client-hello.ts'
import { handshakeTypes } from './handshake-messages.ts'
import { wireVersions } from './versions.ts'

/** The longest server name and ALPN name that fit; longer ones are not sent. */
const maxNameBytes = 255

/** Some load balancers hang on hellos of 256 to 511 bytes (RFC 7685 4). */
const hangsFrom = 256
const hangsBelow = 512

const nothing = new Uint8Array()

/** Into this all hellos are written: thousands are, one after the other, and each is copied out in its own length. */
let space = new Uint8Array(8192)

/** A ClientHello behind `room` bytes that the caller fills in. Throws RangeError where a list is too long for its length. */
export function writeHello(offer: Offer, random: Uint8Array, room: number): Buffer {
  const writer = new HelloWriter(space, room)
  writer.hello(offer, random)
  if (writer.at > space.length) {
    // What lies beyond the end of an array is dropped, so only the length was found out.
    space = new Uint8Array(2 * writer.at)
    return writeHello(offer, random, room)
  }
  const whole = Buffer.allocUnsafe(writer.at)
  whole.set(space.subarray(0, writer.at))
  return whole
}

/** Writes one hello straight on: a vector's length is put in once its end is known. Where the space ends, it only counts on. */
class HelloWriter {
  at: number
  readonly #space: Uint8Array
  readonly #from: number

  constructor(space: Uint8Array, from: number) {
    this.#space = space
    this.#from = from
    this.at = from
  }

  hello(offer: Offer, random: Uint8Array): void {
    this.#byte(handshakeTypes.clientHello)
    const from = this.at + 3
    this.at = from
    this.#pair(offer.legacyVersion)
    this.#bytes(random)
    const { sessionId = nothing, compressions } = offer
    this.#byte(sessionId.length)
    this.#bytes(sessionId)
    this.#list(offer.suites)
    if (compressions) {
      this.#byte(compressions.length)
      for (const method of compressions) this.#byte(method)
    } else this.#pair(0x0100)
    if (offer.legacyVersion > wireVersions.SSLv3) this.#extensions(offer)
    const length = this.at - from
    this.#space[from - 3] = length >> 16
    this.#space[from - 2] = length >> 8
    this.#space[from - 1] = length
  }

  #extensions(offer: Offer): void {
    const from = this.#begin()
    const { preSharedKey } = offer
    this.#ofNameAndSession(offer)
    this.#ofApplication(offer)
    this.#ofTls13(offer)
    if (offer.more) for (const { type, body } of offer.more) this.#opaque(type, body)
    if (preSharedKey) this.#opaque(clientExtensions.preSharedKey, preSharedKey)
    else this.#pad(offer.padTo ?? 0)
    this.#end(from)
  }

  #ofNameAndSession(offer: Offer): void {
    const { serverName, groups, sessionTicket } = offer
    if (serverName !== '' && serverName.length <= maxNameBytes) {
      this.#pair(clientExtensions.serverName)
      this.#pair(serverName.length + 5)
      this.#pair(serverName.length + 3)
      this.#byte(0)
      this.#pair(serverName.length)
      this.#text(serverName)
    }
    if (offer.extendedMasterSecret) this.#empty(clientExtensions.extendedMasterSecret)
    if (offer.encryptThenMac) this.#empty(clientExtensions.encryptThenMac)
    if (offer.renegotiationInfo) this.#single(clientExtensions.renegotiationInfo, 0)
    if (groups.length > 0) {
      this.#pair(clientExtensions.supportedGroups)
      this.#pair(2 * groups.length + 2)
      this.#list(groups)
      this.#pair(clientExtensions.ecPointFormats)
      this.#pair(2)
      this.#pair(0x0100)
    }
    if (sessionTicket) this.#opaque(clientExtensions.sessionTicket, sessionTicket)
  }

  #ofApplication(offer: Offer): void {
    const { signatureSchemes } = offer
    if (offer.alpn) this.#names(offer.alpn)
    if (offer.statusRequest) {
      this.#pair(clientExtensions.statusRequest)
      this.#pair(5)
      this.#byte(1)
      this.#pair(0)
      this.#pair(0)
    }
    if (offer.signedTimestamps) this.#empty(clientExtensions.signedCertificateTimestamp)
    if (signatureSchemes.length > 0) {
      this.#pair(clientExtensions.signatureAlgorithms)
      this.#pair(2 * signatureSchemes.length + 2)
      this.#list(signatureSchemes)
    }
    if (offer.heartbeat) this.#single(clientExtensions.heartbeat, 1)
    if (offer.postHandshakeAuth) this.#empty(clientExtensions.postHandshakeAuth)
  }

  #ofTls13({ versions, cookie, keyShares, earlyData }: Offer): void {
    if (versions.length > 0) {
      this.#pair(clientExtensions.supportedVersions)
      this.#pair(2 * versions.length + 1)
      this.#byte(2 * versions.length)
      for (const version of versions) this.#pair(version)
    }
    if (cookie) {
      this.#pair(clientExtensions.cookie)
      this.#pair(cookie.length + 2)
      this.#pair(cookie.length)
      this.#bytes(cookie)
    }
    if (keyShares) {
      this.#pair(clientExtensions.pskKeyExchangeModes)
      this.#pair(2)
      this.#pair(0x0101)
      this.#pair(clientExtensions.keyShare)
      const from = this.#begin()
      const list = this.#begin()
      for (const { group, share } of keyShares) this.#opaque(group, share)
      this.#end(list)
      this.#end(from)
    }
    if (earlyData) this.#empty(clientExtensions.earlyData)
  }

  #names(names: readonly string[]): void {
    const before = this.at
    this.#pair(clientExtensions.alpn)
    const from = this.#begin()
    const list = this.#begin()
    for (const name of names) {
      if (name === '' || name.length > maxNameBytes) continue
      this.#byte(name.length)
      this.#text(name)
    }
    // RFC 7301 3.1: a list of none is none.
    if (this.at === list) this.at = before
    else {
      this.#end(list)
      this.#end(from)
    }
  }

  #pad(padTo: number): void {
    const length = this.at - this.#from
    const wanted = length < padTo ? Math.max(padTo, length + 4) : length
    const target = wanted >= hangsFrom && wanted < hangsBelow ? hangsBelow : wanted
    if (target === length) return
    const missing = Math.max(0, target - length - 4)
    this.#pair(clientExtensions.padding)
    this.#pair(missing)
    this.#space.fill(0, this.at, this.at + missing)
    this.at += missing
  }

  #byte(value: number): void {
    this.#space[this.at++] = value
  }

  #pair(value: number): void {
    this.#space[this.at++] = value >> 8
    this.#space[this.at++] = value
  }

  #bytes(bytes: Uint8Array): void {
    const end = this.at + bytes.length
    if (end <= this.#space.length) this.#space.set(bytes, this.at)
    this.at = end
  }

  #text(ascii: string): void {
    for (let index = 0; index < ascii.length; index += 1) this.#space[this.at++] = ascii.charCodeAt(index)
  }

  #list(values: readonly number[]): void {
    if (values.length > 32767) throw new RangeError(`${values.length} values in one list`)
    this.#pair(2 * values.length)
    const space = this.#space
    let at = this.at
    for (const value of values) {
      space[at++] = value >> 8
      space[at++] = value
    }
    this.at = at
  }

  #empty(type: number): void {
    this.#pair(type)
    this.#pair(0)
  }

  #single(type: number, value: number): void {
    this.#pair(type)
    this.#pair(1)
    this.#byte(value)
  }

  #opaque(type: number, body: Uint8Array): void {
    if (body.length > 65535) throw new RangeError(`${body.length} bytes in extension ${type}`)
    this.#pair(type)
    this.#pair(body.length)
    this.#bytes(body)
  }

  /** Leaves room for the length of a vector; gives where it begins. */
  #begin(): number {
    this.at += 2
    return this.at
  }

  #end(from: number): void {
    const length = this.at - from
    if (length > 65535) throw new RangeError(`${length} bytes in a vector whose length has 2 bytes`)
    this.#space[from - 2] = length >> 8
    this.#space[from - 1] = length
  }
}
