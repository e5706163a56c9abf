import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyAlgorithms } from '#lib/testing/certificates/key-pair.ts'
import { selfSigned } from '#lib/testing/certificates.ts'
import { subjectKey } from './subject-key.ts'

describe('the key of a leaf', () => {
  it.each(keyAlgorithms)('of %s is the one that OpenSSL finds', (keyAlgorithm) => {
    const { der } = selfSigned({ keyAlgorithm })
    const spki = subjectKey(der)?.export({ type: 'spki', format: 'der' })
    expect(spki).toEqual(new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' }))
  })

  it('of anything else is null', () => {
    const { der } = selfSigned({ keyAlgorithm: 'p256' })
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), (at, value) => {
        const changed = Buffer.from(der)
        changed[at] = value
        subjectKey(changed)
        expect(subjectKey(der.subarray(0, at))).toBeNull()
      }),
      { numRuns: 300 },
    )
  })
})
