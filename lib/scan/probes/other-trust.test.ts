import { afterEach, expect, test } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { createRoot, selfSigned } from '#lib/testing/certificates.ts'
import { labStore, observeLab } from '#lib/testing/lab/scanning.ts'
import { type LabServer, startTlsServer } from '#lib/testing/lab/tls-server.ts'

const root = createRoot()
const ecdsa = root.issue({ dns: ['service.test'] })
const rsa = root.issue({ dns: ['service.test'], keyAlgorithm: 'rsa2048' })
const strangersRsa = createRoot({ commonName: 'Other' }).issue({ dns: ['service.test'], keyAlgorithm: 'rsa2048' })

const servers: LabServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

const credentials = (issued: { pem: string; keyPem: string }) => ({ certificateChain: issued.pem, key: issued.keyPem })

async function start(options: Parameters<typeof startTlsServer>[0]): Promise<LabServer> {
  const server = await startTlsServer(options)
  servers.push(server)
  return server
}

test.each(['posture', 'quick', 'inventory'] as const)(
  'both certificates of a server are judged at depth %s',
  async (depth) => {
    const known = { keyTypes: ['rsa'] } as const
    for (const [second, path] of [
      [rsa, [rsa.sha256, root.sha256]],
      [strangersRsa, []],
    ] as const) {
      const server = await start({ ...credentials(ecdsa), also: credentials(second) })
      const { facts } = await observeLab(server, { store: labStore(root), depth, known })
      expect(valueOf(facts.trust)?.path).toEqual([ecdsa.sha256, root.sha256])
      const opinions = valueOf(facts.otherTrust)
      expect(Object.keys(opinions ?? {})).toEqual([second.sha256])
      expect(opinions?.[second.sha256]).toMatchObject({ pathFound: path.length > 0, path, store: { name: 'Lab' } })
    }
  },
)

test('so is what clients get that send no server name', async () => {
  const fallback = selfSigned({ dns: ['fallback.test'] })
  const server = await start({ ...credentials(fallback), sni: { 'service.test': credentials(ecdsa) } })
  const { facts } = await observeLab(server, { store: labStore(root), depth: 'posture' })
  expect(valueOf(facts.trust)?.pathFound).toBe(true)
  expect(valueOf(facts.otherTrust)).toMatchObject({ [fallback.sha256]: { error: 'self-signed-not-anchor' } })
})

test('without a store none is judged, and a server with one certificate has no other', async () => {
  const server = await start(credentials(ecdsa))
  expect((await observeLab(server, { store: labStore(root), depth: 'posture' })).facts.otherTrust).toEqual({
    status: 'observed',
    value: {},
  })
  expect((await observeLab(server)).facts.otherTrust).toEqual({ status: 'skipped', reason: 'no-store' })
})
