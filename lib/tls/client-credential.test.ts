import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { clientCredential } from './client-credential.ts'
import { verifyLegacySignature, verifySignature } from './verify-signature.ts'

const content = Buffer.from('a transcript')
const everything = [0x0804, 0x0403, 0x0401, 0x0807, 0x0808, 0x0809, 0x0503, 0x0603, 0x0402, 0x0203, 0x0201]

const pairs: Readonly<Record<string, { readonly publicKey: KeyObject; readonly privateKey: KeyObject }>> = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  small: generateKeyPairSync('rsa', { modulusLength: 512 }),
  pss: generateKeyPairSync('rsa-pss', { modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256' }),
  p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  p521: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  ed25519: generateKeyPairSync('ed25519'),
  ed448: generateKeyPairSync('ed448'),
}

describe('a client signs under the first scheme of the server that fits its key', () => {
  it.each([
    ['rsa', 'TLSv1.2', everything, 0x0804],
    ['rsa', 'TLSv1.2', [0x0403, 0x0401, 0x0804], 0x0401],
    ['rsa', 'TLSv1.3', [0x0401, 0x0805], 0x0805],
    ['rsa', 'TLSv1.3', [0x0401, 0x0201], null],
    ['small', 'TLSv1.2', [0x0806, 0x0804, 0x0401], 0x0401],
    ['pss', 'TLSv1.2', [0x0804, 0x0401, 0x080a, 0x0809], 0x0809],
    ['p256', 'TLSv1.2', [0x0503, 0x0403], 0x0503],
    ['p256', 'TLSv1.3', [0x0503, 0x0403], 0x0403],
    ['p384', 'TLSv1.2', [0x0403], 0x0403],
    ['p384', 'TLSv1.3', [0x0403], null],
    ['p521', 'TLSv1.3', everything, 0x0603],
    ['ed25519', 'TLSv1.2', everything, 0x0807],
    ['ed448', 'TLSv1.3', everything, 0x0808],
    ['ed448', 'TLSv1.2', [0x0807, 0xfefe], null],
  ] as const)('%s at %s with %j', (name, version, schemes, expected) => {
    const pair = pairs[name]
    if (!pair) throw new Error('no such key')
    const credential = clientCredential([], pair.privateKey)
    const made = credential.sign(version, schemes, content)
    expect(made?.scheme ?? null).toBe(expected)
    expect(credential.fits(version, schemes)).toBe(expected !== null)
    if (made) expect(verifySignature(pair.publicKey, made.scheme ?? 0, content, made.signature)).toBe(true)
  })

  it.each([
    ['rsa', true],
    ['p256', true],
    ['ed25519', false],
    ['pss', false],
  ] as const)('%s before there were schemes', (name, possible) => {
    const pair = pairs[name]
    if (!pair) throw new Error('no such key')
    const credential = clientCredential([], pair.privateKey)
    const made = credential.sign('TLSv1.1', [], content)
    expect(credential.fits('TLSv1.1', [])).toBe(possible)
    expect(made !== null && verifyLegacySignature(pair.publicKey, content, made.signature)).toBe(possible)
    expect(credential.fits('SSLv3', [])).toBe(false)
  })
})
