import { contentTypes, type TlsRecord } from './records.ts'
import type { Protection } from './tls12-records.ts'
import { WireError } from './wire-reader.ts'

/** RFC 5246 6.2.1 */
const maxContentBytes = 2 ** 14

/** Both directions of a connection up to TLS 1.2: in the clear until each has changed its cipher. */
export class Tls12Connection {
  readonly #version: number
  #reading: Protection | null = null
  #writing: Protection | null = null

  /** Wire value, for the headers of records. */
  constructor(version: number) {
    this.#version = version
  }

  /** The server's ChangeCipherSpec came. */
  protectReading(protection: Protection): void {
    this.#reading = protection
  }

  /** The client's ChangeCipherSpec, after which it is protected. */
  changeCipherSpec(protection: Protection): Buffer {
    const record = this.write(contentTypes.changeCipherSpec, Buffer.of(1))
    this.#writing = protection
    return record
  }

  /** The content of a record. Throws WireError for one that does not verify or is too long. */
  open({ type, header, body }: TlsRecord): Uint8Array {
    const version = (header[1] ?? 0) * 256 + (header[2] ?? 0)
    const content = this.#reading ? this.#reading.open(type, version, body) : body
    if (content.length > maxContentBytes) throw new WireError(`a record with ${content.length} bytes of content`)
    return content
  }

  /** As many records as it takes, protected once the cipher has changed. */
  write(type: number, content: Uint8Array): Buffer {
    if (content.length <= maxContentBytes) return this.#record(type, content)
    const records: Buffer[] = []
    for (let at = 0; at < content.length; at += maxContentBytes) {
      records.push(this.#record(type, content.subarray(at, at + maxContentBytes)))
    }
    return Buffer.concat(records)
  }

  #record(type: number, content: Uint8Array): Buffer {
    const body = this.#writing ? this.#writing.seal(type, this.#version, content) : content
    const record = Buffer.allocUnsafe(5 + body.length)
    record[0] = type
    record.writeUInt16BE(this.#version, 1)
    record.writeUInt16BE(body.length, 3)
    record.set(body, 5)
    return record
  }
}
