import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { getBinary } from '#lib/testing/lab/makes/binaries.ts'
import { type MakeServer, missing, openssl, startOpenssl } from '#lib/testing/lab/makes/index.ts'
import type { OpensslOptions } from '#lib/testing/lab/makes/openssl.ts'
import { talk } from '#lib/testing/tls/talk.ts'
import { clientCredential } from './client-credential.ts'
import type { HandshakeOffer } from './client-hellos.ts'
import { Handshake, type HandshakeOptions } from './handshake.ts'

const root = createRoot()
const leaf = root.issue({ dns: ['service.test'] })
const certificates = [{ certificateChain: leaf.pem, key: leaf.keyPem }]

const offer: HandshakeOffer = {
  legacyVersion: 0x0303,
  versions: [0x0304],
  suites: [0x1301, 0x1302, 0x1303, 0x1304, 0x1305],
  serverName: 'service.test',
  groups: [29, 23, 24, 25, 30, 256, 257, 258, 259, 260],
  signatureSchemes: [0x0403, 0x0804],
}

function handshake(more: Partial<HandshakeOptions> = {}): Handshake {
  return new Handshake({ offer, shareGroups: [29], credential: null, until: 'finished', ...more })
}

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function start(more: Partial<OpensslOptions> = {}): Promise<MakeServer> {
  const server = await startOpenssl({ certificates, versions: ['TLSv1.3'], ...more })
  open.push(() => server.close())
  return server
}

async function get(session: Handshake, server: MakeServer): Promise<string> {
  await talk(session, server, { say: 'GET / HTTP/1.0\r\n\r\n' })
  expect(session.flight.problem).toBeNull()
  return Buffer.from(session.received).toString()
}

const answer = /^HTTP\/1\.0 200 ok/

describe.skipIf(missing(openssl))(`a handshake of TLS 1.3 with s_server ${missing(openssl) ?? ''}`, () => {
  it.each([
    ['TLS_AES_128_CCM_SHA256', 0x1304],
    ['TLS_AES_128_CCM_8_SHA256', 0x1305],
    ['TLS_AES_256_GCM_SHA384', 0x1302],
    ['TLS_CHACHA20_POLY1305_SHA256', 0x1303],
  ])('protects with %s', async (ciphersuites, suiteId) => {
    const session = handshake()
    expect(await get(session, await start({ ciphersuites }))).toMatch(answer)
    expect(session.flight).toMatchObject({ hello: { suiteId }, proof: { verified: true } })
  })

  it.each([
    ['P-521', 25],
    ['X448', 30],
    ['ffdhe2048', 256],
    ['ffdhe3072', 257],
    ['ffdhe4096', 258],
    ['ffdhe8192', 260],
  ])('agrees on %s, with its share and after a retry', async (name, groupId) => {
    const server = await start({ groups: name })
    for (const shareGroups of [[groupId], []]) {
      const session = handshake({ shareGroups })
      expect(await get(session, server)).toMatch(answer)
      expect(session.flight).toMatchObject({ hello: { groupId }, proof: { verified: true } })
    }
  })

  it('reads records with padding, and small ones', async () => {
    const session = handshake()
    const flags = ['-record_padding', '1000', '-max_send_frag', '512']
    expect(await get(session, await start({ flags }))).toMatch(answer)
    expect(session.flight.proof?.verified).toBe(true)
  })
})

interface Console {
  readonly port: number
  /** A line on its keyboard. */
  type(line: string): void
  /** Resolves once it has said this. */
  says(text: string): Promise<void>
}

/** s_server with its keyboard: what is typed there it does, or sends. */
async function startConsole(...flags: readonly string[]): Promise<Console> {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-s-server-'))
  const file = join(directory, 'both.pem')
  writeFileSync(file, `${leaf.keyPem}${leaf.pem}`, { mode: 0o600 })
  const server = spawn(
    getBinary('openssl'),
    ['s_server', '-accept', '127.0.0.1:0', '-tls1_3', '-cert', file, '-no-CAfile', '-no-CApath', ...flags],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  open.push(() => {
    server.kill()
    rmSync(directory, { recursive: true })
  })
  let said = ''
  const waiting = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    said += chunk.toString('latin1')
    for (const look of waiting) look()
  }
  server.stdout.on('data', hear)
  server.stderr.on('data', hear)
  const says = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!said.includes(text)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  await Promise.race([says('\nACCEPT '), once(server, 'exit')])
  const port = /ACCEPT \S*:(\d+)/.exec(said)?.[1]
  if (port === undefined) throw new Error(`s_server ended: ${said}`)
  return { port: Number(port), type: (line) => void server.stdin.write(`${line}\n`), says }
}

describe.skipIf(missing(openssl))(`a session of TLS 1.3 with s_server ${missing(openssl) ?? ''}`, () => {
  it('is resumed with a ticket, which tells how much early data it allows', async () => {
    const server = await startConsole('-early_data', '-max_early_data', '16384')
    const session = handshake()
    await talk(session, server, { until: () => session.flight.tickets.length === 2 })
    expect(session.flight.tickets[0]?.maxEarlyDataBytes).toBe(16_384)
    const [resumption] = session.resumptions
    if (!resumption) throw new Error('no ticket came')
    const again = handshake({ resume: { session: resumption, ageMs: 10 } })
    await talk(again, server, { until: () => again.spoke })
    expect(again.resumed).toBe(true)
    expect(again.spoke).toBe(true)
    expect(again.flight.problem).toBeNull()
  })

  it.each(['k', 'K'])('follows the server to new keys (%s)', async (command) => {
    const server = await startConsole()
    const session = handshake()
    const socket = connect(server.port, '127.0.0.1')
    const say = (text: string) => socket.write(session.seal(Buffer.from(`${text}\n`)))
    socket.on('data', (chunk) => {
      const reply = session.receive(chunk)
      if (reply) socket.write(reply)
    })
    const when = (reached: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!reached()) return
          socket.off('data', look)
          resolve()
        }
        socket.on('data', look)
      })
    const ready = when(() => session.flight.tickets.length === 2)
    socket.write(session.begin())
    await ready
    say('before')
    await server.says('before')
    // Two lines that come at once it would take for one.
    const updated = when(() => true)
    server.type(command)
    await updated
    const heard = when(() => Buffer.from(session.received).includes('after'))
    server.type('after')
    await heard
    say('under new keys')
    await server.says('under new keys')
    expect(session.flight.problem).toBeNull()
    socket.destroy()
  })

  it('authenticates after the handshake, where that was offered', async () => {
    const client = root.issue({ commonName: 'late client' })
    const credential = clientCredential([client.der], client.key.privateKey)
    const server = await startConsole()
    const session = handshake({ credential, offer: { ...offer, postHandshakeAuth: true } })
    const done = server.says('late client').then(() => 'shown')
    const asked = server.says('before').then(() => {
      expect(session.flight.certificateRequested).toBe(false)
      server.type('c')
    })
    const talked = talk(session, server, { say: 'before\n', until: () => false })
    expect(await Promise.race([done, talked])).toBe('shown')
    await asked
    expect(session.flight).toMatchObject({ problem: null, certificateRequested: true })
  })
})
