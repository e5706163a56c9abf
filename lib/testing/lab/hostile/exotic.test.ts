import { describe, expect, test } from 'vitest'
import { observed, valueOf } from '#lib/core/observed.ts'
import { depths } from '#lib/tls/observation.ts'
import { observeLab } from '../scanning.ts'
import { hostileRsaLeaf } from './certificates.ts'
import { exoticCases, startSsl2 } from './index.ts'

const timeouts = { overallMs: 6_000, connectMs: 2_000, idleMs: 1_000 }

describe.concurrent('the observer finds what no package speaks any more', () => {
  test.each(exoticCases)('$name', { timeout: 60_000 }, async ({ start, versions, suites, clock }) => {
    await using server = disposable(await start())
    const { facts } = await observeLab(server, { depth: 'posture', timeouts })
    const spoken = Object.entries(valueOf(facts.versions) ?? {}).filter(([, fact]) => fact && valueOf(fact) === true)
    expect(spoken.map(([version]) => version).sort()).toEqual([...versions].sort())
    if (!versions.includes('SSLv2')) expect(facts.clock).toEqual(observed(clock ?? 'not-told'))
    for (const [version, expected] of Object.entries(suites)) {
      const found = Object.entries(valueOf(facts.suites) ?? {}).find(([name]) => name === version)?.[1]
      const { accepted = [], preference } = (found && valueOf(found)) ?? {}
      expect({ accepted: [...accepted].sort(), preference }).toEqual({
        ...expected,
        accepted: [...expected.accepted].sort(),
      })
    }
  })
})

describe.concurrent('of a server of SSL 2.0 alone', () => {
  test.each(depths)('the version and the certificate are seen at depth %s', { timeout: 60_000 }, async (depth) => {
    await using server = disposable(await startSsl2({ toTls: 'closes' }))
    const { outcome, facts, certificates, connections } = await observeLab(server, { depth, timeouts })
    expect(outcome).toEqual({ kind: 'handshake' })
    expect(valueOf(facts.protocol)).toBe('SSLv2')
    const [leaf = '?'] = valueOf(facts.chain) ?? []
    expect(Buffer.from(certificates.get(leaf) ?? [])).toEqual(hostileRsaLeaf().der)
    expect(connections).toBe(8)
  })

  test('a close says nothing of TLS, an alert does', { timeout: 60_000 }, async () => {
    await using closing = disposable(await startSsl2({ toTls: 'closes' }))
    await using refusing = disposable(await startSsl2({ toTls: 'alert' }))
    const closed = await observeLab(closing, { depth: 'quick', timeouts })
    const refused = await observeLab(refusing, { depth: 'quick', timeouts })
    expect(valueOf(closed.facts.versions)?.['TLSv1.2']).toEqual({ status: 'failed', reason: 'closed' })
    expect(valueOf(refused.facts.versions)?.['TLSv1.2']).toEqual({ status: 'observed', value: false })
    expect(refused.outcome).toEqual({ kind: 'handshake' })
  })
})

function disposable<T extends { close(): Promise<void> }>(server: T): T & AsyncDisposable {
  return { ...server, [Symbol.asyncDispose]: () => server.close() }
}
