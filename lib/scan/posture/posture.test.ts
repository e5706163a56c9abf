import { describe, expect, test } from 'vitest'
import { failed, type Observed, observed, skipped, valueOf } from '#lib/core/observed.ts'
import { generateKeyPair, selfSigned } from '#lib/testing/certificates.ts'
import { observeScripted } from '#lib/testing/scan/observe-scripted.ts'
import { modern } from '#lib/testing/scan/scripted-cases.ts'
import type { ScriptedConfig } from '#lib/testing/scan/scripted-config.ts'
import { keyExchangeGroup } from '#lib/tls/groups.ts'
import type { Accepted } from '#lib/tls/observation.ts'

const ecdsaLeaf = selfSigned({ key: generateKeyPair('p256') })
const dual: Partial<ScriptedConfig> = {
  suites: { 'TLSv1.3': [0x1302, 0x1303, 0x1301], 'TLSv1.2': [0xc02c, 0xc030, 0xcca9, 0xc02f] },
  schemes: {
    'TLSv1.3': [0x0403, 0x0804, 0x0805, 0x0806],
    'TLSv1.2': [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601],
  },
  certificates: { ...modern.certificates, ecdsa: [ecdsaLeaf.der] },
  certificateCurve: 23,
}

function scan(changes: Partial<ScriptedConfig> = {}, depth: 'quick' | 'posture' = 'posture') {
  return observeScripted({ ...modern, ...changes }, depth)
}

async function features(changes: Partial<ScriptedConfig>) {
  const { facts } = await scan(changes)
  const value = valueOf(facts.features)
  if (!value) throw new Error('no features')
  return value
}

function accepted(fact: Observed<Accepted<unknown>> | undefined): Accepted<unknown> | null {
  return fact ? valueOf(fact) : null
}

describe('connections', () => {
  const small = { 'TLSv1.3': [29, 23, 24], 'TLSv1.2': [29, 23, 24] }
  test.each<[string, Partial<ScriptedConfig>]>([
    ['a modern server', {}],
    ['one that follows its clients', { suitePreference: 'client', groupPreference: 'client' }],
    [
      'one with every group that OpenSSL has by default',
      { groups: { ...modern.groups, 'TLSv1.3': [29, 23, 30, 25, 24, 256] } },
    ],
    ['one with two certificates', { ...dual, groups: small }],
    ['one of TLS 1.3 alone', { versions: ['TLSv1.3'] }],
  ])('%s is known in full after at most 40', async (_name, changes) => {
    const { facts, server } = await scan(changes)
    expect(server.connections).toBeLessThanOrEqual(40)
    for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
      expect(accepted(valueOf(facts.suites)?.[version])?.complete ?? true).toBe(true)
      expect(accepted(valueOf(facts.groups)?.[version])?.complete ?? true).toBe(true)
    }
  })

  test.each<[string, Partial<ScriptedConfig>]>([
    ['a modern server', {}],
    [
      'one that speaks everything',
      { versions: ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'], suites: old, groups: oldGroups },
    ],
    ['one of TLS 1.3 alone', { versions: ['TLSv1.3'] }],
    ['one that answers nothing but the first hello', { faultAt: (at) => (at > 1 ? 'timeout' : null) }],
  ])('%s takes at most 10 in quick depth', async (_name, changes) => {
    const { server } = await scan(changes, 'quick')
    expect(server.connections).toBeLessThanOrEqual(10)
  })
})

const old = {
  ...modern.suites,
  'TLSv1.1': [0x2f, 0x0a, 0x05],
  TLSv1: [0x2f, 0x0a, 0x05],
  SSLv3: [0x0a, 0x05],
}
const oldGroups = { ...modern.groups, 'TLSv1.1': [29], TLSv1: [29] }

describe('quick depth', () => {
  test('says of what family nothing is accepted, and never that a list is complete', async () => {
    const { facts } = await scan({}, 'quick')
    expect(accepted(valueOf(facts.suites)?.['TLSv1.2'])).toMatchObject({ complete: false, refused: ['weak'] })
    expect(accepted(valueOf(facts.groups)?.['TLSv1.3'])).toMatchObject({ complete: false, refused: ['post-quantum'] })
    expect(valueOf(facts.dhParameters)).toMatchObject([{ bits: 1024, known: null }])
    expect(facts.serverNames).toEqual({ status: 'skipped', reason: 'depth-quick' })
  })

  test('shows a weak suite and a hybrid where there is one', async () => {
    const { facts } = await scan(
      {
        suites: { ...modern.suites, 'TLSv1.2': [0xc02f, 0x05] },
        groups: { ...modern.groups, 'TLSv1.3': [29, 0x11ec] },
      },
      'quick',
    )
    expect(accepted(valueOf(facts.suites)?.['TLSv1.2'])?.accepted).toContain('TLS_RSA_WITH_RC4_128_SHA')
    const groups = accepted(valueOf(facts.groups)?.['TLSv1.3'])
    expect(groups?.accepted).toContainEqual({ name: 'X25519MLKEM768', bits: null })
    expect(groups?.refused).toBeUndefined()
  })

  test.each([
    ['two versions', ['TLSv1.2', 'TLSv1.3'] as const],
    ['TLS 1.3', ['TLSv1.3'] as const],
  ])('finds the second certificate of a server of %s', async (_name, versions) => {
    const { facts } = await scan({ ...dual, versions }, 'quick')
    expect(Object.keys(valueOf(facts.otherChains) ?? {})).toEqual(['rsa'])
  })

  test('finds it in TLS 1.3 where no older suite goes with it', async () => {
    const { facts } = await scan({ ...dual, suites: { ...dual.suites, 'TLSv1.2': [0xc02c] } }, 'quick')
    expect(Object.keys(valueOf(facts.otherChains) ?? {})).toEqual(['rsa'])
  })
})

test.each(['quick', 'posture'] as const)(
  'features that no hello but the first could have told are unknown, %s',
  async (depth) => {
    const cutShort = {
      heartbeat: true,
      compression: true,
      faultAt: (connection: number) => (connection > 1 ? 'reset' : null),
    } as const
    const { facts } = await scan({ ...cutShort, versions: ['TLSv1.2'] }, depth)
    expect(valueOf(facts.features)).toMatchObject({
      heartbeat: { status: 'failed' },
      compression: { status: 'failed' },
    })
  },
)

test('certificates of both kinds are shown, the main one not twice', async () => {
  const { facts } = await scan(dual)
  expect(Object.keys(valueOf(facts.otherChains) ?? {})).toEqual(['rsa'])
  expect(valueOf((await scan()).facts.otherChains)).toEqual({})
})

test('fields of RFC 7919 are groups where the server negotiates them, and not where its prime only happens to be one', async () => {
  const negotiated = await scan({ fields: [256] })
  expect(accepted(valueOf(negotiated.facts.groups)?.['TLSv1.2'])?.accepted).toContainEqual({
    name: 'ffdhe2048',
    bits: 2048,
  })
  const fixed = await scan({ prime: ffdhe2048 })
  expect(accepted(valueOf(fixed.facts.groups)?.['TLSv1.2'])?.accepted).not.toContainEqual({
    name: 'ffdhe2048',
    bits: 2048,
  })
  expect(valueOf(fixed.facts.dhParameters)).toMatchObject([{ bits: 2048, known: 'ffdhe2048' }])
})

test('SSL 2.0 counts as spoken with its suites, as refused by an alert, and as unknown after a close', async () => {
  const spoken = await scan({ ssl2: 'spoken' })
  expect(valueOf(spoken.facts.versions)?.SSLv2).toEqual({ status: 'observed', value: true })
  expect(accepted(valueOf(spoken.facts.suites)?.SSLv2)?.accepted).toEqual(['SSL_CK_RC4_128_WITH_MD5'])
  const refused = await scan({ ssl2: 'refused' })
  expect(valueOf(refused.facts.versions)?.SSLv2).toEqual({ status: 'observed', value: false })
  const closed = await scan({ ssl2: 'closed' })
  expect(valueOf(closed.facts.versions)?.SSLv2).toEqual({ status: 'failed', reason: 'closed' })
})

describe('features', () => {
  test('are what the server answers to', async () => {
    const all = {
      extendedMasterSecret: true,
      encryptThenMac: true,
      secureRenegotiation: true,
      compression: true,
      heartbeat: true,
      fallbackScsv: true,
    }
    const none = Object.fromEntries(Object.keys(all).map((name) => [name, false]))
    const suites = { ...modern.suites, 'TLSv1.2': [0xc02f, 0xc013] }
    for (const switches of [all, none]) {
      const seen = await features({ ...switches, suites })
      const facts = Object.entries(switches).map(([name, value]) => [name, { status: 'observed', value }])
      expect(seen).toMatchObject(Object.fromEntries(facts))
    }
  })

  test('tell whether a client may begin a new handshake, which costs no session that is to be resumed', async () => {
    const told = {
      accepts: observed(true),
      refuses: observed(false),
      drops: observed(false),
      closes: observed(false),
      silent: failed('no-answer'),
    }
    for (const clientRenegotiation of ['accepts', 'refuses', 'drops', 'closes', 'silent'] as const) {
      for (const version of ['TLSv1.2', 'TLSv1.1'] as const) {
        const versions = [version, 'TLSv1.3'] as const
        const suites = { ...modern.suites, [version]: [0xc013] }
        const groups = { ...modern.groups, [version]: [23] }
        const seen = await features({ versions, suites, groups, clientRenegotiation })
        expect(seen.clientRenegotiation).toEqual(told[clientRenegotiation])
        expect(seen.resumption).toEqual(observed(['session-id', 'ticket', 'psk']))
      }
    }
    expect((await features({ versions: ['TLSv1.3'] })).clientRenegotiation).toEqual(skipped('tls13-only'))
  })

  test('that have no meaning for the server are skipped', async () => {
    const tls13 = await features({ versions: ['TLSv1.3'], heartbeat: true })
    expect(tls13.extendedMasterSecret).toEqual({ status: 'skipped', reason: 'tls13-only' })
    expect(tls13.fallbackScsv).toEqual({ status: 'skipped', reason: 'one-version' })
    expect(tls13.heartbeat).toEqual({ status: 'observed', value: true })
    expect((await features({})).encryptThenMac).toEqual({ status: 'skipped', reason: 'no-cbc-suite' })
  })

  test.each<[string, Partial<ScriptedConfig>, readonly string[]]>([
    ['every way', {}, ['session-id', 'ticket', 'psk']],
    ['no tickets', { tickets: false }, ['session-id']],
    ['tickets that are late at first', { ticketsLate: true }, ['session-id', 'ticket', 'psk']],
    ['ids that are forgotten', { forgetful: true }, ['ticket', 'psk']],
    ['neither', { tickets: false, sessionIds: false }, []],
  ])('sessions are resumed in the ways that really work: %s', async (_name, changes, ways) => {
    expect((await features(changes)).resumption).toEqual({ status: 'observed', value: ways })
  })

  test('early data is what the tickets allow', async () => {
    expect((await features({ earlyDataBytes: 16_384 })).earlyDataBytes).toEqual({ status: 'observed', value: 16_384 })
    expect((await features({})).earlyDataBytes).toEqual({ status: 'observed', value: null })
  })

  test('sessions that end for want of a client certificate leave resumption unknown', async () => {
    const { resumption, earlyDataBytes } = await features({ wantsClients: true })
    expect(resumption.status).toBe('failed')
    expect(earlyDataBytes).toEqual({ status: 'failed', reason: 'alert-certificate_required' })
  })
})

describe('tolerance', () => {
  test.each(['grease', 'long'] as const)(
    'a server that refuses %s hellos in every size is intolerant',
    async (form) => {
      const { facts } = await scan({ intolerantOf: [form] })
      const { grease, longHello } = valueOf(facts.tolerance) ?? {}
      expect([grease, longHello]).toEqual([
        { status: 'observed', value: form !== 'grease' },
        { status: 'observed', value: form !== 'long' },
      ])
      expect(accepted(valueOf(facts.suites)?.['TLSv1.3'])).toMatchObject({ complete: true, preference: 'server' })
    },
  )

  test('a server that refuses an empty key_share is not said to refuse what was in it', async () => {
    const { facts } = await scan({ intolerantOf: ['empty-key-share'] })
    expect(valueOf(facts.versions)?.['TLSv1.3']).toEqual({ status: 'observed', value: true })
    expect(accepted(valueOf(facts.suites)?.['TLSv1.3'])?.complete).toBe(false)
    expect(valueOf(facts.groups)?.['TLSv1.3']?.status).toBe('failed')
  })
})

test('what the server does without a name and with an unknown one is told apart from what it does for its own', async () => {
  const open = valueOf((await scan()).facts.serverNames)
  expect(open).toMatchObject({ without: { outcome: 'handshake' }, unknown: { outcome: 'handshake' } })
  const strict = valueOf((await scan({ strictNames: true })).facts.serverNames)
  const refused = { outcome: 'alert', detail: 'unrecognized_name', chain: null }
  expect(strict).toEqual({ without: refused, unknown: refused })
})

test('what was learned before the server fell silent stays, the rest is unknown', async () => {
  const { facts } = await scan({ faultAt: (at) => (at > 12 ? 'timeout' : null) })
  expect(accepted(valueOf(facts.suites)?.['TLSv1.3'])).toMatchObject({ complete: true, preference: 'server' })
  expect(accepted(valueOf(facts.suites)?.['TLSv1.2'])?.complete).toBe(false)
  expect(facts.serverNames).toEqual({ status: 'failed', reason: 'timeout' })
  expect(facts.alpnProtocols).toEqual({ status: 'failed', reason: 'timeout' })
})

/** RFC 7919 A.1 */
const ffdhe2048 = Buffer.from(
  'ffffffffffffffffadf85458a2bb4a9aafdc5620273d3cf1d8b9c583ce2d3695a9e13641146433fbcc939dce249b3ef97d2fe363630c75d8f681b202aec4617ad3df1ed5d5fd65612433f51f5f066ed0856365553ded1af3b557135e7f57c935984f0c70e0e68b77e2a689daf3efe8721df158a136ade73530acca4f483a797abc0ab182b324fb61d108a94bb2c8e3fbb96adab760d7f4681d4f42a3de394df4ae56ede76372bb190b07a7c8ee0a6d709e02fce1cdf7e2ecc03404cd28342f619172fe9ce98583ff8e4f1232eef28183c3fe3b1b4c6fad733bb5fcbc2ec22005c58ef1837d1683b2c6f34a26c1b2effa886b423861285c97ffffffffffffffff',
  'hex',
)

describe('servers that choke', () => {
  test('on a status request are looked at with a small hello of TLS 1.3', async () => {
    const { first, facts } = await scan({ intolerantOf: ['status-request'] })
    expect(first.flight.hello?.version).toBe('TLSv1.3')
    expect(accepted(valueOf(facts.suites)?.['TLSv1.2'])?.complete).toBe(true)
  })

  test('on more suites than they have room for tell all of them in shorter lists', async () => {
    const { facts } = await scan({ intolerantOf: ['many-suites'] })
    expect(valueOf(facts.versions)?.['TLSv1.2']).toEqual({ status: 'observed', value: true })
    expect(accepted(valueOf(facts.suites)?.['TLSv1.2'])).toMatchObject({ complete: true })
    expect(accepted(valueOf(facts.suites)?.['TLSv1.2'])?.accepted).toHaveLength(6)
  })

  test('on the name of ACME are not asked for it', async () => {
    const { facts } = await scan({ intolerantOf: ['acme'] })
    expect(valueOf(facts.versions)?.['TLSv1.2']).toEqual({ status: 'observed', value: true })
    expect(valueOf(facts.alpnProtocols)).toEqual(['h2', 'http/1.1'])
  })
})

test('a version whose hello is answered and whose every suite breaks off is not spoken', async () => {
  const { facts } = await scan({ signsLate: true, schemes: { ...modern.schemes, 'TLSv1.2': [0x0403] } })
  expect(valueOf(facts.versions)?.['TLSv1.2']).toEqual({ status: 'observed', value: false })
})

test('a quick look keeps the group of the first handshake, however little is left to ask', async () => {
  const versions = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
  const { facts } = await scan({ versions, suites: old, groups: oldGroups, ssl2: 'spoken' }, 'quick')
  const groups = accepted(valueOf(facts.groups)?.['TLSv1.3'])?.accepted
  expect(groups).toContainEqual(
    expect.objectContaining({ name: keyExchangeGroup(oldGroups['TLSv1.3']?.[0] ?? 0).name }),
  )
})

describe('a server that forgets the curves at the end of a list', () => {
  const forgetful: Partial<ScriptedConfig> = {
    versions: ['TLSv1.2'],
    suites: { 'TLSv1.2': [0xc02b, 0xcca9] },
    groups: { 'TLSv1.2': [29, 23] },
    schemes: { 'TLSv1.2': [0x0603, 0x0403] },
    certificates: { ecdsa: [ecdsaLeaf.der] },
    certificateCurve: 23,
    curveMemory: 11,
    alpn: ['h2', 'http/1.1', 'http/1.0'],
  }

  test('is known in full nevertheless', async () => {
    const { facts } = await scan(forgetful)
    const group = (id: number) => keyExchangeGroup(id)
    expect(accepted(valueOf(facts.groups)?.['TLSv1.2'])).toEqual({
      accepted: [group(29), group(23)],
      preference: 'server',
      complete: true,
    })
    expect(valueOf(facts.alpnProtocols)).toHaveLength(3)
    expect(valueOf(valueOf(facts.signatureSchemes)?.['TLSv1.2'] ?? { status: 'skipped', reason: '' })).toHaveLength(2)
  })

  test('shows a weak suite to a quick look', async () => {
    const { facts } = await scan({ ...forgetful, suites: { 'TLSv1.2': [0xc02b, 0xc007] } }, 'quick')
    expect(accepted(valueOf(facts.suites)?.['TLSv1.2'])?.accepted).toContain('TLS_ECDHE_ECDSA_WITH_RC4_128_SHA')
  })
})
