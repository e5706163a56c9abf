import { WireError } from './wire-reader.ts'

/** RFC 8446 5.1 */
export const contentTypes = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
  heartbeat: 24,
} as const

/** TLS 1.2 ciphertext may reach 2^14 + 2048 bytes (RFC 5246 6.2.3), the largest that any version allows. */
const maxRecordBytes = 2 ** 14 + 2048

export interface TlsRecord {
  readonly type: number
  /** Five bytes: type, version, length. */
  readonly header: Uint8Array
  readonly body: Uint8Array
}

/** Cuts what one side sends into records, however the network cut it into chunks. */
export class RecordSplitter {
  #pending: Uint8Array = new Uint8Array()

  /**
   * The records that this chunk completes: views of the chunk, valid for as long as it is. What is left over is copied
   * and kept, at most one record. Throws WireError where the next bytes can't be a record.
   */
  push(chunk: Uint8Array): readonly TlsRecord[] {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    const records: TlsRecord[] = []
    let at = 0
    while (at + 5 <= bytes.length) {
      const [type = 0, major = 0, , high = 0, low = 0] = bytes.subarray(at, at + 5)
      const length = high * 256 + low
      if (type < 20 || type > 24 || major !== 3) throw new WireError('what follows is no TLS record')
      if (length > maxRecordBytes) throw new WireError(`a record of ${length} bytes`)
      if (at + 5 + length > bytes.length) break
      records.push({ type, header: bytes.subarray(at, at + 5), body: bytes.subarray(at + 5, at + 5 + length) })
      at += 5 + length
    }
    this.#pending = at === bytes.length ? new Uint8Array() : Uint8Array.from(bytes.subarray(at))
    return records
  }
}

/** Whether a first byte can begin an answer of a TLS server: an alert or a handshake record. */
export function startsLikeTls(firstByte: number): boolean {
  return firstByte === contentTypes.alert || firstByte === contentTypes.handshake
}
