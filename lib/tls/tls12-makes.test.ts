import { afterEach, describe, expect, it } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import {
  gnutls,
  type LabVersion,
  type Make,
  type MakeServer,
  missing,
  nss,
  openssl,
  startGnutls,
  startNss,
  startOpenssl,
} from '#lib/testing/lab/makes/index.ts'
import { talk } from '#lib/testing/tls/talk.ts'
import { clientCredential } from './client-credential.ts'
import type { HandshakeOffer } from './client-hellos.ts'
import { Handshake, type HandshakeOptions } from './handshake.ts'
import { cipherSuite, suitesOf } from './suites.ts'
import { wireVersions } from './versions.ts'

const root = createRoot()
const rsa = root.issue({ commonName: 'rsa', keyAlgorithm: 'rsa2048' })
const ecdsa = root.issue({ commonName: 'ecdsa', keyAlgorithm: 'p256' })
const client = root.issue({ commonName: 'client', keyAlgorithm: 'rsa2048' })
const certificates = [rsa, ecdsa].map(({ pem, keyPem }) => ({ certificateChain: pem, key: keyPem }))
const credential = clientCredential([client.der], client.key.privateKey)

function offerOf(version: LabVersion, more: Partial<HandshakeOffer> = {}): HandshakeOffer {
  const extensions = version !== 'SSLv3'
  return {
    legacyVersion: wireVersions[version],
    recordVersion: Math.min(wireVersions[version], 0x0301),
    versions: [],
    suites: suitesOf(version),
    serverName: '',
    groups: [29, 23, 24, 25],
    signatureSchemes: [0x0403, 0x0804, 0x0401, 0x0201],
    extendedMasterSecret: extensions,
    encryptThenMac: extensions,
    renegotiationInfo: extensions,
    sessionTicket: new Uint8Array(),
    ...more,
  }
}

const servers: MakeServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

function from(make: Make): (context: { skip: (note?: string) => void }) => void {
  return ({ skip }) => {
    const note = missing(make)
    if (note !== null) skip(note)
  }
}

async function get(
  server: MakeServer,
  offer: HandshakeOffer,
  more: Partial<HandshakeOptions> = {},
): Promise<Handshake> {
  const session = new Handshake({ offer, shareGroups: [], credential: null, until: 'finished', ...more })
  await talk(session, server, { say: 'GET / HTTP/1.0\r\n\r\n', until: ({ received }) => received.length > 4 })
  expect(session.flight.problem).toBeNull()
  return session
}

const answered = (session: Handshake) => Buffer.from(session.received.subarray(0, 5)).toString()

const suites: Readonly<Partial<Record<LabVersion, readonly number[]>>> = {
  SSLv3: [0x000a, 0x002f, 0x0035],
  TLSv1: [0x000a, 0x0016, 0xc014, 0xc009, 0x002f],
  'TLSv1.1': [0x000a, 0x0016, 0xc014, 0xc009, 0x002f],
  'TLSv1.2': [0xc02f, 0xc02c, 0xcca8, 0x009e, 0x009d, 0xc014, 0xc024, 0x003d, 0x0016, 0xc0ad, 0xc0af],
}

describe('the session is finished and used with', () => {
  it.for(['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const)('s_server at %s', async (version, context) => {
    from(openssl)(context)
    const server = await startOpenssl({ certificates, versions: [version], ciphers: 'ALL:@SECLEVEL=0' })
    servers.push(server)
    await each(server, version, /3DES/)
  })

  it.for(['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const)('gnutls-serv at %s', async (version, context) => {
    from(gnutls)(context)
    const server = await startGnutls({
      certificates,
      versions: [version],
      priority: 'LEGACY:+3DES-CBC:+AES-256-CCM:+AES-256-CCM-8:+SHA384:+SHA256:+DHE-RSA',
    })
    servers.push(server)
    await each(server, version, /^$/)
  })

  it.for(['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2'] as const)('selfserv of NSS at %s', async (version, context) => {
    from(nss)(context)
    const known = suites[version]?.filter((id) => !cipherSuite(id).name.includes('CCM'))
    const server = await startNss({ certificates, versions: [version], ...(known ? { suites: known } : {}) })
    servers.push(server)
    await each(server, version, /CCM/)
  })
})

async function each(server: MakeServer, version: LabVersion, absent: RegExp): Promise<void> {
  for (const id of suites[version] ?? []) {
    const session = await get(server, offerOf(version, { suites: [id] }))
    const { name } = cipherSuite(id)
    if (!session.flight.hello && absent.test(name)) continue
    expect(answered(session), name).toBe('HTTP/')
    expect(session.flight).toMatchObject({ hello: { version, suiteId: id }, finished: true, proof: { verified: true } })
  }
}

describe('a client certificate is shown to', () => {
  it.for(['TLSv1', 'TLSv1.2'] as const)('s_server at %s', async (version, context) => {
    from(openssl)(context)
    const server = await startOpenssl({
      certificates,
      versions: [version],
      ciphers: 'ALL:@SECLEVEL=0',
      clients: 'required',
      clientCa: root.pem,
    })
    servers.push(server)
    expect(answered(await get(server, offerOf(version), { credential }))).toBe('HTTP/')
    const none = await get(server, offerOf(version))
    expect(none).toMatchObject({ established: false, over: true, spoke: false })
    expect(none.flight.alerts.map(({ level }) => level)).toEqual(['fatal'])
  })

  it.for(['TLSv1', 'TLSv1.2'] as const)('gnutls-serv at %s', async (version, context) => {
    from(gnutls)(context)
    const server = await startGnutls({
      certificates,
      versions: [version],
      priority: 'LEGACY',
      clients: 'required',
      clientCa: root.pem,
    })
    servers.push(server)
    expect(answered(await get(server, offerOf(version), { credential }))).toBe('HTTP/')
    const none = await get(server, offerOf(version))
    expect(none).toMatchObject({ established: false, over: true })
    expect(none.flight.alerts.map(({ level }) => level)).toEqual(['fatal'])
  })

  it('selfserv of NSS, in whose SSL 3.0 the client has none', async (context) => {
    from(nss)(context)
    const server = await startNss({
      certificates,
      versions: ['SSLv3', 'TLSv1'],
      clients: 'optional',
      clientCa: root.pem,
    })
    servers.push(server)
    expect(answered(await get(server, offerOf('TLSv1'), { credential }))).toBe('HTTP/')
    const session = await get(server, offerOf('SSLv3'), { credential })
    expect(session.flight).toMatchObject({ certificateRequested: true, finished: true })
    expect(answered(session)).toBe('HTTP/')
  })
})

describe('a session is resumed', () => {
  it.for([
    ['s_server', true],
    ['s_server', false],
    ['gnutls-serv', true],
    ['gnutls-serv', false],
  ] as const)('by %s (ticket: %s)', async ([make, tickets], context) => {
    from(make === 's_server' ? openssl : gnutls)(context)
    const versions = ['TLSv1.2'] as const
    const flags = make === 's_server' ? ['-no_ticket'] : ['--noticket']
    const options = { certificates, versions, ...(tickets ? {} : { flags }) }
    const server = make === 's_server' ? await startOpenssl(options) : await startGnutls(options)
    servers.push(server)
    const first = await get(server, offerOf('TLSv1.2'))
    const [session] = first.resumptions
    if (!session || session.version === 'TLSv1.3') throw new Error('nothing to resume with')
    expect(session.ticket.length > 0).toBe(tickets)
    const second = await get(server, offerOf('TLSv1.2'), { resume: { session, ageMs: 0 } })
    expect(answered(second)).toBe('HTTP/')
    expect(second.flight).toMatchObject({ chain: null, helloDone: false, finished: true })
  })
})
