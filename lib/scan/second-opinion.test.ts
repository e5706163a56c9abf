import { afterEach, expect, test } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { dayMs } from '#lib/core/time.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { labStore, observeLab } from '#lib/testing/lab/scanning.ts'
import { type LabServer, startTlsServer } from '#lib/testing/lab/tls-server.ts'
import type { Depth } from '#lib/tls/observation.ts'

const root = createRoot()
const yesterday = new Date(Date.now() - dayMs)
const servers: LabServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function scan(
  depth: Depth,
  store: ReturnType<typeof labStore> | null = labStore(root),
  issued = root.issue({ dns: ['service.test'] }),
  secondOpinion = true,
) {
  const server = await startTlsServer({ certificateChain: issued.pem, key: issued.keyPem })
  servers.push(server)
  return observeLab(server, { store, depth, secondOpinion })
}

test('node:tls is asked as well where it is wanted, by one connection that is counted', async () => {
  const { facts, connections } = await scan('posture')
  const { error, secondOpinion } = valueOf(facts.trust) ?? {}
  expect({ error, theirs: secondOpinion?.error }).toEqual({ error: null, theirs: null })
  expect(secondOpinion?.engine).toContain('OpenSSL')
  const alone = await scan('posture', null)
  expect(connections - alone.connections).toBe(1)
})

test('it says in its own words what it has against a chain', async () => {
  const theirs = async (...asked: Parameters<typeof scan>) =>
    valueOf((await scan(...asked)).facts.trust)?.secondOpinion?.error
  expect(await theirs('posture', labStore(createRoot()))).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')
  const expired = root.issue({ dns: ['service.test'], notBefore: new Date(0), notAfter: yesterday })
  expect(await theirs('posture', labStore(root), expired)).toBe('CERT_HAS_EXPIRED')
})

test('nobody asks it otherwise', async () => {
  const { facts } = await scan('posture', labStore(root), root.issue({ dns: ['service.test'] }), false)
  expect(valueOf(facts.trust)?.secondOpinion).toBeUndefined()
})
