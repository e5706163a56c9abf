/** RFC 8446 5.1 */
export const contentTypes = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const

/** TLS 1.2 ciphertext may reach 2^14 + 2048 bytes (RFC 5246 6.2.3), the largest that any version allows. */
const maxRecordBytes = 2 ** 14 + 2048

export interface TlsRecord {
  readonly type: number
  readonly header: Uint8Array
  readonly body: Uint8Array
}

/** Splits what one side sent into whole records, and stops at the first that is cut short or can't be one. */
export function readRecords(bytes: Uint8Array): readonly TlsRecord[] {
  const records: TlsRecord[] = []
  let at = 0
  while (at + 5 <= bytes.length) {
    const header = bytes.subarray(at, at + 5)
    const [type = 0, major = 0, , high = 0, low = 0] = header
    const length = high * 256 + low
    if (type < 20 || type > 24 || major !== 3 || length > maxRecordBytes || at + 5 + length > bytes.length) break
    records.push({ type, header, body: bytes.subarray(at + 5, at + 5 + length) })
    at += 5 + length
  }
  return records
}

/** Whether a first byte can begin an answer of a TLS server: an alert or a handshake record. */
export function startsLikeTls(firstByte: number): boolean {
  return firstByte === contentTypes.alert || firstByte === contentTypes.handshake
}
