import { afterEach, describe, expect, it } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { labOptions, labScope, observeLab } from '#lib/testing/lab/scanning.ts'
import { type LabServer, startTlsServer, type TlsServerOptions } from '#lib/testing/lab/tls-server.ts'
import type { Observation } from '#lib/tls/observation.ts'
import { observe } from './observe.ts'

const root = createRoot()
const issuing = root.intermediate()
const leaf = issuing.issue({ dns: ['service.test'] })
const credentials = { certificateChain: leaf.pem + issuing.pem, key: leaf.keyPem }

const servers: LabServer[] = []
const serve = async (options: Partial<TlsServerOptions> = {}) => {
  const server = await startTlsServer({ ...credentials, ...options })
  servers.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

describe('the facts of a finished handshake', () => {
  it('tells version, suite, group, ALPN and chain of TLS 1.3', async () => {
    const { outcome, facts, address, certificates, timings } = await observeLab(await serve())
    expect(outcome).toEqual({ kind: 'handshake' })
    expect(address).toBe('127.0.0.1')
    expect(valueOf(facts.protocol)).toBe('TLSv1.3')
    expect(valueOf(facts.cipherSuite)).toEqual({ name: 'TLS_AES_256_GCM_SHA384', bits: 256 })
    expect(valueOf(facts.group)).toEqual({ name: 'X25519MLKEM768', bits: null })
    expect(valueOf(facts.alpn)).toBe('http/1.1')
    expect(valueOf(facts.chain)).toEqual([leaf.sha256, issuing.sha256])
    expect(facts.ocspStaple).toEqual({ status: 'observed', value: null })
    expect([...certificates.keys()]).toEqual([leaf.sha256, issuing.sha256])
    expect(Buffer.from(certificates.get(leaf.sha256) ?? [])).toEqual(leaf.der)
    expect(timings.handshakeMs).toBeGreaterThan(0)
  })

  it.each([
    ['TLSv1', 'ECDHE-ECDSA-AES128-SHA', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 128],
    ['TLSv1.1', 'ECDHE-ECDSA-AES256-SHA', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA', 256],
    ['TLSv1.2', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 256],
  ] as const)('tells them of %s, too', async (version, cipher, name, bits) => {
    const server = await serve({
      minVersion: version,
      maxVersion: version,
      ciphers: `${cipher}:@SECLEVEL=0`,
      groups: 'P-384',
    })
    const { facts, outcome } = await observeLab(server)
    expect(outcome).toEqual({ kind: 'handshake' })
    expect(valueOf(facts.protocol)).toBe(version)
    expect(valueOf(facts.cipherSuite)).toEqual({ name, bits })
    expect(valueOf(facts.group)).toEqual({ name: 'secp384r1', bits: null })
    expect(valueOf(facts.chain)).toEqual([leaf.sha256, issuing.sha256])
  })

  it('tells RSA key transport from an unknown group, and names the size of a finite field', async () => {
    const rsa = root.issue({ dns: ['service.test'], keyAlgorithm: 'rsa2048' })
    const own = { certificateChain: rsa.pem, key: rsa.keyPem, maxVersion: 'TLSv1.2' } as const
    const transport = await observeLab(await serve({ ...own, ciphers: 'AES128-SHA:@SECLEVEL=0' }))
    expect(transport.facts.group).toEqual({ status: 'observed', value: null })
    const ephemeral = await observeLab(
      await serve({ ...own, ciphers: 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0', dhparam: 'auto' }),
    )
    expect(valueOf(ephemeral.facts.group)?.name).toBe('dhe')
    expect(valueOf(ephemeral.facts.group)?.bits).toBeGreaterThanOrEqual(1024)
  })

  it('gives the stapled OCSP response of both generations of TLS', async () => {
    const staple = Buffer.from('30030a0106', 'hex')
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const { facts } = await observeLab(await serve({ staple, maxVersion }))
      expect(valueOf(facts.ocspStaple)).toBe(staple.toString('base64'))
    }
  })

  it('sees small RSA keys and SHA-1', async () => {
    const weak = root.issue({ dns: ['service.test'], keyAlgorithm: 'rsa1024', signatureHash: 'sha1' })
    const { facts, outcome } = await observeLab(await serve({ certificateChain: weak.pem, key: weak.keyPem }))
    expect(outcome).toEqual({ kind: 'handshake' })
    expect(valueOf(facts.chain)).toEqual([weak.sha256])
  })

  it('sends the server name, and none where the target has none', async () => {
    const other = issuing.issue({ dns: ['other.test'] })
    const server = await serve({ sni: { 'other.test': { certificateChain: other.pem, key: other.keyPem } } })
    expect(valueOf((await observeLab(server, {}, { serverName: 'other.test' })).facts.chain)).toEqual([other.sha256])
    expect(valueOf((await observeLab(server, {}, { serverName: '' })).facts.chain)?.[0]).toBe(leaf.sha256)
  })

  it('follows a rotation', async () => {
    const server = await serve()
    const next = issuing.issue({ dns: ['service.test'] })
    server.setCredentials({ certificateChain: next.pem, key: next.keyPem })
    expect(valueOf((await observeLab(server)).facts.chain)).toEqual([next.sha256])
  })

  it('gives equal facts for an unchanged server', async () => {
    const server = await serve()
    const [first, second] = [
      await observeLab(server, { depth: 'posture' }),
      await observeLab(server, { depth: 'posture' }),
    ]
    expect(second.facts).toEqual(first.facts)
  })
})

describe('the chain as sent', () => {
  const stray = createRoot({ commonName: 'Stray' })
  it.each([
    ['with a missing intermediate', leaf.pem, [leaf.sha256]],
    ['with its root', leaf.pem + issuing.pem + root.pem, [leaf.sha256, issuing.sha256, root.sha256]],
    ['with a stray certificate', leaf.pem + issuing.pem + stray.pem, [leaf.sha256, issuing.sha256, stray.sha256]],
    ['in the wrong order', leaf.pem + root.pem + issuing.pem, [leaf.sha256, root.sha256, issuing.sha256]],
    [
      'with a repeated certificate',
      leaf.pem + issuing.pem + issuing.pem,
      [leaf.sha256, issuing.sha256, issuing.sha256],
    ],
  ])('is told exactly %s', async (_case, certificateChain, expected) => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const { facts } = await observeLab(await serve({ certificateChain, maxVersion }))
      expect(valueOf(facts.chain)).toEqual(expected)
    }
  })
})

describe('addresses', () => {
  it('are all observed, each by itself', async () => {
    const first = await serve({ address: '127.0.0.2' })
    const stale = issuing.issue({ dns: ['service.test'] })
    const own = { certificateChain: stale.pem, key: stale.keyPem, port: first.port }
    await serve({ ...own, address: '127.0.0.3' })
    const target = { host: 'many.test', port: first.port, serverName: 'service.test', transport: 'tls' } as const
    const resolve = async () => ['127.0.0.2', '127.0.0.3', '127.0.0.4', '169.254.169.254']
    const seen = await observe(target, { ...labOptions, resolve })
    const byAddress = Object.fromEntries(seen.map((one) => [one.address, one]))
    expect(Object.keys(byAddress).sort()).toEqual(['127.0.0.2', '127.0.0.3', '127.0.0.4', '169.254.169.254'])
    expect(leafOf(byAddress['127.0.0.2'])).toBe(leaf.sha256)
    expect(leafOf(byAddress['127.0.0.3'])).toBe(stale.sha256)
    expect(byAddress['127.0.0.4']?.outcome).toEqual({ kind: 'refused' })
    expect(byAddress['169.254.169.254']?.outcome).toEqual({
      kind: 'blocked-by-scope',
      rule: 'always-refused linkLocal',
    })
  })

  it('of static hosts need no resolver', async () => {
    const server = await serve()
    const scope = { ...labScope, staticHosts: { 'fixed.test': ['127.0.0.1'] } }
    const resolve = async () => Promise.reject(new Error('asked'))
    const [seen] = await observe(
      { host: 'fixed.test', port: server.port, serverName: '', transport: 'tls' },
      { ...labOptions, scope, resolve },
    )
    expect(seen?.outcome.kind).toBe('handshake')
  })
})

const leafOf = (seen: Observation | undefined) => seen && valueOf(seen.facts.chain)?.[0]
