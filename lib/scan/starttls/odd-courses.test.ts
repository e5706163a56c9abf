import { duplexPair } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { playDialogue, type Step } from '#lib/testing/lab/dialogue.ts'
import { mysqlGoAhead, preludeCourses } from '#lib/testing/lab/prelude-courses.ts'
import { type Transport, transports } from '#lib/tls/observation.ts'
import { negotiatePrelude } from './negotiate.ts'

type Spoken = Exclude<Transport, 'tls'>
const spoken = transports.filter((transport) => transport !== 'tls')
const end = { by: 'end' } as const

const negotiate = async (transport: Spoken, steps: readonly Step[]) => {
  const [client, server] = duplexPair()
  void playDialogue(server, steps)
  const result = await negotiatePrelude(client, { host: 'h.test', port: 1, serverName: 's.test', transport })
  client.destroy()
  server.destroy()
  return result
}

const tls = "xmlns='urn:ietf:params:xml:ns:xmpp-tls'"
const xmpp = (features: string): readonly Step[] => [
  /stream:stream/,
  `<stream:stream id='1' version='1.0'>${features}`,
  /<starttls /,
  `<proceed ${tls}/>`,
]
const shutdown = '<stream:error><system-shutdown/></stream:error>'

it.each<[Spoken, string, readonly Step[]]>([
  [
    'imap',
    'tells its capabilities unasked',
    ['* OK hi\r\n* CAPABILITY STARTTLS\r\n', /a1/, 'a1 OK\r\n', /a2/, 'a2 OK\r\n'],
  ],
  [
    'imap',
    'goes on behind an answer',
    ['* OK x\r\n', /a1/, '* CAPABILITY STARTTLS\r\na1 OK\r\n* OK\r\n', /a2/, 'a2 OK\r\n'],
  ],
  ['imap', 'tells no capabilities', ['* OK hi\r\n', /a1/, 'a1 BAD what\r\n', /a2/, 'a2 OK go\r\n']],
  ['xmpp', 'ends its features with a new line', xmpp(`<stream:features><starttls ${tls}/></stream:features>\n`)],
  [
    'xmpp',
    'has a prefix of its own for TLS',
    xmpp("<stream:features><t:starttls xmlns='x' xmlns:t='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"),
  ],
])('%s: a server that %s comes to TLS', async (transport, _what, steps) => {
  expect(await negotiate(transport, steps)).toMatchObject({ outcome: null, starttls: { offered: true } })
})

it.each<[Spoken, string, readonly Step[], 'turned-away' | 'declined']>([
  ['smtp', 'greets and takes its leave at once', ['220 x\r\n421 too many\r\n'], 'turned-away'],
  [
    'smtp',
    'takes its leave with its capabilities',
    ['220 x\r\n', /EHLO/, '250-x\r\n250 STARTTLS\r\n421 x\r\n'],
    'turned-away',
  ],
  ['lmtp', 'greets and takes its leave at once', ['220 x LMTP\r\n421 too many\r\n'], 'turned-away'],
  ['ftp', 'greets and takes its leave at once', ['220 x\r\n421 too many\r\n'], 'turned-away'],
  ['imap', 'greets and takes its leave at once', ['* OK x\r\n* BYE [UNAVAILABLE] x\r\n'], 'turned-away'],
  [
    'imap',
    'can tell nothing now',
    ['* OK x\r\n', /a1/, 'a1 NO [UNAVAILABLE] x\r\n', /a2/, 'a2 NO [UNAVAILABLE] x\r\n'],
    'declined',
  ],
  ['sieve', 'greets and takes its leave at once', ['"STARTTLS"\r\nOK\r\nBYE (TRYLATER)\r\n'], 'turned-away'],
  [
    'xmpp',
    'shuts down behind its features',
    xmpp(`<stream:features><starttls ${tls}/></stream:features>${shutdown}`),
    'turned-away',
  ],
  ['nntp', 'has a fault', [...preludeCourses.nntp.upToRequest, '403 fault\r\n'], 'declined'],
])('%s: a server that %s has a bad moment, and says nothing of TLS', async (transport, _what, steps, reason) => {
  const { outcome, starttls } = await negotiate(transport, steps)
  expect(outcome).toMatchObject({ kind: 'starttls-refused', reason, temporary: true })
  expect(starttls).toBeNull()
})

describe('who breaks off in mid-word', () => {
  it.each(spoken)('%s: is not taken for another protocol', async (transport) => {
    const said = transport === 'mysql' ? [mysqlGoAhead] : preludeCourses[transport].upToRequest
    const first = said.findIndex((step) => typeof step === 'string' || step instanceof Uint8Array)
    if (first < 0) return
    const words = Buffer.from(String(said[first]), 'latin1')
    for (let length = 1; length < Math.min(words.length, 40); length += 1) {
      const { outcome, starttls } = await negotiate(transport, [
        ...said.slice(0, first),
        words.subarray(0, length),
        end,
      ])
      if (words.includes('\n') && length > words.indexOf('\n')) break
      expect({ length, outcome, starttls }).toEqual({
        length,
        outcome: { kind: 'closed', during: 'starttls' },
        starttls: null,
      })
    }
  })
})

it.each(['ldap', 'postgres', 'rdp', 'xmpp'] as const)(
  '%s: who speaks before the client is another protocol, however early it came',
  async (transport) => {
    const [client, server] = duplexPair()
    const stream = Object.assign(client, { failure: null })
    const negotiating = negotiatePrelude(stream, { host: 'h.test', port: 1, serverName: 's.test', transport })
    client.emit('data', Buffer.from('SSH-2.0-OpenSSH_9.9\r\n'))
    await nextTurn()
    expect((await negotiating).outcome).toMatchObject({ kind: 'other-protocol', spoken: 'ssh' })
    client.destroy()
    server.destroy()
  },
)
