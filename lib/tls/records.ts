import { UnitCutter } from './unit-cutter.ts'
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

const headerBytes = 5

export interface TlsRecord {
  readonly type: number
  /** Five bytes: type, version, length. */
  readonly header: Uint8Array
  readonly body: Uint8Array
}

const recordHeader = { bytes: headerBytes, size: recordBytes } as const

/** Cuts what one side sends into records, however the network cut it into chunks. */
export class RecordSplitter {
  readonly #cutter = new UnitCutter(recordHeader);

  /**
   * The records that this chunk completes, one by one: views, valid for as long as the chunk is. What is left over is
   * copied and kept. Throws WireError where the next bytes can't be a record, once those before them were taken.
   */
  *push(chunk: Uint8Array): Generator<TlsRecord, void, void> {
    for (const bytes of this.#cutter.push(chunk)) {
      yield { type: bytes[0] ?? 0, header: bytes.subarray(0, headerBytes), body: bytes.subarray(headerBytes) }
    }
  }
}

/** Length of the record whose header this is. Throws WireError where it is none. */
function recordBytes(bytes: Uint8Array): number {
  const type = bytes[0] ?? 0
  const length = (bytes[3] ?? 0) * 256 + (bytes[4] ?? 0)
  if (type < 20 || type > 24 || bytes[1] !== 3) throw new WireError('what follows is no TLS record')
  if (length > maxRecordBytes) throw new WireError(`a record of ${length} bytes`)
  return headerBytes + length
}

/** Whether a first byte can begin an answer of a TLS server: an alert or a handshake record. */
export function startsLikeTls(firstByte: number): boolean {
  return firstByte === contentTypes.alert || firstByte === contentTypes.handshake
}
