import { describe, expect, it } from 'vitest'
import { observed, valueOf } from '#lib/core/observed.ts'
import { type MadeAttempt, madeAttempt } from '#lib/testing/attempts.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import type { MtlsVerdict, Target } from '#lib/tls/observation.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
import type { Aftermath, Attempt } from '../attempt.ts'
import { untrustedName } from '../untrusted-client.ts'
import { type MtlsOptions, probeMtls } from './mtls.ts'

const target: Target = { host: '192.0.2.1', port: 8443, serverName: 'service.test', transport: 'tls' }
const nothing: MtlsOptions = { target, clients: null, asked: null, versions: null }
const onlyTls13: MtlsOptions = { ...nothing, versions: observed({ 'TLSv1.2': observed(false) }) }

const authority = createRoot({ commonName: 'Accepted Client CA' })
const given = (eku: string) => {
  const leaf = authority.issue({ commonName: eku, extendedKeyUsage: [eku] })
  return { chain: [leaf.der], key: leaf.key.privateKey }
}
const clients = { valid: given('clientAuth'), wrongPurpose: given('serverAuth') }
const stranger = given('clientAuth')

type Played = 'none' | 'self-made' | 'impersonating' | 'valid' | 'wrong-purpose' | 'unauthorised'
type Reply = (wish: HandshakeWish) => MadeAttempt

/** A server by what it does to each client; keeps who came in which order. */
function fakeServer(replies: Partial<Record<Played, Reply>>, older: Partial<Record<Played, Reply>> = {}) {
  const came: string[] = []
  const asker: Asker = {
    beganToRefuse: false,
    connections: 1,
    ask: () => Promise.reject(new Error('no hello was to be asked')),
    askSsl2: () => Promise.reject(new Error('no hello was to be asked')),
    handshake: async (wish) => {
      const client = whoIs(wish)
      const tls12 = wish.offer?.versions?.length === 0
      came.push(`${tls12 ? 'TLS 1.2 ' : ''}${client}${wish.question ? ', HEAD' : ''}${wish.until ? ', a look' : ''}`)
      const reply = (tls12 ? older : replies)[client]
      if (!reply) throw new Error(`${client} was not to come`)
      return madeAttempt({ ...reply(wish), ...(tls12 ? { version: 'TLSv1.2' } : {}) })
    },
  }
  return { asker, came }
}

function whoIs({ credential }: HandshakeWish): Played {
  if (!credential) return 'none'
  if (credential.chain === clients.valid.chain) return 'valid'
  if (credential.chain === clients.wrongPurpose.chain) return 'wrong-purpose'
  if (credential.chain === stranger.chain) return 'unauthorised'
  return credential.chain.length > 1 ? 'impersonating' : 'self-made'
}

const alert = (code: number, name = 'x'): Aftermath => ({ kind: 'alert', alert: { level: 'fatal', code, name } })
const refused: Reply = () => ({ aftermath: alert(116, 'certificate_required') })
const dropped: Reply = () => ({ aftermath: { kind: 'closed' } })
const stood: Reply = ({ question }) => ({ aftermath: { kind: 'stood' }, answer: question ? new Uint8Array() : null })
const page = 'No required SSL certificate was sent'
const http =
  (status: number): Reply =>
  () => ({
    aftermath: { kind: 'closed' },
    answer: Buffer.from(`HTTP/1.1 ${status} x\r\n\r\n${status === 400 ? page : ''}`),
  })
const first = (made: MadeAttempt = {}): Attempt => madeAttempt({ alpn: 'http/1.1', ...made })

describe('the clients that are played', () => {
  it('are the one without and the self-made one, each once, where the answers are clear', async () => {
    const { asker, came } = fakeServer({ none: http(400), 'self-made': http(400) })
    const fact = valueOf(await probeMtls(first({ aftermath: { kind: 'stood' } }), asker, onlyTls13))
    // The last one for the page that says what the 400 is for.
    expect(came).toEqual(['none, HEAD', 'self-made, HEAD', 'none, HEAD'])
    expect(fact).toEqual({
      verdict: 'ENFORCED',
      evidence: [
        'TLS 1.3: CertificateRequest in the handshake',
        'TLS 1.3, without a certificate: the session stood, HEAD / was answered with 400',
        'TLS 1.3, with a self-made certificate: the session stood, HEAD / was answered with 400',
      ],
      probes: [
        { client: 'none', treatment: 'refused-by-http', detail: expect.stringContaining('400') },
        { client: 'self-made', treatment: 'refused-by-http', detail: expect.stringMatching(/^TLS 1\.3: /) },
      ],
    })
  })

  it('are the given ones, too', async () => {
    const { asker, came } = fakeServer({ 'self-made': refused, valid: http(200), 'wrong-purpose': refused })
    const fact = valueOf(await probeMtls(first({ aftermath: alert(116) }), asker, { ...onlyTls13, clients }))
    expect(came).toEqual(['self-made, HEAD', 'valid, HEAD', 'wrong-purpose, HEAD'])
    expect(fact?.verdict).toBe('ENFORCED')
    expect(fact?.probes?.map(({ client, treatment }) => `${client} ${treatment}`)).toEqual([
      'none refused',
      'self-made refused',
      'valid served',
      'wrong-purpose refused',
    ])
  })

  it('include one without rights, which says nothing of whether certificates are enforced', async () => {
    const { asker } = fakeServer({ 'self-made': refused, unauthorised: http(200) })
    const given = { valid: null, wrongPurpose: null, unauthorised: stranger }
    const fact = valueOf(await probeMtls(first({ aftermath: alert(116) }), asker, { ...onlyTls13, clients: given }))
    expect(fact?.verdict).toBe('ENFORCED')
    expect(fact?.probes?.at(-1)).toMatchObject({ client: 'unauthorised', treatment: 'served' })
  })

  it.each<[string, Reply, MtlsVerdict, RegExp]>([
    ['is refused as before', refused, 'ENFORCED', /dropped without a word after the handshake, twice$/],
    ['is dropped, too, by now', dropped, 'UNKNOWN', /twice; but then, without a certificate: dropped without a word/],
  ])('are played again where they were dropped, without a HEAD, and then who has none %s', async (...row) => {
    const [, none, verdict, evidence] = row
    const { asker, came } = fakeServer({ none, 'self-made': dropped })
    const fact = valueOf(await probeMtls(first({ aftermath: alert(116) }), asker, onlyTls13))
    expect(came).toEqual(['self-made, HEAD', 'self-made', 'none, HEAD'])
    expect(fact?.verdict).toBe(verdict)
    expect(fact?.evidence.at(-1)).toMatch(evidence)
  })

  it('include one under the name of an accepted CA where the plain one is refused', async () => {
    const request = { authorities: [nameOf(authority.der)] }
    const { asker, came } = fakeServer({ 'self-made': () => ({ ...refused({}), request }), impersonating: http(200) })
    const fact = valueOf(await probeMtls(first({ aftermath: alert(116), request }), asker, onlyTls13))
    expect(came).toEqual(['self-made, HEAD', 'impersonating, HEAD'])
    expect(fact?.verdict).toBe('ACCEPTS-UNTRUSTED')
    expect(fact?.evidence.at(-1)).toContain('under the name of an accepted CA')
  })

  it('are not asked by HTTP where another protocol is spoken', async () => {
    const { asker, came } = fakeServer({ 'self-made': stood })
    const made = first({ alpn: null, aftermath: alert(116) })
    const fact = valueOf(await probeMtls(made, asker, { ...onlyTls13, target: { ...target, port: 636 } }))
    expect(came).toEqual(['self-made'])
    expect(fact?.verdict).toBe('ACCEPTS-UNTRUSTED')
  })

  it('are left out where no key of ours fits, and then nothing is claimed', async () => {
    const { asker, came } = fakeServer({})
    const request = { schemes: [0x0603] }
    const fact = valueOf(await probeMtls(first({ aftermath: alert(116), request }), asker, onlyTls13))
    expect(came).toEqual([])
    expect(fact?.verdict).toBe('UNKNOWN')
  })
})

function nameOf(der: Uint8Array): Uint8Array {
  // The Name of the subject, found by its only text.
  const bytes = Buffer.from(der)
  const text = bytes.lastIndexOf('Accepted Client CA')
  return bytes.subarray(text - 13, text + 'Accepted Client CA'.length)
}

describe('what one try does not show', () => {
  it.each<[string, Partial<Record<Played, Reply>>, MtlsVerdict]>([
    ['all are dropped', { none: dropped, 'self-made': dropped }, 'UNKNOWN'],
    ['a HEAD is what the server does not like', { none: dropAtHead, 'self-made': dropAtHead }, 'ACCEPTS-UNTRUSTED'],
    ['a HEAD met the alert', { none: alertLost, 'self-made': alertLost }, 'ENFORCED'],
    ['401 for everybody', { none: http(401), 'self-made': http(401) }, 'UNKNOWN'],
    ['403 for the self-made one alone', { none: http(200), 'self-made': http(403) }, 'REQUESTED-ONLY'],
    ['503', { none: http(200), 'self-made': http(503) }, 'UNKNOWN'],
    ['no end in time', { none: http(200), 'self-made': () => ({ outcome: timeout }) }, 'UNKNOWN'],
    ['503 for all', { none: http(503), 'self-made': http(503) }, 'UNKNOWN'],
  ])('%s', async (_, replies, verdict) => {
    const { asker } = fakeServer(replies)
    const fact = valueOf(await probeMtls(first({ aftermath: { kind: 'stood' } }), asker, onlyTls13))
    expect(fact?.verdict, JSON.stringify(fact)).toBe(verdict)
  })
})

const timeout = { kind: 'timeout', during: 'handshake' } as const

function dropAtHead({ question }: HandshakeWish): MadeAttempt {
  return question ? { aftermath: { kind: 'closed' }, answer: new Uint8Array() } : { aftermath: { kind: 'stood' } }
}

function alertLost({ question }: HandshakeWish): MadeAttempt {
  return question ? { aftermath: { kind: 'reset' }, answer: new Uint8Array() } : { aftermath: alert(116) }
}

describe('two versions', () => {
  const enforced = { none: http(400), 'self-made': http(400) }

  it('are both probed, and the weaker verdict stands', async () => {
    const open = { none: () => ({ requested: false }) }
    const { asker, came } = fakeServer(enforced, open)
    const fact = valueOf(await probeMtls(first(), asker, nothing))
    expect(came).toEqual(['none, HEAD', 'self-made, HEAD', 'none, HEAD', 'TLS 1.2 none, a look'])
    expect(fact?.verdict).toBe('NOT-REQUESTED')
    expect(fact?.evidence.at(-1)).toBe('TLS 1.2: no CertificateRequest in the handshake')
  })

  it('are both played where both ask', async () => {
    const open = { none: http(200), 'self-made': http(400) }
    const { asker, came } = fakeServer(enforced, open)
    const fact = valueOf(await probeMtls(first(), asker, nothing))
    expect(came.slice(3)).toEqual(['TLS 1.2 none, a look', 'TLS 1.2 none, HEAD', 'TLS 1.2 self-made, HEAD'])
    expect(fact?.verdict).toBe('REQUESTED-ONLY')
    expect(fact?.probes?.map(({ client, detail }) => `${client} ${detail}`)).toEqual([
      expect.stringMatching(/^none TLS 1\.2: .* 200$/),
      expect.stringMatching(/^self-made TLS 1\.3: .* 400$/),
    ])
  })

  it('are one where TLS 1.2 is refused by an alert', async () => {
    const none = (): MadeAttempt => ({ outcome: { kind: 'alert', code: 70, name: 'protocol_version' } })
    const asker = withoutTls12(enforced, none)
    expect(valueOf(await probeMtls(first(), asker, nothing))?.verdict).toBe('ENFORCED')
  })

  it('leave the verdict open where an alert speaks of something else than TLS 1.2', async () => {
    const asker = withoutTls12(enforced, () => ({ outcome: { kind: 'alert', code: 80, name: 'internal_error' } }))
    const fact = valueOf(await probeMtls(first(), asker, nothing))
    expect(fact?.verdict).toBe('UNKNOWN')
    expect(fact?.evidence.at(-1)).toBe('TLS 1.2: not learned, alert 80 internal_error')
  })

  it.each(['timeout', 'reset'] as const)('leave the verdict open where TLS 1.2 came to a %s', async (kind) => {
    const asker = withoutTls12(enforced, () => ({ outcome: { kind, during: 'handshake' }, settled: false }))
    const fact = valueOf(await probeMtls(first(), asker, nothing))
    expect(fact?.verdict).toBe('UNKNOWN')
    expect(fact?.evidence.at(-1)).toBe(`TLS 1.2: not learned, ${kind}`)
  })

  it('leave nothing open where TLS 1.3 asks nobody', async () => {
    const asker = withoutTls12({}, () => ({ outcome: { kind: 'timeout', during: 'handshake' }, settled: false }))
    expect(valueOf(await probeMtls(first({ requested: false }), asker, nothing))?.verdict).toBe('NOT-REQUESTED')
  })
})

function withoutTls12(replies: Partial<Record<Played, Reply>>, older: Reply): Asker {
  const { asker } = fakeServer(replies)
  return {
    ...asker,
    handshake: async (wish) =>
      wish.offer?.versions?.length === 0
        ? madeAttempt({ requested: false, version: null, ...older(wish) })
        : asker.handshake(wish),
  }
}

it('opens no connection where nothing is asked for under the only version', async () => {
  const { asker, came } = fakeServer({})
  const fact = await probeMtls(first({ requested: false }), asker, onlyTls13)
  expect(valueOf(fact)).toEqual({
    verdict: 'NOT-REQUESTED',
    evidence: ['TLS 1.3: no CertificateRequest in the handshake'],
    probes: [],
  })
  expect(came).toEqual([])
})

it('claims nothing where nobody was played', async () => {
  expect(valueOf(await probeMtls(first({ aftermath: alert(116) }), null, nothing))?.verdict).toBe('UNKNOWN')
  expect(valueOf(await probeMtls(first({ requested: false }), null, nothing))).toEqual({
    verdict: 'UNKNOWN',
    evidence: ['TLS 1.3: no CertificateRequest in the handshake; whether one comes upon a request in it was not asked'],
    probes: [],
  })
})

it('is settled by the handshake alone where no HTTP comes after it', async () => {
  const smtp = { ...nothing, target: { ...target, transport: 'smtp' as const } }
  expect(valueOf(await probeMtls(first({ requested: false, alpn: null }), null, smtp))?.verdict).toBe('NOT-REQUESTED')
})

it('says how far it looked', async () => {
  const { asker } = fakeServer({})
  const asked = first({ requested: false, ...http(200)({}) })
  const fact = valueOf(await probeMtls(first({ requested: false }), asker, { ...onlyTls13, asked }))
  expect(fact?.verdict).toBe('NOT-REQUESTED')
  expect(fact?.evidence).toEqual(['TLS 1.3: no CertificateRequest in the handshake, nor upon a HEAD /'])
})

it('is a failure, and no verdict, where the handshake did not come to the request', async () => {
  const { asker } = fakeServer({})
  const cut = first({ outcome: { kind: 'reset', during: 'handshake' }, requested: false, settled: false })
  expect(await probeMtls(cut, asker, nothing)).toMatchObject({ status: 'failed', reason: 'reset' })
})

it('plays the clients to a request that comes only after the handshake, too', async () => {
  const request = { context: Uint8Array.of(1) }
  const { asker, came } = fakeServer({ 'self-made': () => ({ ...http(403)({}), request }) })
  const asked = first({ request, ...http(200)({}) })
  const fact = valueOf(await probeMtls(first({ requested: false }), asker, { ...onlyTls13, asked }))
  expect(came).toEqual(['self-made, HEAD'])
  expect(fact?.verdict).toBe('REQUESTED-ONLY')
  expect(fact?.evidence[0]).toBe('TLS 1.3: CertificateRequest after the handshake')
})

it.each([
  ['is let go without an answer', () => ({ requested: false, ...dropped({}), answer: new Uint8Array() }), 'UNKNOWN'],
  ['is served', () => ({ requested: false, ...http(200)({}) }), 'NOT-REQUESTED'],
] satisfies [string, Reply, MtlsVerdict][])(
  'a client of TLS 1.2 that %s, where one of TLS 1.3 is asked after the handshake',
  async (_what, older, verdict) => {
    const request = { context: Uint8Array.of(1) }
    const { asker } = fakeServer({ 'self-made': () => ({ ...refused({}), request }) }, { none: older })
    const asked = first({ request, ...refused({}), answer: new Uint8Array() })
    const options = { ...nothing, requestsUnderTls12: false }
    const fact = valueOf(await probeMtls(first({ requested: false }), asker, { ...options, asked }))
    expect(fact?.verdict).toBe(verdict)
    expect(fact?.evidence.at(-1)).toMatch(/^TLS 1\.2: no CertificateRequest in the handshake/)
  },
)

describe('where another protocol than HTTP is spoken in the session', () => {
  const standing: MadeAttempt = { alpn: null, aftermath: { kind: 'stood' } }
  const greeted = (words: string): MadeAttempt => ({ ...standing, answer: Buffer.from(words) })

  it.each<[string, MadeAttempt, Partial<Target>, string]>([
    ['PostgreSQL at the login', standing, { transport: 'postgres' }, 'postgres'],
    ['MySQL at the login', standing, { transport: 'mysql' }, 'mysql'],
    ['Postfix at the first command', standing, { transport: 'smtp' }, 'smtp'],
    ['Prosody at SASL', standing, { transport: 'xmpp-server' }, 'xmpp-server'],
    ['an IMAP server at the login', greeted('* OK ready\r\n'), {}, 'imap'],
    ['whatever the port is for', standing, { port: 636 }, 'the protocol of port 636'],
    ['whatever ALPN names', { ...standing, alpn: 'mqtt' }, {}, 'mqtt'],
  ])('leaves open what is decided by %s', async (_, made, change, who) => {
    const options = { ...onlyTls13, target: { ...target, ...change }, asked: made.answer ? first(made) : null }
    for (const selfMade of [refused, () => made]) {
      const fact = valueOf(await probeMtls(first(made), fakeServer({ 'self-made': selfMade }).asker, options))
      expect(fact?.verdict).toBe('UNKNOWN')
      expect(fact?.evidence.at(-1)).toBe(`TLS 1.3: ${who} may judge its clients itself, once the session stands`)
    }
  })

  it('knows a server that takes any certificate where TLS itself demands one', async () => {
    const { asker } = fakeServer({ 'self-made': () => standing })
    const made = first({ alpn: null, aftermath: alert(116) })
    const smtp = { ...onlyTls13, target: { ...target, transport: 'smtp' as const } }
    expect(valueOf(await probeMtls(made, asker, smtp))?.verdict).toBe('ACCEPTS-UNTRUSTED')
  })
})

it('gives the same facts for the same treatment', async () => {
  const probe = async () => {
    const { asker } = fakeServer({ none: stood, 'self-made': refused })
    return probeMtls(first({ aftermath: { kind: 'stood' } }), asker, onlyTls13)
  }
  expect(await probe()).toEqual(await probe())
})

it('presents itself as what it is', async () => {
  const seen: Uint8Array[] = []
  const { asker } = fakeServer({ 'self-made': refused })
  const watched: Asker = {
    ...asker,
    handshake: (wish) => {
      seen.push(...(wish.credential?.chain ?? []))
      return asker.handshake(wish)
    },
  }
  await probeMtls(first({ aftermath: alert(116) }), watched, onlyTls13)
  const [leaf] = seen.map((der) => parseCertificate(der))
  expect(leaf).toMatchObject({ subjectCommonNames: [untrustedName], selfSigned: true, problems: [] })
})

describe('where the handshake asks for nothing', () => {
  const silent: MadeAttempt = { requested: false, aftermath: { kind: 'reset' }, answer: new Uint8Array() }
  const broken: MadeAttempt = { requested: false, outcome: { kind: 'reset', during: 'handshake' } }
  const fact = async (asked: MadeAttempt, again: MadeAttempt) => {
    const { asker, came } = fakeServer({ none: () => ({ alpn: 'http/1.1', ...again }) })
    const seen = await probeMtls(first({ requested: false }), asker, { ...onlyTls13, asked: first(asked) })
    return { verdict: valueOf(seen)?.verdict, came }
  }

  it.each<[string, MadeAttempt, MadeAttempt, MtlsVerdict]>([
    ['the handshake breaks off', broken, { requested: false, ...http(200)({}) }, 'NOT-REQUESTED'],
    ['the handshake breaks off again', broken, broken, 'UNKNOWN'],
    ['the session breaks off', silent, { requested: false, ...http(200)({}) }, 'NOT-REQUESTED'],
    ['the session breaks off each time', silent, silent, 'NOT-REQUESTED'],
  ])('and %s in which it may upon a HEAD, that is put once more', async (_what, asked, again, verdict) => {
    expect(await fact(asked, again)).toEqual({ verdict, came: ['none, HEAD'] })
  })
})
