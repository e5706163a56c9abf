import { afterEach, expect, it } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { dayMs } from '#lib/core/time.ts'
import { createRoot, selfSigned } from '#lib/testing/certificates.ts'
import { labStore, observeLab } from '#lib/testing/lab/scanning.ts'
import { type LabServer, startTlsServer } from '#lib/testing/lab/tls-server.ts'
import type { TrustStoreInput } from '../trust-store.ts'

const root = createRoot()
const issuing = root.intermediate()
const leaf = issuing.issue({ dns: ['service.test'] })
const yesterday = new Date(Date.now() - dayMs)

const servers: LabServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function judge(issued: { keyPem: string }, certificateChain: string, store: TrustStoreInput | null) {
  const server = await startTlsServer({ certificateChain, key: issued.keyPem })
  servers.push(server)
  const { facts } = await observeLab(server, { store })
  return facts.trust
}

it('is not judged without a store', async () => {
  expect(await judge(leaf, leaf.pem + issuing.pem, null)).toEqual({ status: 'skipped', reason: 'no-store' })
})

it('names the engine, the store and the path to its anchor', async () => {
  const store = labStore(createRoot({ commonName: 'Other' }), root)
  expect(valueOf(await judge(leaf, leaf.pem + issuing.pem, store))).toMatchObject({
    engine: 'countersign path validation (RFC 5280)',
    store: { id: store.id, name: 'Lab', asOf: store.asOf, version: '1' },
    pathFound: true,
    error: null,
    path: [leaf.sha256, issuing.sha256, root.sha256],
  })
})

it('finds the path over certificates in the wrong order and past stray ones', async () => {
  const chain = leaf.pem + createRoot({ commonName: 'Stray' }).pem + root.pem + issuing.pem
  expect(valueOf(await judge(leaf, chain, labStore(root)))).toMatchObject({
    pathFound: true,
    error: null,
    path: [leaf.sha256, issuing.sha256, root.sha256],
  })
})

it('an intermediate may be the anchor', async () => {
  const trust = valueOf(await judge(leaf, leaf.pem, labStore(issuing)))
  expect(trust).toMatchObject({ pathFound: true, error: null, path: [leaf.sha256, issuing.sha256] })
})

it('a missing intermediate, a store of others, and the empty store give no path', async () => {
  for (const [chain, store] of [
    [leaf.pem, labStore(root)],
    [leaf.pem + issuing.pem, labStore(createRoot())],
    [leaf.pem + issuing.pem + root.pem, labStore()],
  ] as const) {
    const trust = valueOf(await judge(leaf, chain, store))
    expect(trust).toMatchObject({ pathFound: false, path: [] })
    expect(trust?.error).toMatch(/^[a-z-]+$/)
  }
})

it('a root of the same name with another key is no anchor of this chain', async () => {
  expect(valueOf(await judge(leaf, leaf.pem + issuing.pem, labStore(createRoot())))?.pathFound).toBe(false)
})

it('an expired leaf has its path, and the error says that it expired', async () => {
  const expired = issuing.issue({
    dns: ['service.test'],
    notBefore: new Date(Date.now() - 3 * dayMs),
    notAfter: yesterday,
  })
  const trust = valueOf(await judge(expired, expired.pem + issuing.pem, labStore(root)))
  expect(trust).toMatchObject({ pathFound: true, error: 'expired' })
})

it('a signature that does not hold gives no path', async () => {
  const forged = issuing.issue({ dns: ['service.test'], corruptSignature: true })
  const trust = valueOf(await judge(forged, forged.pem + issuing.pem, labStore(root)))
  expect(trust).toMatchObject({ pathFound: false, error: 'signature-mismatch' })
})

it('an issuer that is no CA gives no path', async () => {
  const imposter = root.intermediate({ commonName: 'Just a service', ca: false })
  const below = imposter.issue({ dns: ['service.test'] })
  const trust = valueOf(await judge(below, below.pem + imposter.pem, labStore(root)))
  expect(trust?.pathFound).toBe(false)
  expect(trust?.error).not.toBeNull()
})

it('a self-signed leaf is trusted only where the store holds it', async () => {
  const own = selfSigned({ dns: ['service.test'] })
  expect(valueOf(await judge(own, own.pem, labStore(root)))).toMatchObject({
    pathFound: false,
    error: 'self-signed-not-anchor',
  })
  expect(valueOf(await judge(own, own.pem, labStore(own)))).toMatchObject({
    pathFound: true,
    error: null,
    path: [own.sha256],
  })
})

it('a path that the search did not come to the end of is not known, and not untrusted', async () => {
  const line = [root]
  for (let depth = 0; depth < 30; depth += 1)
    line.unshift((line[0] ?? root).intermediate({ commonName: `CA ${depth}` }))
  const deep = (line[0] ?? root).issue({ dns: ['service.test'] })
  const trust = await judge(deep, deep.pem + line.map(({ pem }) => pem).join(''), labStore(root))
  expect(trust).toEqual({ status: 'failed', reason: 'path-search-exhausted' })
})
