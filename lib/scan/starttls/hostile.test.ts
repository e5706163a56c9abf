import { duplexPair } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playDialogue, type Step } from '#lib/testing/lab/dialogue.ts'
import { mysqlGoAhead, preludeCourses } from '#lib/testing/lab/prelude-courses.ts'
import { type Transport, transports } from '#lib/tls/observation.ts'
import { preludes } from './index.ts'
import { negotiatePrelude } from './negotiate.ts'
import { PreludeConnection } from './prelude-connection.ts'
import { PreludeError } from './prelude-error.ts'

type Spoken = Exclude<Transport, 'tls'>
const spoken = transports.filter((transport) => transport !== 'tls')
const targetOf = (transport: Spoken) => ({ host: 'h.test', port: 1, serverName: 's.test', transport })
const end = { by: 'end' } as const

const negotiate = async (transport: Spoken, steps: readonly Step[]) => {
  const [client, server] = duplexPair()
  void playDialogue(server, steps)
  const result = await negotiatePrelude(client, targetOf(transport))
  client.destroy()
  server.destroy()
  return result
}
const courseOf = (transport: Spoken) =>
  transport === 'mysql' ? { upToRequest: [], goAhead: mysqlGoAhead } : preludeCourses[transport]

describe.each(spoken)('%s', (transport) => {
  const { upToRequest, goAhead } = courseOf(transport)
  const withMore = (more: string) => [...upToRequest, Buffer.concat([Buffer.from(goAhead), Buffer.from(more)])]

  it('goes well by another course than that of the lab', async () => {
    expect(await negotiate(transport, [...upToRequest, goAhead])).toMatchObject({
      outcome: null,
      starttls: { offered: true },
    })
  })

  it('plaintext behind the go-ahead is never taken for TLS', async () => {
    const { outcome, starttls } = await negotiate(transport, withMore('250 inj\x1bected\r\n'))
    // MySQL's greeting is answered by the client: what comes before that answer is out of step.
    if (transport === 'mysql') expect(outcome).toMatchObject({ kind: 'protocol-error' })
    else expect(outcome).toEqual({ kind: 'plaintext-after-starttls', detail: '250 inj\\x1bected\\x0d\\x0a' })
    expect(starttls).toEqual(transport === 'mysql' ? null : { offered: true, greeting: expect.any(String) })
  })

  it('a close at any step is a close', async () => {
    for (let steps = 0; steps <= upToRequest.length; steps += 1) {
      const { outcome, starttls } = await negotiate(transport, [...upToRequest.slice(0, steps), end])
      expect({ outcome, starttls }).toEqual({ outcome: { kind: 'closed', during: 'starttls' }, starttls: null })
    }
  })

  it('a peer of another protocol is named', async () => {
    // Who waits for the client to speak says nothing to a client that waits for the server.
    const ssh = await negotiate(transport, ['SSH-2.0-OpenSSH_9.9\r\n\r\n'])
    expect(ssh.outcome).toEqual({
      kind: 'other-protocol',
      spoken: 'ssh',
      detail: expect.stringMatching(/^SSH-2\.0-OpenSSH_9\.9/),
    })
    const http = await negotiate(transport, ['HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n'])
    expect(http.outcome).toMatchObject({ kind: 'other-protocol', spoken: 'http' })
  })

  it('no bytes make it throw, hang or show what is not printable', async () => {
    const pieces = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(...upToRequest.filter(isSaid), goAhead))
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 8 }), async (said) => {
        const { outcome } = await negotiate(transport, [...said, end])
        expect(JSON.stringify(outcome)).toMatch(/^[\x20-\x7e…]*$/)
      }),
      { numRuns: 60 },
    )
  })

  it('throws nothing but its own error for what a server may say at each step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(upToRequest.length), fc.uint8Array({ maxLength: 200 }), async (at, bytes) => {
        const [client, server] = duplexPair()
        void playDialogue(server, [...upToRequest.slice(0, at), bytes, end])
        const negotiating = preludes[transport].negotiate(new PreludeConnection(client), targetOf(transport))
        const result = await negotiating.catch((error: unknown) => error)
        if (result instanceof Error) expect(result).toBeInstanceOf(PreludeError)
        else expect(result).toMatchObject({ kind: expect.stringMatching(/^(ready|refused)$/) })
      }),
      { numRuns: 60 },
    )
  })

  it('a server that goes on and on is cut off', async () => {
    const endless = `${'220-x\r\n* OK x\r\n:a NOTICE * :x\r\n"X"\r\n<a>'.repeat(3000)}`
    const { outcome } = await negotiate(transport, [endless])
    expect(outcome?.kind).toMatch(/^(too-much-data|other-protocol|protocol-error|starttls-refused)$/)
    const one = await negotiate(transport, ['2', '+'.repeat(70_000)])
    expect(one.outcome?.kind).toMatch(/^(too-much-data|other-protocol|protocol-error)$/)
  })
})

describe('a server that wants TLS at once', () => {
  it.each(['ldap', 'postgres', 'xmpp', 'xmpp-server', 'irc', 'rdp'] as const)(
    '%s: its alert, in answer to plaintext, is told from an answer',
    async (transport) => {
      // xmpp reads to the next ">", and irc to the end of a line: the connection's end comes first.
      const alert = Buffer.from('15030300020246', 'hex')
      const { outcome } = await negotiate(transport, [/^[\s\S]/, alert, end])
      expect(outcome).toMatchObject({ kind: 'other-protocol', spoken: 'tls' })
    },
  )
})

describe('a server of a protocol that begins alike', () => {
  it.each<[Spoken, readonly Step[], string]>([
    ['smtp', ['220 (vsFTPd 3.0.3)\r\n', /EHLO/, '530 Please login\r\n'], 'ftp'],
    ['smtp', ['220 x ready\r\n', /EHLO/, '500 what\r\n', /LHLO/, '250 x\r\n'], 'lmtp'],
    ['lmtp', ['220 x ESMTP Postfix\r\n', /LHLO/, '502 what\r\n', /EHLO/, '250 x\r\n'], 'smtp'],
    ['ftp', ['220 x ESMTP Postfix\r\n', /AUTH/, '503 no AUTH\r\n'], 'smtp'],
    ['imap', ['+OK ready\r\n'], 'pop3'],
    ['pop3', ['* OK ready\r\n'], 'imap'],
    ['smtp', ['200 news ready\r\n'], 'nntp'],
    ['smtp', [mysqlGoAhead, { by: 'end' }], 'mysql'],
    ['imap', ['"IMPLEMENTATION" "x"\r\nOK\r\n'], 'sieve'],
    ['mysql', [':lab.test NOTICE AUTH :***\r\n'], 'irc'],
    ['irc', ["<?xml version='1.0'?><stream:stream>\n"], 'xmpp'],
    ['rdp', [mysqlGoAhead], 'mysql'],
  ])('%s', async (transport, steps, other) => {
    expect((await negotiate(transport, steps)).outcome).toMatchObject({ kind: 'other-protocol', spoken: other })
  })
})

it('answers that come before their question are no answers', async () => {
  const early: readonly [Spoken, string][] = [
    ['smtp', '220 a\r\n250-a\r\n250 STARTTLS\r\n'],
    ['pop3', '+OK ready\r\n+OK go\r\n'],
    ['ftp', '220 ready\r\n234 go\r\n'],
    ['imap', '* OK [CAPABILITY STARTTLS] ready\r\na2 OK go\r\n'],
    ['nntp', '200 ready\r\n382 go\r\n'],
    ['sieve', '"STARTTLS"\r\nOK\r\nOK\r\n'],
  ]
  for (const [transport, said] of early) {
    const { outcome } = await negotiate(transport, [said])
    expect(outcome).toEqual({ kind: 'protocol-error', detail: expect.stringMatching(/^an answer before the question/) })
  }
})

function isSaid(step: Step): step is string | Uint8Array {
  return typeof step === 'string' || step instanceof Uint8Array
}
