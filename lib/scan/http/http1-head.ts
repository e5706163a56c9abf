import type { HeadReading } from './head-reading.ts'
import type { HeaderField } from './hpack.ts'
import { acceptEncoding, answered, maxHeaders } from './http-answer.ts'

/** A question about / in HTTP/1.1 (RFC 9112). */
export function http1Request(authority: string, method: 'HEAD' | 'GET' = 'HEAD'): Uint8Array {
  // A page is read as it comes.
  const compressed = method === 'HEAD' ? [`Accept-Encoding: ${acceptEncoding}`] : []
  const about = [`Host: ${authority}`, 'User-Agent: countersign', ...compressed, 'Connection: close']
  const lines = [`${method} / HTTP/1.1`, ...about, '', '']
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

const protocol = 'HTTP/1.'

export function readHttp1(received: Uint8Array): HeadReading {
  const text = Buffer.from(received.buffer, received.byteOffset, received.length).toString('latin1')
  if (!text.startsWith(protocol.slice(0, text.length))) return { kind: 'not-http' }
  for (let at = 0; ; ) {
    // RFC 9112 2.2: a lone LF ends a line, too.
    const end = /\r?\n\r?\n/g
    end.lastIndex = at
    const found = end.exec(text)
    if (!found) return { kind: 'incomplete' }
    const [statusLine = '', ...lines] = text.slice(at, found.index).split(/\r?\n/)
    const status = /^HTTP\/1\.\d ([1-9]\d\d)(?: |$)/.exec(statusLine)?.[1]
    if (status === undefined) return { kind: 'not-http' }
    // RFC 9110 15.2: an interim answer; the final one follows.
    if (!status.startsWith('1')) return answered(Number(status), lines.slice(0, maxHeaders).map(readField))
    at = found.index + found[0].length
  }
}

function readField(line: string): HeaderField {
  const colon = line.indexOf(':')
  return { name: line.slice(0, Math.max(0, colon)).toLowerCase(), value: line.slice(colon + 1) }
}
