import { UnitCutter, type UnitKind } from './unit-cutter.ts'
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

/** As cut from what came. Its header, which few ask for, is made when they do. */
class CutRecord implements TlsRecord {
  readonly type: number
  readonly body: Uint8Array
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.type = bytes[0] ?? 0
    this.body = bytes.subarray(headerBytes)
    this.#bytes = bytes
  }

  get header(): Uint8Array {
    return this.#bytes.subarray(0, headerBytes)
  }
}

const records: UnitKind<TlsRecord> = { headerBytes, size: recordBytes, read: (bytes) => new CutRecord(bytes) }

/**
 * Cuts what one side sends into records, however the network cut it into chunks: views, valid for as long as the chunk
 * is. Throws WireError where the next bytes can't be a record, once those before them were taken.
 */
export class RecordSplitter extends UnitCutter<TlsRecord> {
  constructor() {
    super(records)
  }
}

/** Length of the record whose header this is. Throws WireError where it is none. */
function recordBytes(bytes: Uint8Array, at: number): number {
  const type = bytes[at] ?? 0
  const length = (bytes[at + 3] ?? 0) * 256 + (bytes[at + 4] ?? 0)
  if (type < 20 || type > 24 || bytes[at + 1] !== 3) throw new WireError('what follows is no TLS record')
  if (length > maxRecordBytes) throw new WireError(`a record of ${length} bytes`)
  return headerBytes + length
}

/** Whether a first byte can begin an answer of a TLS server: an alert or a handshake record. */
export function startsLikeTls(firstByte: number): boolean {
  return firstByte === contentTypes.alert || firstByte === contentTypes.handshake
}
