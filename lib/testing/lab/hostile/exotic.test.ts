import { describe, expect, test } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { observeLab } from '../scanning.ts'
import { exoticCases } from './index.ts'

/** Of a server without any handshake of TLS no posture is taken. */
const withTls = exoticCases.filter(({ versions }) => versions.some((version) => version !== 'SSLv2'))

describe.concurrent('the observer finds what no package speaks any more', () => {
  test.each(withTls)('$name', { timeout: 60_000 }, async ({ start, versions, suites }) => {
    const server = await start()
    try {
      const timeouts = { overallMs: 6_000, connectMs: 2_000, idleMs: 1_000 }
      const { facts } = await observeLab(server, { depth: 'posture', timeouts })
      const spoken = Object.entries(valueOf(facts.versions) ?? {}).filter(([, fact]) => fact && valueOf(fact) === true)
      expect(spoken.map(([version]) => version).sort()).toEqual([...versions].sort())
      for (const [version, expected] of Object.entries(suites)) {
        const found = Object.entries(valueOf(facts.suites) ?? {}).find(([name]) => name === version)?.[1]
        expect([...((found && valueOf(found)?.accepted) ?? [])].sort()).toEqual([...expected.accepted].sort())
      }
    } finally {
      await server.close()
    }
  })
})
