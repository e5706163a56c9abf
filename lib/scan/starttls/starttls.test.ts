import { readdirSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { startAnswering, startGreeting, startTarpit } from '#lib/testing/lab/faulty-servers.ts'
import { observeLab } from '#lib/testing/lab/scanning.ts'
import { mysqlGreeting } from '#lib/testing/lab/server-preludes.ts'
import { type LabServer, startTlsServer } from '#lib/testing/lab/tls-server.ts'
import { type Transport, transports } from '#lib/tls/observation.ts'
import { preludes } from './index.ts'

const leaf = createRoot().issue({ dns: ['service.test'] })
const credentials = { certificateChain: leaf.pem, key: leaf.keyPem }
const spoken = transports.filter((transport) => transport !== 'tls')

const servers: LabServer[] = []
const serve = async (starting: Promise<LabServer>) => {
  const server = await starting
  servers.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

it('every transport has its prelude in the index and in a file of its name', () => {
  expect(Object.keys(preludes).sort()).toEqual([...spoken].sort())
  const files = readdirSync(import.meta.dirname)
  for (const [id, prelude] of Object.entries(preludes)) {
    expect(prelude.id).toBe(id)
    expect(files).toContain(`${id}.ts`)
  }
})

describe.each(spoken)('%s', (transport) => {
  it('reaches TLS, and its versions, through the prelude', async () => {
    const server = await serve(startTlsServer({ ...credentials, transport, application: 'silent' }))
    const { outcome, facts } = await observeLab(server, { depth: 'standard' }, { transport })
    expect(outcome).toEqual({ kind: 'handshake' })
    expect(valueOf(facts.chain)).toEqual([leaf.sha256])
    expect(valueOf(facts.starttls)?.offered).toBe(true)
    expect(valueOf(facts.versions)).toMatchObject({
      'TLSv1.1': { status: 'observed', value: false },
      'TLSv1.2': { status: 'observed', value: true },
      'TLSv1.3': { status: 'observed', value: true },
    })
  })

  it('a silent server is a timeout, another protocol an error of protocol', async () => {
    const timeouts = { overallMs: 300, connectMs: 200, idleMs: 150 }
    const silent = await observeLab(await serve(startTarpit()), { timeouts }, { transport })
    expect(silent.outcome).toEqual({ kind: 'timeout', during: 'starttls' })
    const ssh = await observeLab(await serve(startGreeting('SSH-2.0-OpenSSH_9.9\r\n\r\n')), { timeouts }, { transport })
    expect(ssh.outcome.kind).toMatch(/^(protocol-error|timeout)$/)
  })
})

describe('a server that does not offer TLS says so in its own words', () => {
  it.each<[Transport, () => Promise<LabServer>, string]>([
    ['smtp', () => startGreeting('220 lab ESMTP\r\n250-lab\r\n250 SIZE\r\n'), 'STARTTLS is not among the capabilities'],
    ['smtp', () => startGreeting('554 go\x1b[2J away\r\n'), '554 go\\x1b[2J away'],
    ['imap', () => startGreeting('* OK ready\r\na1 BAD no such command\r\n'), 'a1 BAD no such command'],
    ['pop3', () => startGreeting('+OK ready\r\n-ERR unknown\r\n'), '-ERR unknown'],
    ['ftp', () => startGreeting('220 ready\r\n502 not here\r\n'), '502 not here'],
    ['postgres', () => startAnswering('N'), 'N'],
    ['ldap', () => startAnswering(Buffer.from('300c02010178070a010204000400', 'hex')), 'LDAP result code 2'],
    ['mysql', () => startGreeting(mysqlGreeting(0xf7ff)), 'CLIENT_SSL is not among the capabilities'],
    [
      'xmpp',
      () => startAnswering("<?xml version='1.0'?><stream:stream id='1'><stream:features><bind/></stream:features>"),
      'starttls is not among the features',
    ],
  ])('%s', async (transport, start, reply) => {
    const { outcome, facts } = await observeLab(await serve(start()), {}, { transport })
    expect(outcome).toEqual({ kind: 'starttls-refused', reply })
    expect(valueOf(facts.starttls)?.offered).toBe(false)
  })
})

describe('plaintext behind the go-ahead is never taken for TLS', () => {
  it.each<[Transport, () => Promise<LabServer>]>([
    ['postgres', () => startAnswering('Sinjected')],
    ['pop3', () => startGreeting('+OK ready\r\n+OK go\r\n+OK injected\r\n')],
    ['smtp', () => startGreeting('220 a\r\n250 STARTTLS\r\n220 go\r\n250 injected\r\n')],
  ])('%s', async (transport, start) => {
    const { outcome } = await observeLab(await serve(start()), {}, { transport })
    expect(outcome).toMatchObject({
      kind: 'protocol-error',
      detail: expect.stringContaining('plaintext after the go-ahead'),
    })
  })
})

it('a greeting keeps what names the server and drops what changes with every session', async () => {
  const of = async (transport: Transport) => {
    const server = await serve(startTlsServer({ ...credentials, transport, application: 'silent' }))
    return valueOf((await observeLab(server, {}, { transport })).facts.starttls)?.greeting
  }
  expect(await of('smtp')).toBe('220 lab.test ESMTP Lab')
  expect(await of('pop3')).toBe('+OK Lab ready')
  expect(await of('mysql')).toBe('8.4.0-lab')
})
