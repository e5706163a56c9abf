import { afterEach, describe, expect, it } from 'vitest'
import { observed } from '#lib/core/observed.ts'
import { madeAttempt } from '#lib/testing/attempts.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { askLab } from '#lib/testing/lab/asking.ts'
import { missing, nginx, startNginx } from '#lib/testing/lab/makes/index.ts'
import { type RunningServer, startTlsServer } from '#lib/testing/lab/tls-server.ts'
import type { Target } from '#lib/tls/observation.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { probeHttp } from './http.ts'

const leaf = createRoot().issue({ dns: ['service.test'] })
const service = { certificateChain: leaf.pem, key: leaf.keyPem }
const target: Target = { host: '192.0.2.1', port: 443, serverName: 'service.test', transport: 'tls' }

const servers: RunningServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function probe(starting: Promise<RunningServer>, change: Partial<Target> = {}) {
  const server = await starting
  servers.push(server)
  const { first, asker, target: dialled } = await askLab(server, change)
  const { http } = await probeHttp(first, asker, dialled)
  return { http, further: asker.connections - 1 }
}

const absent = missing(nginx)
describe.skipIf(absent !== null)(`nginx (${absent ?? nginx.name})`, () => {
  it.each([['http/1.1'], ['h2', 'http/1.1']])('tells its policy over %s', async (...alpn) => {
    const lines = [
      'add_header Strict-Transport-Security "max-age=63072000; includeSubDomains" always;',
      'add_header X-Frame-Options DENY always;',
      'add_header Set-Cookie "id=$request_id; Secure; HttpOnly" always;',
      'server_tokens off;',
    ]
    const { http, further } = await probe(startNginx({ certificates: [service], alpn, lines }))
    const headers = { server: ['nginx'], 'set-cookie': ['id=; Secure; HttpOnly'], 'x-frame-options': ['DENY'] }
    const strictTransportSecurity = 'max-age=63072000; includeSubDomains'
    expect(http).toEqual(observed({ status: 200, strictTransportSecurity, headers, clock: 'right' }))
    expect(further).toBe(1)
  })

  it('redirects nobody here', async () => {
    const lines = ['return 301 https://elsewhere.test/;']
    const { http } = await probe(startNginx({ certificates: [service], lines }))
    expect(http).toMatchObject(observed({ status: 301, strictTransportSecurity: null }))
  })
})

it('has no answer where the server that named HTTP gave none', async () => {
  const { http } = await probe(startTlsServer({ ...service, application: 'silent' }))
  expect(http).toEqual({ status: 'failed', reason: 'no-answer' })
})

it('asks nothing behind a prelude', async () => {
  const { http, further } = await probe(startTlsServer({ ...service, transport: 'imap' }), { transport: 'imap' })
  expect(http).toEqual(observed(null))
  expect(further).toBe(0)
})

/** One handshake more, which comes to this. */
function asking(made: Attempt) {
  const wishes: HandshakeWish[] = []
  const asker: Asker = {
    beganToRefuse: false,
    connections: 1,
    ask: () => Promise.reject(new Error('no hello was to be asked')),
    askSsl2: () => Promise.reject(new Error('no hello was to be asked')),
    handshake: async (wish) => {
      wishes.push(wish)
      return made
    },
  }
  return { asker, wishes }
}

const text = (said: string) => Buffer.from(said)

it.each<[string, Attempt, object]>([
  ['an alert for want of a certificate', madeAttempt({ alpn: 'h2', aftermath: alert(116) }), { reason: 'alert' }],
  ['an alert in the handshake', madeAttempt({ outcome: { kind: 'alert', code: 40, name: 'x' } }), { reason: 'alert' }],
  ['a reset', madeAttempt({ outcome: { kind: 'reset', during: 'handshake' } }), { reason: 'reset' }],
  ['silence', madeAttempt({ answer: text('') }), { reason: 'no-answer' }],
  [
    'garbage from what had promised HTTP',
    madeAttempt({ alpn: 'http/1.1', answer: text('x') }),
    { reason: 'no-answer' },
  ],
  ['an answer that is cut', madeAttempt({ answer: text('HTTP/1.0 200 OK\r\nServer: x') }), { reason: 'no-answer' }],
  ['another protocol', madeAttempt({ answer: text('* OK IMAP ready\r\n') }), { value: null }],
])('takes %s for what it is', async (_, made, expected) => {
  const { asker } = asking(made)
  const first = madeAttempt({ alpn: made.flight.alpn, requested: false })
  expect((await probeHttp(first, asker, target)).http).toMatchObject(expected)
})

function alert(code: number): NonNullable<Attempt['aftermath']> {
  return { kind: 'alert', alert: { level: 'fatal', code, name: 'certificate_required' } }
}

it('opens no connection where ALPN or the port names another protocol, and none without a first handshake', async () => {
  const { asker, wishes } = asking(madeAttempt())
  const other = { ...target, port: 993 }
  expect((await probeHttp(madeAttempt({ alpn: 'imap' }), asker, target)).http).toEqual(observed(null))
  expect((await probeHttp(madeAttempt(), asker, other)).http).toEqual(observed(null))
  const none = madeAttempt({ outcome: { kind: 'timeout', during: 'handshake' }, version: null, requested: false })
  expect((await probeHttp(none, asker, target)).http).toMatchObject({ status: 'failed', reason: 'timeout' })
  expect(wishes).toEqual([])
})

it('opens none where a client without a certificate has been refused', async () => {
  const { asker, wishes } = asking(madeAttempt())
  const refused = madeAttempt({ alpn: 'h2', aftermath: alert(116) })
  const detail = 'certificate_required'
  expect((await probeHttp(refused, asker, target)).http).toEqual({ status: 'failed', reason: 'alert', detail })
  expect(wishes).toEqual([])
})

it('asks in HTTP/1.1 where it can, in HTTP/2 where nothing else is spoken', async () => {
  const first = madeAttempt({ alpn: 'h2', requested: false })
  const asked = async (older: Attempt) => {
    const offers: (readonly string[] | undefined)[] = []
    const { asker } = asking(madeAttempt({ alpn: 'h2' }))
    const choosy: Asker = {
      ...asker,
      handshake: (wish) => {
        offers.push(wish.offer?.alpn)
        return wish.offer?.alpn ? Promise.resolve(older) : asker.handshake(wish)
      },
    }
    await probeHttp(first, choosy, target)
    return offers
  }
  expect(await asked(madeAttempt({ alpn: 'http/1.1' }))).toEqual([['http/1.1']])
  expect(await asked(madeAttempt({ alpn: null }))).toEqual([['http/1.1'], undefined])
  const none = { kind: 'alert', code: 120, name: 'no_application_protocol' } as const
  expect(await asked(madeAttempt({ outcome: none, requested: false }))).toEqual([['http/1.1'], undefined])
  expect(await asked(madeAttempt({ outcome: { kind: 'reset', during: 'handshake' } }))).toEqual([['http/1.1']])
})

it('offers authentication after the handshake, and waits for a judgement only where a certificate was asked for', async () => {
  const { asker, wishes } = asking(madeAttempt())
  await probeHttp(madeAttempt({ requested: false }), asker, target)
  await probeHttp(madeAttempt(), asker, target)
  expect(wishes.map(({ judgement, offer }) => [judgement, offer?.postHandshakeAuth])).toEqual([
    [false, true],
    [true, true],
  ])
})
