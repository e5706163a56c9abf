import { describe, expect, it } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { findPath } from './trust-path.ts'

describe('findPath', () => {
  it('finds no path for a forgery that carries a genuine certificate as PEM text', () => {
    const root = createRoot({ commonName: 'Genuine root' })
    const genuine = root.issue({ dns: ['a.test'] })
    const impostor = createRoot({ commonName: 'Impostor' })
    const forged = impostor.issue({
      dns: ['victim.test'],
      extraExtensions: [{ oid: '1.3.6.1.4.1.99999.1', critical: false, value: Buffer.from(`\n${genuine.pem}\n`) }],
    })
    const store = { id: 's', name: 'Store', asOf: '2026-01-01T00:00:00Z', version: '1', anchors: [root.der] }

    expect(findPath([genuine.der], store)?.sha256).toEqual([genuine.sha256, root.sha256])
    expect(findPath([forged.der], store)).toBeNull()
  })
})
