import type { SecureVersion } from 'node:tls'
import { afterEach, expect, it } from 'vitest'
import { observed, valueOf } from '#lib/core/observed.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { observeLab } from '#lib/testing/lab/scanning.ts'
import { type LabServer, listen, startTlsServer } from '#lib/testing/lab/tls-server.ts'

const leaf = createRoot().issue({ dns: ['service.test'] })

const servers: LabServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(minVersion: SecureVersion, maxVersion: SecureVersion) {
  const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem, minVersion, maxVersion })
  servers.push(server)
  return server
}

it.each<[SecureVersion, SecureVersion, readonly boolean[]]>([
  ['TLSv1', 'TLSv1.3', [true, true, true, true]],
  ['TLSv1', 'TLSv1.2', [true, true, true, false]],
  ['TLSv1.1', 'TLSv1.1', [false, true, false, false]],
  ['TLSv1.2', 'TLSv1.3', [false, false, true, true]],
  ['TLSv1.3', 'TLSv1.3', [false, false, false, true]],
])('a server of %s to %s', async (min, max, [tls10, tls11, tls12, tls13]) => {
  const { facts } = await observeLab(await serve(min, max), { depth: 'standard' })
  expect(valueOf(facts.versions)).toEqual({
    SSLv3: { status: 'skipped', reason: 'not-in-the-runtime' },
    TLSv1: observed(tls10),
    'TLSv1.1': observed(tls11),
    'TLSv1.2': observed(tls12),
    'TLSv1.3': observed(tls13),
  })
})

it('takes neither a close nor silence for "not supported"', async () => {
  const inner = await serve('TLSv1.2', 'TLSv1.3')
  const { connect } = await import('node:net')
  let seen = 0
  const moody = await listen({}, (socket) => {
    seen += 1
    if (seen === 2) return void socket.once('data', () => socket.end())
    if (seen === 3) return void socket.resume()
    const onward = connect(inner.port, inner.address).on('error', () => {})
    socket.pipe(onward).pipe(socket)
  })
  servers.push(moody)
  const { facts } = await observeLab(moody, {
    depth: 'standard',
    timeouts: { overallMs: 5000, connectMs: 500, idleMs: 300 },
  })
  expect(valueOf(facts.versions)).toMatchObject({
    TLSv1: { status: 'failed', reason: 'closed' },
    'TLSv1.1': { status: 'failed', reason: 'timeout' },
    'TLSv1.2': observed(true),
  })
})

it('is not asked at the depth of an inventory', async () => {
  const server = await serve('TLSv1.2', 'TLSv1.3')
  const { facts } = await observeLab(server, { depth: 'inventory' })
  expect(facts.versions).toEqual({ status: 'skipped', reason: 'depth-inventory' })
  expect(server.connections()).toBe(1)
})
