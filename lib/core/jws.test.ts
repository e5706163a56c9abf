import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { publicJwk, readJwkSet, thumbprint } from './jwk.ts'
import { signCompact, verifyCompact } from './jws.ts'

// RFC 8037 appendix A.1 to A.4.
const rfcKey = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'OKP',
    crv: 'Ed25519',
    d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  },
})
const rfcSigned =
  'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.' +
  'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg'
const rfcJwk = publicJwk(rfcKey)

const { privateKey } = generateKeyPairSync('ed25519')
const jwk = publicJwk(privateKey)
const key = { kid: jwk.kid, privateKey }
const payload = Buffer.from('{"said":"so"}')
const signed = signCompact(payload, 'example+jwt', key)

test('keys and thumbprints are those of RFC 8037 A.2 and A.3', () => {
  expect(rfcJwk).toMatchObject({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
  expect(thumbprint(rfcJwk.x)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
})

test('keys as they are written here make and verify the signature of RFC 8037 A.4; a statement has to name its key', () => {
  const at = rfcSigned.lastIndexOf('.')
  const input = Buffer.from(rfcSigned.slice(0, at))
  const signature = Buffer.from(rfcSigned.slice(at + 1), 'base64url')
  expect(sign(null, input, rfcKey)).toEqual(signature)
  const { kty, crv, x } = rfcJwk
  expect(verify(null, input, createPublicKey({ format: 'jwk', key: { kty, crv, x } }), signature)).toBe(true)
  expect(verifyCompact(rfcSigned, [rfcJwk])).toEqual({ ok: false, problem: 'no-key-id' })
})

test('what was signed is verified: key, kind and bytes come back', () => {
  expect(verifyCompact(signed, [rfcJwk, jwk])).toEqual({ ok: true, kid: jwk.kid, typ: 'example+jwt', payload })
})

test('another key under the same id, and a set without the key', () => {
  expect(verifyCompact(signed, [{ ...rfcJwk, kid: jwk.kid }])).toEqual({ ok: false, problem: 'signature' })
  expect(verifyCompact(signed, [rfcJwk])).toEqual({ ok: false, problem: 'unknown-key' })
})

test('no bit of a statement can be changed', () => {
  for (let at = 0; at < signed.length; at += 1) {
    const other = signed[at] === 'A' ? 'B' : 'A'
    expect(verifyCompact(`${signed.slice(0, at)}${other}${signed.slice(at + 1)}`, [jwk]).ok).toBe(false)
  }
})

test.each([
  ['none', { alg: 'none', kid: jwk.kid }, 'algorithm'],
  ['an HMAC under the public key', { alg: 'HS256', kid: jwk.kid }, 'algorithm'],
  ['an algorithm that is no text', { alg: ['EdDSA'], kid: jwk.kid }, 'algorithm'],
  ['a critical extension', { alg: 'EdDSA', kid: jwk.kid, crit: ['b64'], b64: false }, 'critical'],
  ['an empty list of critical extensions', { alg: 'EdDSA', kid: jwk.kid, crit: [] }, 'critical'],
  ['a key that it brings itself', { alg: 'EdDSA', kid: 'own', jwk }, 'unknown-key'],
  ['an id that is no text', { alg: 'EdDSA', kid: 7 }, 'malformed'],
  ['a header that is no object', ['EdDSA'], 'malformed'],
])('a header with %s is refused', (_, header, problem) => {
  const [, body, signature] = signed.split('.')
  const text = Buffer.from(JSON.stringify(header)).toString('base64url')
  expect(verifyCompact(`${text}.${body}.${signature}`, [jwk])).toEqual({ ok: false, problem })
})

test.each([
  ['', 'nothing'],
  [`${signed}.`, 'a fourth part'],
  [`${signed}=`, 'padding'],
  [` ${signed}`, 'white space'],
  [signed.replace('.', '\n.'), 'a line end'],
  [`${signed.slice(0, -1)}${signed.endsWith('A') ? 'B' : 'h'}`, 'bits beyond the last byte, or another signature'],
  [`${Buffer.from('{"alg":').toString('base64url')}.e30.AA`, 'a header that is no JSON'],
  [`${Buffer.of(0xff, 0xfe).toString('base64url')}.e30.AA`, 'a header that is no UTF-8'],
  [`${'A'.repeat(8192)}.e30.AA`, 'a header beyond all measure'],
])('%# is refused: %s', (text) => {
  expect(verifyCompact(text, [jwk]).ok).toBe(false)
})

test('a short signature is refused', () => {
  const [head, body] = signed.split('.')
  expect(verifyCompact(`${head}.${body}.AA`, [jwk])).toEqual({ ok: false, problem: 'signature' })
})

test('a set keeps its Ed25519 keys for signatures, and those alone', () => {
  const { kty, crv, x, kid } = jwk
  const others = [
    { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'rsa' },
    { kty, crv: 'X25519', x, kid },
    { kty, crv, x, kid, use: 'enc' },
    { kty, crv, x: `${x.slice(0, 42)}B`, kid },
    { kty, crv, x },
    null,
  ]
  expect(readJwkSet({ keys: [{ kty, crv, x, kid }, ...others] })).toEqual({ keys: [jwk] })
  for (const none of [null, [], { keys: {} }, 'keys']) expect(readJwkSet(none)).toBeNull()
})

test('only Ed25519 keys become keys', () => {
  expect(() => publicJwk(generateKeyPairSync('x25519').publicKey)).toThrow(/Ed25519/)
})
