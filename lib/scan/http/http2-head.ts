import type { HeadReading } from './head-reading.ts'
import { HpackDecoder, HpackError } from './hpack.ts'
import { acceptEncoding, answered, maxHeaders } from './http-answer.ts'

/** RFC 9113 6 */
const frameTypes = { headers: 1, rstStream: 3, settings: 4, goAway: 7, continuation: 9 } as const
const flags = { endStream: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 } as const
const maxFrameBytes = 16 * 1024
const ourStream = 1

/** A HEAD in HTTP/2 (RFC 9113). All is sent at once; nothing that the server says has to be answered before it answers. */
export function http2Request(authority: string): Uint8Array {
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1')
  const request = frame(frameTypes.headers, flags.endStream | flags.endHeaders, ourStream, requestBlock(authority))
  return Buffer.concat([preface, frame(frameTypes.settings, 0, 0, Buffer.alloc(0)), request])
}

/** RFC 7541 6.2.2: literals without indexing; the names by the static table. */
function requestBlock(authority: string): Buffer {
  const methodHead = Buffer.from([0x02, 4, ...Buffer.from('HEAD')])
  const schemeHttps = 0x87
  const pathRoot = 0x84
  const name = Buffer.from(authority, 'latin1').subarray(0, 126)
  // 58, user-agent: 15 and 43 more; 16, accept-encoding.
  const agent = Buffer.from('countersign', 'latin1')
  const accepted = Buffer.from(acceptEncoding, 'latin1')
  return Buffer.concat([
    methodHead,
    Buffer.of(schemeHttps, pathRoot, 0x01, name.length),
    name,
    Buffer.of(0x0f, 58 - 15, agent.length),
    agent,
    Buffer.of(0x0f, 16 - 15, accepted.length),
    accepted,
  ])
}

function frame(type: number, flag: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flag, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

export function readHttp2(received: Uint8Array): HeadReading {
  try {
    return readFrames(Buffer.from(received.buffer, received.byteOffset, received.length))
  } catch (error) {
    if (error instanceof HpackError) return { kind: 'not-http' }
    throw error
  }
}

function readFrames(bytes: Buffer): HeadReading {
  const decoder = new HpackDecoder()
  let block: Buffer | null = null
  for (let at = 0; at + 9 <= bytes.length; ) {
    const length = bytes.readUIntBE(at, 3)
    const type = bytes.readUInt8(at + 3)
    const flag = bytes.readUInt8(at + 4)
    const stream = bytes.readUInt32BE(at + 5) & 0x7fffffff
    // RFC 9113 3.4: the server's preface is a SETTINGS frame.
    if (length > maxFrameBytes || (at === 0 && type !== frameTypes.settings)) return { kind: 'not-http' }
    if (at + 9 + length > bytes.length) return { kind: 'incomplete' }
    const payload = bytes.subarray(at + 9, at + 9 + length)
    at += 9 + length
    if (type === frameTypes.goAway || (type === frameTypes.rstStream && stream === ourStream)) {
      return { kind: 'declined' }
    }
    if (stream !== ourStream) continue
    if (type === frameTypes.headers) block = headersFragment(payload, flag)
    else if (type === frameTypes.continuation && block) block = Buffer.concat([block, payload])
    else continue
    if ((flag & flags.endHeaders) === 0) continue
    const fields = decoder.decode(block).slice(0, maxHeaders)
    block = null
    const status = fields.find(({ name }) => name === ':status')?.value ?? ''
    if (!/^[1-9]\d\d$/.test(status)) return { kind: 'not-http' }
    // RFC 9110 15.2: an interim answer; the final one follows.
    if (status.startsWith('1')) continue
    return answered(Number(status), fields)
  }
  return { kind: 'incomplete' }
}

/** RFC 9113 6.2 */
function headersFragment(payload: Buffer, flag: number): Buffer {
  const padded = (flag & flags.padded) !== 0
  const start = (padded ? 1 : 0) + ((flag & flags.priority) !== 0 ? 5 : 0)
  const end = payload.length - (padded ? (payload[0] ?? 0) : 0)
  if (end < start) throw new HpackError('padding that is longer than its frame')
  return payload.subarray(start, end)
}
