import { duplexPair } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { playDialogue, type Step } from '#lib/testing/lab/dialogue.ts'
import { preludeCourses } from '#lib/testing/lab/prelude-courses.ts'
import { mysqlGreeting } from '#lib/testing/lab/server-preludes.ts'
import type { Transport } from '#lib/tls/observation.ts'
import { negotiatePrelude } from './negotiate.ts'
import type { Refusal } from './prelude.ts'

type Spoken = Exclude<Transport, 'tls'>
type Case = readonly [Spoken, string, readonly Step[], Pick<Refusal, 'reason' | 'reply'> & { temporary?: boolean }]

const negotiate = async (transport: Spoken, steps: readonly Step[]) => {
  const [client, server] = duplexPair()
  const saying = playDialogue(server, steps)
  const end = await negotiatePrelude(client, { host: 'h.test', port: 1, serverName: 's.test', transport })
  client.destroy()
  server.destroy()
  return { ...end, said: await saying }
}
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const asked = (transport: Exclude<Spoken, 'mysql'>, answer: string | Uint8Array): readonly Step[] => [
  ...preludeCourses[transport].upToRequest,
  answer,
]
const ehlo = (answer: string): readonly Step[] => ['220 mx.test ESMTP\r\n', /EHLO/, answer]
const stream = (rest: string): readonly Step[] => [
  /stream:stream/,
  `<?xml version='1.0'?><stream:stream id='1' version='1.0'>${rest}`,
]
const mysqlError = (code: number, text: string) => {
  const body = Buffer.concat([Buffer.of(0xff, code & 255, code >> 8), Buffer.from(text)])
  return [Buffer.concat([Buffer.of(body.length, 0, 0, 0), body])]
}
const postgresError = (fields: string) => {
  const body = Buffer.from(`${fields.replaceAll('|', '\0')}\0\0`)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 4)
  return asked('postgres', Buffer.concat([Buffer.from('E'), length, body]))
}

const cases: readonly Case[] = [
  [
    'smtp',
    'turns us away for good',
    ['554 go\x1b[2J away\r\n'],
    { reason: 'turned-away', reply: '554 go\\x1b[2J away' },
  ],
  ['smtp', 'has no room now', ['421 too many\r\n'], { reason: 'turned-away', temporary: true, reply: '421 too many' }],
  [
    'smtp',
    'knows no EHLO',
    [...ehlo('502 5.5.2 what?\r\n'), /LHLO/, '502 what?\r\n'],
    { reason: 'not-offered', reply: '502 5.5.2 what?' },
  ],
  ['smtp', 'dislikes us', ehlo('550 bad helo\r\n'), { reason: 'turned-away', reply: '550 bad helo' }],
  ['smtp', 'defers us', ehlo('450 later\r\n'), { reason: 'turned-away', temporary: true, reply: '450 later' }],
  [
    'smtp',
    'is named as the extension and lacks it',
    ehlo('250-STARTTLS\r\n250 SIZE\r\n'),
    { reason: 'not-offered', reply: 'STARTTLS is not among the capabilities' },
  ],
  [
    'smtp',
    'has no TLS now',
    asked('smtp', '454 4.7.0 later\r\n'),
    { reason: 'declined', temporary: true, reply: '454 4.7.0 later' },
  ],
  ['smtp', 'has it listed alone', asked('smtp', '502-no\r\n502 no\r\n'), { reason: 'declined', reply: '502 no' }],
  ['smtp', 'shuts down', asked('smtp', '421 bye\r\n'), { reason: 'turned-away', temporary: true, reply: '421 bye' }],
  [
    'lmtp',
    'lacks it',
    ['220 x LMTP\r\n', /LHLO/, '250 x\r\n'],
    { reason: 'not-offered', reply: 'STARTTLS is not among the capabilities' },
  ],
  [
    'lmtp',
    'has no TLS now',
    asked('lmtp', '454 later\r\n'),
    { reason: 'declined', temporary: true, reply: '454 later' },
  ],
  ['imap', 'says goodbye', ['* BYE busy\r\n'], { reason: 'turned-away', reply: '* BYE busy' }],
  [
    'imap',
    'is down now',
    ['* BYE [UNAVAILABLE] x\r\n'],
    { reason: 'turned-away', temporary: true, reply: '* BYE [UNAVAILABLE] x' },
  ],
  ['imap', 'takes us in untold', ['* PREAUTH hello\r\n'], { reason: 'declined', reply: '* PREAUTH hello' }],
  [
    'imap',
    'greets without it',
    [
      '* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n',
      /CAPABILITY/,
      '* CAPABILITY IMAP4rev1 LOGINDISABLED\r\na1 OK\r\n',
    ],
    { reason: 'not-offered', reply: 'STARTTLS is not among the capabilities' },
  ],
  [
    'imap',
    'lists no such thing',
    ['* OK hi\r\n', /CAPABILITY/, '* CAPABILITY IMAP4rev1 NOSTARTTLS\r\na1 OK\r\n'],
    { reason: 'not-offered', reply: 'STARTTLS is not among the capabilities' },
  ],
  ['imap', 'says NO', asked('imap', '* NO x\r\na2 NO no\r\n'), { reason: 'declined', reply: 'a2 NO no' }],
  ['imap', 'says BAD', asked('imap', 'a2 BAD what\r\n'), { reason: 'declined', reply: 'a2 BAD what' }],
  ['imap', 'leaves', asked('imap', '* BYE\r\n'), { reason: 'turned-away', reply: '* BYE' }],
  ['pop3', 'turns us away', ['-ERR no\r\n'], { reason: 'turned-away', reply: '-ERR no' }],
  [
    'pop3',
    'fails now',
    ['-ERR [SYS/TEMP] x\r\n'],
    { reason: 'turned-away', temporary: true, reply: '-ERR [SYS/TEMP] x' },
  ],
  [
    'pop3',
    'says no to what it has',
    [...asked('pop3', '-ERR not now\r\n'), /CAPA/, '+OK\r\nTOP\r\nSTLS\r\n.\r\n'],
    { reason: 'declined', reply: '-ERR not now' },
  ],
  [
    'pop3',
    'lacks it',
    [...asked('pop3', '-ERR unknown\r\n'), /CAPA/, '+OK\r\nTOP\r\nUIDL\r\n.\r\n'],
    { reason: 'not-offered', reply: '-ERR unknown' },
  ],
  [
    'pop3',
    'knows no list of its own',
    [...asked('pop3', '-ERR unknown\r\n'), /CAPA/, '-ERR unknown\r\n'],
    { reason: 'declined', reply: '-ERR unknown' },
  ],
  [
    'pop3',
    'says no and breaks off',
    [...asked('pop3', '-ERR unknown\r\n'), /CAPA/, `+OK\r\n${'x'.repeat(9000)}`],
    { reason: 'declined', reply: '-ERR unknown' },
  ],
  ['ftp', 'is full', ['120 wait\r\n421 full\r\n'], { reason: 'turned-away', temporary: true, reply: '421 full' }],
  ['ftp', 'wants nobody', ['530 no\r\n'], { reason: 'turned-away', reply: '530 no' }],
  ['ftp', 'knows no AUTH', asked('ftp', '502 not here\r\n'), { reason: 'not-offered', reply: '502 not here' }],
  ['ftp', 'knows no TLS', asked('ftp', '504 what\r\n'), { reason: 'not-offered', reply: '504 what' }],
  [
    'ftp',
    'lacks something now',
    asked('ftp', '431 later\r\n'),
    { reason: 'declined', temporary: true, reply: '431 later' },
  ],
  ['ftp', 'forbids it', asked('ftp', '534 policy\r\n'), { reason: 'declined', reply: '534 policy' }],
  [
    'ldap',
    'knows no StartTLS',
    asked('ldap', hex('3010 020101 780b 0a0102 0400 0404 6e6f0a21')),
    { reason: 'not-offered', reply: 'protocolError (2): no\\x0a!' },
  ],
  [
    'ldap',
    'is busy',
    asked('ldap', hex('300c 020101 7807 0a0133 0400 0400')),
    { reason: 'declined', temporary: true, reply: 'busy (51)' },
  ],
  [
    'ldap',
    'is unwilling',
    asked('ldap', hex('300c 020101 7807 0a0135 0400 0400')),
    { reason: 'declined', reply: 'unwillingToPerform (53)' },
  ],
  [
    'ldap',
    'has a code of its own',
    asked('ldap', hex('300d 020101 7808 0a02 1000 0400 0400')),
    { reason: 'declined', reply: 'unknown result code (4096)' },
  ],
  [
    'ldap',
    'hangs up with notice',
    asked('ldap', hex('300c 020100 7807 0a0134 0400 0400')),
    { reason: 'turned-away', temporary: true, reply: 'unavailable (52)' },
  ],
  ['postgres', 'has no TLS', asked('postgres', 'N'), { reason: 'not-offered', reply: 'N' }],
  [
    'postgres',
    'is full',
    postgresError('SFATAL|C53300|Msorry, too many'),
    { reason: 'turned-away', temporary: true, reply: '53300 sorry, too many' },
  ],
  [
    'postgres',
    'starts up',
    postgresError('SFATAL|C57P03|Mstarting'),
    { reason: 'turned-away', temporary: true, reply: '57P03 starting' },
  ],
  [
    'postgres',
    'knows no such request',
    postgresError('SFATAL|C0A000|Mwhat'),
    { reason: 'turned-away', reply: '0A000 what' },
  ],
  [
    'postgres',
    "can't fork",
    asked('postgres', 'Ecould not fork\n\0'),
    { reason: 'turned-away', reply: 'could not fork' },
  ],
  [
    'mysql',
    'has no TLS',
    [mysqlGreeting(0xf7ff)],
    { reason: 'not-offered', reply: 'CLIENT_SSL is not among the capabilities' },
  ],
  [
    'mysql',
    'blocks our host',
    mysqlError(1129, "Host 'h' is blocked"),
    { reason: 'turned-away', reply: "1129 Host 'h' is blocked" },
  ],
  [
    'mysql',
    'is full',
    mysqlError(1040, '#08004Too many'),
    { reason: 'turned-away', temporary: true, reply: '1040 Too many' },
  ],
  ['mysql', 'is of old', [hex('03000000 09 3300')], { reason: 'not-offered', reply: 'protocol version 9' }],
  [
    'xmpp',
    'lacks it',
    stream('<stream:features><bind/></stream:features>'),
    { reason: 'not-offered', reply: 'starttls is not among the features' },
  ],
  [
    'xmpp',
    'has no features',
    stream('<stream:features/>'),
    { reason: 'not-offered', reply: 'starttls is not among the features' },
  ],
  [
    'xmpp',
    'names another',
    stream("<stream:features><starttls xmlns='x'/></stream:features>"),
    { reason: 'not-offered', reply: 'starttls is not among the features' },
  ],
  [
    'xmpp',
    'fails',
    asked('xmpp', "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"),
    { reason: 'declined', reply: 'failure' },
  ],
  [
    'xmpp',
    'serves another',
    stream("<stream:error><host-unknown xmlns='x'/><text>no such\x1b</text></stream:error>"),
    { reason: 'turned-away', reply: 'stream error: host-unknown: no such\\x1b' },
  ],
  [
    'xmpp',
    'is full',
    stream('<stream:error><resource-constraint/></stream:error>'),
    { reason: 'turned-away', temporary: true, reply: 'stream error: resource-constraint' },
  ],
  ['xmpp-server', 'fails', asked('xmpp-server', '<failure/>'), { reason: 'declined', reply: 'failure' }],
  ['nntp', 'is closed now', ['400 later\r\n'], { reason: 'turned-away', temporary: true, reply: '400 later' }],
  ['nntp', 'is closed', ['502 no\r\n'], { reason: 'turned-away', reply: '502 no' }],
  ['nntp', "can't", asked('nntp', '580 no\r\n'), { reason: 'declined', reply: '580 no' }],
  ['nntp', 'says no', asked('nntp', '502 no\r\n'), { reason: 'declined', reply: '502 no' }],
  ['nntp', 'knows no STARTTLS', asked('nntp', '500 what\r\n'), { reason: 'not-offered', reply: '500 what' }],
  ['sieve', 'says goodbye', ['BYE "no"\r\n'], { reason: 'turned-away', reply: 'BYE "no"' }],
  [
    'sieve',
    'fails now',
    ['BYE (TRYLATER) {2}\r\nno\r\n'],
    { reason: 'turned-away', temporary: true, reply: 'BYE (TRYLATER) no' },
  ],
  [
    'sieve',
    'lacks it',
    ['"SIEVE" "x"\r\nOK\r\n'],
    { reason: 'not-offered', reply: 'STARTTLS is not among the capabilities' },
  ],
  ['sieve', 'says NO', asked('sieve', 'NO "no"\r\n'), { reason: 'declined', reply: 'NO "no"' }],
  ['sieve', 'leaves', asked('sieve', 'BYE\r\n'), { reason: 'turned-away', reply: 'BYE' }],
  [
    'irc',
    'lacks it',
    [/CAP LS/, ':l CAP * LS :sasl tls-x\r\n'],
    { reason: 'not-offered', reply: 'tls is not among the capabilities' },
  ],
  [
    'irc',
    'is of old',
    [/CAP LS/, ':l 451 * :Register\r\n', /STARTTLS/, ':l 421 * STARTTLS :what\r\n'],
    { reason: 'not-offered', reply: ':l 421 * STARTTLS :what' },
  ],
  ['irc', 'fails', asked('irc', ':l 691 * :no\r\n'), { reason: 'declined', reply: ':l 691 * :no' }],
  [
    'irc',
    'throws us out',
    [':l NOTICE * :x\r\n', 'ERROR :Closing Link\r\n'],
    { reason: 'turned-away', reply: 'ERROR :Closing Link' },
  ],
  ['irc', 'has banned us', [/CAP/, ':l 465 * :banned\r\n'], { reason: 'turned-away', reply: ':l 465 * :banned' }],
  [
    'rdp',
    'is of old',
    asked('rdp', hex('0300000b 06d00000123400')),
    { reason: 'not-offered', reply: 'no security negotiation: standard RDP security alone' },
  ],
  [
    'rdp',
    'chooses its own',
    asked('rdp', hex('03000013 0ed00000123400 0200080000000000')),
    { reason: 'not-offered', reply: 'PROTOCOL_RDP' },
  ],
  [
    'rdp',
    'has no certificate',
    asked('rdp', hex('03000013 0ed00000123400 0300080003000000')),
    { reason: 'not-offered', reply: 'SSL_CERT_NOT_ON_SERVER (3)' },
  ],
  [
    'rdp',
    'wants users',
    asked('rdp', hex('03000013 0ed00000123400 0300080006000000')),
    { reason: 'declined', reply: 'SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER (6)' },
  ],
  [
    'rdp',
    'disconnects',
    asked('rdp', hex('0300000b 06800000123401')),
    { reason: 'turned-away', reply: 'disconnected, reason 1' },
  ],
]

it.each(cases)('%s: a server that %s says so in its own words', async (transport, _what, steps, told) => {
  const { outcome, starttls } = await negotiate(transport, steps)
  expect(outcome).toEqual({ kind: 'starttls-refused', temporary: false, ...told })
  // Who turns us away, or has a bad moment, has not said that there is no TLS.
  if (told.temporary || told.reason === 'turned-away') expect(starttls).toBeNull()
  else expect(starttls).toMatchObject({ offered: false })
})

it('every transport is refused in each of the ways that it has', () => {
  expect(new Set(cases.map(([transport]) => transport))).toEqual(new Set([...Object.keys(preludeCourses), 'mysql']))
})

describe('what is said to the server', () => {
  it('names the server, escaped, and the namespace of its kind, and no sender', async () => {
    const [client, server] = duplexPair()
    const saying = playDialogue(server, stream('<stream:features/>'))
    const serverName = `a'/><b c="d&e.test`
    await negotiatePrelude(client, { host: 'h.test', port: 1, serverName, transport: 'xmpp-server' })
    expect(await saying).toBe(
      "<?xml version='1.0'?><stream:stream to='a&#39;&#47;&#62;&#60;b&#32;c&#61;&#34;d&#38;e.test' version='1.0' xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'>",
    )
    expect((await negotiate('xmpp', stream('<stream:features/>'))).said).toContain("to='s.test'")
  })

  it('an answer to a ping holds nothing that could be a command of its own', async () => {
    const { said } = await negotiate('irc', [/CAP LS/, 'PING :a\rQUIT\0 :b\r\n', /PONG/, 'ERROR :x\r\n'])
    expect(said).toBe('CAP LS\r\nPONG :aQUIT:b\r\n')
  })
})
