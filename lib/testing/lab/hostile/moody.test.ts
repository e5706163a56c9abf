import { connect as connectTcp } from 'node:net'
import { type ConnectionOptions, connect } from 'node:tls'
import { describe, expect, test } from 'vitest'
import type { RunningServer } from '../tls-server.ts'
import { startIntolerant, startOld, startRateLimited, startSsl2AndTls12, startUnequal } from './index.ts'

// That these servers are what they say, by the runtime's own client and bytes made by hand.
describe.concurrent('servers that are not the same to everybody', () => {
  test.each([
    ['reset', /ECONNRESET/],
    ['close', /disconnected|ECONNRESET/],
    ['fatal-alert', /alert internal error/],
  ] as const)('a limit that answers with %s comes after what it allows', async (how, refusal) => {
    await using server = disposable(await startRateLimited(2, how))
    expect(await negotiate(server)).toBe('TLSv1.3')
    expect(await negotiate(server)).toBe('TLSv1.3')
    expect(await negotiate(server)).toMatch(refusal)
  })

  test('backends of one address differ from connection to connection', async () => {
    await using server = disposable(await startUnequal({ minVersion: 'TLSv1.3' }, { maxVersion: 'TLSv1.2' }))
    expect([await negotiate(server), await negotiate(server), await negotiate(server)]).toEqual([
      'TLSv1.3',
      'TLSv1.2',
      'TLSv1.3',
    ])
  })

  test('a server that is broken by long hellos serves short ones', async () => {
    await using server = disposable(await startIntolerant('resets-over-512-bytes'))
    expect(await negotiate(server)).toMatch(/ECONNRESET/)
    expect(await negotiate(server, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' })).toBe('TLSv1.2')
  })

  test('a server that is broken by the hello of TLS 1.3 serves that of TLS 1.2', async () => {
    await using server = disposable(await startIntolerant('closes-on-tls13-hello'))
    expect(await negotiate(server)).toMatch(/disconnected|ECONNRESET/)
    expect(await negotiate(server, { maxVersion: 'TLSv1.2' })).toBe('TLSv1.2')
  })
})

describe.concurrent('servers of versions that nobody speaks any more', () => {
  test('SSL 2.0 is answered with its ServerHello, TLS beside it with TLS', async () => {
    await using server = disposable(await startSsl2AndTls12())
    const answer = await exchange(server, ssl2Hello)
    // SERVER-HELLO, no session hit, X.509, version 0.2
    expect(answer.subarray(2, 7).toString('hex')).toBe('0400010002')
    expect(await negotiate(server)).toBe('TLSv1.2')
  })

  test('a server of one old version refuses those below it with its alert', async () => {
    await using server = disposable(await startOld({ version: 0x0302, suites: [0x2f] }))
    // A hello of TLS 1.0 with TLS_RSA_WITH_AES_128_CBC_SHA.
    const body = Buffer.concat([Buffer.from('0301', 'hex'), Buffer.alloc(32, 1), Buffer.from('000002002f0100', 'hex')])
    const message = Buffer.concat([Buffer.of(1, 0, 0, body.length), body])
    const answer = await exchange(server, Buffer.concat([Buffer.of(22, 3, 1, 0, message.length), message]))
    expect(answer.toString('hex')).toBe('15030200020246')
  })
})

/** CLIENT-HELLO of SSL 2.0 with one kind of cipher and a challenge of 16 bytes. */
const ssl2Hello = Buffer.from(`801c01000200030000001001008000112233445566778899aabbccddeeff`, 'hex')

/** The version agreed on, or what was wrong. */
function negotiate(server: RunningServer, options: ConnectionOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: server.address, port: server.port, rejectUnauthorized: false, ...options })
    socket.once('secureConnect', () => {
      resolve(socket.getProtocol() ?? 'none')
      socket.destroy()
    })
    socket.once('error', (error) => resolve(`${'code' in error ? error.code : ''} ${error.message}`))
  })
}

/** The first bytes that come back. */
function exchange(server: RunningServer, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(server.port, server.address)
    socket.on('error', reject)
    socket.once('data', (chunk: Buffer) => {
      resolve(chunk)
      socket.destroy()
    })
    socket.write(bytes)
  })
}

function disposable<Server extends RunningServer>(server: Server): Server & AsyncDisposable {
  return { ...server, [Symbol.asyncDispose]: () => server.close() }
}
