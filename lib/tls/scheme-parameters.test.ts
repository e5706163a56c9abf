import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { schemeParameters } from './scheme-parameters.ts'
import { signatureScheme } from './signature-schemes.ts'

const all = Array.from({ length: 0x10000 }, (_, id) => id).filter((id) => schemeParameters(id) !== null)

describe('the parameters of the schemes that can be verified', () => {
  it('hash as the registry says', () => {
    for (const id of all) expect(signatureScheme(id)?.hash).toBe(schemeParameters(id)?.hash)
    expect(all.length).toBe(30)
  })

  it('leave to TLS 1.3 neither PKCS #1 nor SHA-1 nor DSA', () => {
    const names = all.filter((id) => schemeParameters(id)?.tls13).map((id) => signatureScheme(id)?.name ?? '')
    expect(names.filter((name) => /pkcs1|sha1|md5|dsa_sha224|^dsa/.test(name))).toEqual([])
    expect(names.length).toBe(17)
  })

  it('name curves as node:crypto does', () => {
    for (const id of all) {
      const curve = schemeParameters(id)?.curve
      if (!curve) continue
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: curve })
      expect(publicKey.asymmetricKeyDetails?.namedCurve).toBe(curve)
    }
  })
})
