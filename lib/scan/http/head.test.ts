import { createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { headRequest, maxHeadBytes, mayBeHttp, readHead } from './head.ts'
import type { HeadReading } from './head-reading.ts'

const leaf = createRoot().issue({ dns: ['service.test'] })
const target = { host: '127.0.0.1', port: 8443, serverName: 'service.test' }
const ascii = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('')
const latin1 = (text: string) => Buffer.from(text, 'latin1')

const open: { close(): unknown }[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

/** HTTP by the runtime's own server, which codes its headers as real ones do. */
async function ask(alpn: 'h2' | 'http/1.1', headers: Record<string, string>, status: number) {
  const seen: { method?: string | undefined; host?: string | undefined; encodings?: unknown } = {}
  const server = createSecureServer({ cert: leaf.pem, key: leaf.keyPem, allowHTTP1: true }, (request, response) => {
    seen.method = request.method
    seen.host = request.authority || request.headers.host
    seen.encodings = request.headers['accept-encoding']
    response.writeHead(status, headers)
    response.end()
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server.address())
  const reading = await new Promise<HeadReading>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ALPNProtocols: [alpn], rejectUnauthorized: false })
    let received = Buffer.alloc(0)
    socket.on('secureConnect', () => socket.write(headRequest(alpn, target)))
    socket.on('error', () => {})
    socket.on('close', () => resolve({ kind: 'incomplete' }))
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const read = readHead(alpn, received)
      if (read.kind === 'incomplete') return
      resolve(read)
      socket.destroy()
    })
  })
  return { reading, seen }
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0
}

describe.each(['h2', 'http/1.1'] as const)('over %s', (alpn) => {
  it.each([200, 204, 301, 400, 404, 421, 503])('reads status %i and asks for the name by HEAD', async (status) => {
    const { reading, seen } = await ask(alpn, {}, status)
    expect(reading).toEqual({
      kind: 'answered',
      http: { status, strictTransportSecurity: null, headers: {}, clock: 'right' },
    })
    expect(seen).toEqual({ method: 'HEAD', host: 'service.test:8443', encodings: 'gzip, deflate, br' })
  })

  it('reads the policy of strict transport security', async () => {
    const policy = 'max-age=31536000; includeSubDomains; preload'
    const { reading } = await ask(alpn, { 'x-a': '1', 'Strict-Transport-Security': policy }, 200)
    const http = { status: 200, strictTransportSecurity: policy, headers: {}, clock: 'right' }
    expect(reading).toEqual({ kind: 'answered', http })
  })

  it('reads what else bears on security, names of the static table and others', async () => {
    const headers = {
      'content-security-policy': "default-src 'self'",
      'content-encoding': 'gzip',
      server: 'x/1.0',
      via: '1.1 y',
      'set-cookie': 'id=v; Secure',
      'permissions-policy': 'camera=()',
    }
    const { reading } = await ask(alpn, { ...headers, 'content-type': 'text/html' }, 200)
    const said = Object.entries({ ...headers, 'set-cookie': 'id=; Secure' }).map(([name, value]) => [name, [value]])
    expect(reading).toMatchObject({ http: { headers: Object.fromEntries(said) } })
  })

  it('makes what a server says printable', async () => {
    const { reading } = await ask(alpn, { 'strict-transport-security': ascii.trim() }, 200)
    const shown = ascii.trim().replace('\\', '\\x5c')
    const http = { status: 200, strictTransportSecurity: shown, headers: {}, clock: 'right' }
    expect(reading).toEqual({ kind: 'answered', http })
  })
})

describe('HTTP/1.1', () => {
  const read = (received: Uint8Array) => readHead(null, received)

  it('reads nothing before all of it has come', () => {
    const answer =
      'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nstrict-transport-security:  a=\x1b[2J \r\n\r\n'
    for (let length = 0; length < answer.length - 1; length += 1) {
      expect(read(latin1(answer.slice(0, length)))).toEqual({ kind: 'incomplete' })
    }
    expect(read(latin1(answer))).toEqual({
      kind: 'answered',
      http: { status: 200, strictTransportSecurity: 'a=\\x1b[2J', headers: {}, clock: 'not-told' },
    })
  })

  it.each(['SSH-2.0-x\r\n', '220 mail\r\n', 'HTTP/1.1 20 OK\r\n\r\n', 'HTTP/1.1 2000 OK\r\n\r\n', 'HTTP/2'])(
    'takes %j for no HTTP',
    (said) => expect(read(latin1(said))).toEqual({ kind: 'not-http' }),
  )

  it('gives up on an answer without an end', () => {
    const endless = latin1(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(maxHeadBytes)}`)
    expect(read(endless.subarray(0, maxHeadBytes - 1))).toEqual({ kind: 'incomplete' })
    expect(read(endless)).toEqual({ kind: 'not-http' })
  })

  it('sends no name that could end a line', () => {
    const request = headRequest(null, { ...target, serverName: 'a\r\nX: y' })
    expect(Buffer.from(request).toString()).toContain('\r\nHost: \r\nUser-Agent: countersign\r\n')
  })

  it('brackets an address of IPv6 and leaves the usual port out', () => {
    const request = headRequest(null, { host: '::1', port: 443, serverName: '' })
    expect(Buffer.from(request).toString()).toContain('\r\nHost: [::1]\r\n')
  })
})

describe('HTTP/2', () => {
  const read = (received: Uint8Array) => readHead('h2', received)
  const frame = (type: number, flags: number, stream: number, payload: string) => {
    const body = Buffer.from(payload, 'hex')
    return Buffer.concat([Buffer.of(0, body.length >> 8, body.length & 255, type, flags, 0, 0, 0, stream), body])
  }
  const settings = frame(4, 0, 0, '')

  it('joins a header block from its parts, without padding and priority', () => {
    const parts = [
      settings,
      frame(4, 1, 0, ''),
      frame(6, 0, 0, '0000000000000000'),
      // 103, then 400 in two frames.
      frame(1, 4, 1, '0803313033'),
      frame(1, 0x28, 1, '020000000000080334'.concat('0000')),
      frame(9, 4, 1, '3030'),
    ]
    const all = Buffer.concat(parts)
    for (let length = 0; length < all.length; length += 1)
      expect(read(all.subarray(0, length))).toEqual({ kind: 'incomplete' })
    expect(read(all)).toMatchObject({ kind: 'answered', http: { status: 400 } })
  })

  it.each([
    ['GOAWAY', Buffer.concat([settings, frame(7, 0, 0, '000000000000000d')]), 'declined'],
    ['RST_STREAM', Buffer.concat([settings, frame(3, 0, 1, '00000001')]), 'declined'],
    ['RST_STREAM of a stream that was not asked', Buffer.concat([settings, frame(3, 0, 3, '00000001')]), 'incomplete'],
    ['HTTP/1.1', latin1('HTTP/1.1 400 Bad Request\r\n\r\n'), 'not-http'],
    ['another first frame', frame(6, 0, 0, '0000000000000000'), 'not-http'],
    ['padding beyond its frame', Buffer.concat([settings, frame(1, 0xc, 1, 'ff88')]), 'not-http'],
    ['a broken header block', Buffer.concat([settings, frame(1, 4, 1, 'ff')]), 'not-http'],
    ['no status', Buffer.concat([settings, frame(1, 4, 1, '0f290161')]), 'not-http'],
  ])('takes %s for what it is', (_, bytes, kind) => expect(read(bytes)).toEqual({ kind }))
})

it('asks where ALPN names HTTP, or names nothing on a port that is no other protocol’s', () => {
  const tls = { transport: 'tls', port: 443 } as const
  expect(mayBeHttp('h2', tls)).toBe(true)
  expect(mayBeHttp('http/1.1', { ...tls, port: 993 })).toBe(true)
  expect(mayBeHttp(null, { ...tls, port: 12345 })).toBe(true)
  expect(mayBeHttp(null, { ...tls, port: 636 })).toBe(false)
  expect(mayBeHttp('postgresql', tls)).toBe(false)
  expect(mayBeHttp(null, { ...tls, transport: 'postgres' })).toBe(false)
})
