import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { type Step, startDialogue } from '#lib/testing/lab/dialogue.ts'
import { startTarpit } from '#lib/testing/lab/faulty-servers.ts'
import { serveRelay } from '#lib/testing/lab/hostile/serve.ts'
import { mysqlGoAhead, preludeCourses } from '#lib/testing/lab/prelude-courses.ts'
import { observeLab } from '#lib/testing/lab/scanning.ts'
import { type LabServer, listen, startTlsServer } from '#lib/testing/lab/tls-server.ts'
import { type Transport, transports } from '#lib/tls/observation.ts'
import { preludes } from './index.ts'

const leaf = createRoot().issue({ dns: ['service.test'] })
const credentials = { certificateChain: leaf.pem, key: leaf.keyPem }
const spoken = transports.filter((transport) => transport !== 'tls')

const serve = async ({ onTestFinished }: Pick<TestContext, 'onTestFinished'>, starting: Promise<LabServer>) => {
  const server = await starting
  onTestFinished(() => server.close())
  return server
}
const courseOf = (transport: Exclude<Transport, 'tls'>) =>
  transport === 'mysql' ? { upToRequest: [], goAhead: mysqlGoAhead } : preludeCourses[transport]

it('every transport has its prelude in the index and in a file of its name', () => {
  expect(Object.keys(preludes).sort()).toEqual([...spoken].sort())
  const files = readdirSync(import.meta.dirname)
  for (const [id, prelude] of Object.entries(preludes)) {
    expect(prelude.id).toBe(id)
    expect(files).toContain(`${id}.ts`)
  }
})

it('a target without a port is dialled where its protocol is at home, not where TLS comes first', () => {
  expect(Object.fromEntries(Object.values(preludes).map(({ id, defaultPort }) => [id, defaultPort]))).toEqual({
    ...{ smtp: 25, lmtp: 24, imap: 143, pop3: 110, ftp: 21, ldap: 389, postgres: 5432, mysql: 3306 },
    ...{ xmpp: 5222, 'xmpp-server': 5269, nntp: 119, sieve: 4190, irc: 6667, rdp: 3389 },
  })
})

describe.concurrent.each(spoken)('%s', (transport) => {
  const { upToRequest, goAhead } = courseOf(transport)
  const timeouts = { overallMs: 6000, connectMs: 1000, idleMs: 2000 }
  const observePlayed = async (context: TestContext, steps: readonly Step[]) =>
    observeLab(await serve(context, startDialogue(steps)), { timeouts }, { transport })

  it('reaches TLS through the prelude', async (context) => {
    const server = await serve(context, startTlsServer({ ...credentials, transport, application: 'silent' }))
    const { outcome, facts } = await observeLab(server, {}, { transport })
    expect(outcome).toEqual({ kind: 'handshake' })
    expect(valueOf(facts.chain)).toEqual([leaf.sha256])
    expect(valueOf(facts.starttls)?.offered).toBe(true)
  })

  it('a silent server is a timeout', async (context) => {
    const impatient = { overallMs: 300, connectMs: 200, idleMs: 150 }
    const silent = await observeLab(await serve(context, startTarpit()), { timeouts: impatient }, { transport })
    expect(silent.outcome).toEqual({ kind: 'timeout', during: 'starttls' })
    expect(silent.facts.starttls).toEqual({ status: 'failed', reason: 'timeout' })
  })

  it('a slow server is awaited at each step', async (context) => {
    const slowly = [...upToRequest, goAhead].flatMap((step): Step[] => [{ waitMs: 150 }, step])
    const { outcome, facts } = await observePlayed(context, [...slowly, { waitMs: 150 }, 'no TLS'])
    expect(outcome.kind).toBe('plaintext-after-starttls')
    expect(valueOf(facts.starttls)?.offered).toBe(true)
  })

  it('a close and a reset are what they are', async (context) => {
    const closed = await observePlayed(context, [...upToRequest, { by: 'end' }])
    expect(closed.outcome).toEqual({ kind: 'closed', during: 'starttls' })
    const reset = await observePlayed(context, [...upToRequest, { waitMs: 30 }, { by: 'reset' }])
    expect(reset.outcome).toEqual({ kind: 'reset', during: 'starttls' })
  })

  it('plaintext behind the go-ahead is an outcome of its own, in one packet with it or in the next', async (context) => {
    const inOne = await observePlayed(context, [
      ...upToRequest,
      Buffer.concat([Buffer.from(goAhead), Buffer.from('250 x\r\n')]),
    ])
    const expected = transport === 'mysql' ? 'protocol-error' : 'plaintext-after-starttls'
    expect(inOne.outcome.kind).toBe(expected)
    const inTwo = await observePlayed(context, [...upToRequest, goAhead, { waitMs: 30 }, '250 x\r\n'])
    expect(inTwo.outcome).toMatchObject({ kind: 'plaintext-after-starttls', detail: '250 x\\x0d\\x0a' })
    expect(valueOf(inTwo.facts.starttls)).toMatchObject({ offered: true })
    expect(inTwo.facts.chain).toEqual({ status: 'failed', reason: 'plaintext-after-starttls' })
  })
})

it.each(['ldap', 'postgres', 'xmpp', 'xmpp-server', 'irc', 'rdp'] as const)(
  '%s: a server that hangs up on the prelude and wants TLS at once is told from one that hangs up on all',
  async (transport) => {
    const server = await serve({ onTestFinished }, startTlsServer({ ...credentials, application: 'silent' }))
    const { outcome, facts } = await observeLab(server, {}, { transport })
    expect(outcome).toMatchObject({ kind: 'other-protocol', spoken: 'tls' })
    expect(facts.starttls).toEqual({ status: 'failed', reason: 'other-protocol' })
  },
)

it('a server that takes a prelude and TLS at once, and broke one prelude off, is not called a stranger to the prelude', async () => {
  const atOnce = await startTlsServer({ ...credentials, application: 'silent' })
  const behindPrelude = await startTlsServer({ ...credentials, application: 'silent', transport: 'ldap' })
  const relay = serveRelay([atOnce, behindPrelude], (servers, connection, socket, said) => {
    if (connection > 0) return servers[said[0] === 0x16 ? 0 : 1]
    socket.resetAndDestroy()
    return null
  })
  const server = await serve({ onTestFinished }, relay)
  const { outcome, facts } = await observeLab(server, {}, { transport: 'ldap' })
  expect(outcome).toEqual({ kind: 'handshake' })
  expect(valueOf(facts.starttls)).toMatchObject({ offered: true })
})

it.each<[Transport, string, string]>([
  ['smtp', 'without a word', ''],
  ['imap', 'in the middle of its greeting', '* OK rea'],
  ['ldap', 'in the middle of its answer', '0'],
])(
  '%s: a server that takes TLS at once, too, and ends each prelude %s, shows no other protocol',
  async (transport, _, word) => {
    const atOnce = await serve({ onTestFinished }, startTlsServer({ ...credentials, application: 'silent' }))
    let come = 0
    const front = listen({}, (socket) => {
      come += 1
      if (come === 2) socket.pipe(connect(atOnce.port, atOnce.address)).pipe(socket)
      else socket.resume().end(word)
    })
    const server = await serve({ onTestFinished }, front)
    const { outcome, facts } = await observeLab(server, {}, { transport })
    expect(outcome).toEqual({ kind: 'closed', during: 'starttls' })
    expect(facts.starttls).toEqual({ status: 'failed', reason: 'closed' })
  },
)

describe.concurrent('a late greeting', () => {
  it('that comes line by line is awaited for longer than a server may be silent', async (context) => {
    const { upToRequest, goAhead } = preludeCourses.smtp
    const greeting = ['220-mx.test ESMTP\r\n', '220-please\r\n', '220-wait\r\n', '220 Lab\r\n']
    const slowly = greeting.flatMap((line): Step[] => [{ waitMs: 400 }, line])
    const seen = await observeLab(
      await serve(context, startDialogue([...slowly, ...upToRequest.slice(1), goAhead, { by: 'end' }])),
      { timeouts: { overallMs: 8000, connectMs: 1000, idleMs: 1200 } },
      { transport: 'smtp' },
    )
    expect(seen.outcome).toEqual({ kind: 'closed', during: 'handshake' })
    expect(valueOf(seen.facts.starttls)).toEqual({ offered: true, greeting: '220 mx.test ESMTP' })
  })

  it('is awaited for longer where a connection may take longer', async (context) => {
    const seen = await observeLab(
      await serve(context, startDialogue([{ waitMs: 8300 }, '554 no\r\n'])),
      { timeouts: { overallMs: 11_000, connectMs: 1000, idleMs: 1200 } },
      { transport: 'smtp' },
    )
    expect(seen.outcome).toMatchObject({ kind: 'starttls-refused', reason: 'turned-away', reply: '554 no' })
  })
})

it('a greeting keeps what names the server and drops what changes with every session', async () => {
  const of = async (transport: Transport) => {
    const server = await serve({ onTestFinished }, startTlsServer({ ...credentials, transport, application: 'silent' }))
    return valueOf((await observeLab(server, {}, { transport })).facts.starttls)?.greeting
  }
  expect(await of('smtp')).toBe('220 lab.test ESMTP Lab')
  expect(await of('pop3')).toBe('+OK Lab ready')
  expect(await of('mysql')).toBe('8.4.0-lab')
  expect(await of('sieve')).toBe('Lab')
  expect(await of('irc')).toBe('lab.test')
  expect(await of('rdp')).toBe('PROTOCOL_SSL')
})
