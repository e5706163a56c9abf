import { describe, expect, it } from 'vitest'
import { ssl3Derive, tls12Prf } from './tls12-prf.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

describe('the pseudorandom function gives what others have published', () => {
  // https://mailarchive.ietf.org/arch/msg/tls/fzVCzk-z3FShgGJ6DOXqM1ydxms/
  it('with SHA-256', () => {
    const output = hex(`e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af
      0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66`)
    const secret = hex('9bbe436ba940f017b17652849a71db35')
    const seed = hex('a0ba9f936cda311827a6f796ffd5198c')
    expect(tls12Prf('sha256', secret, 'test label', seed, 100)).toEqual(output)
    expect(tls12Prf('sha256', secret, 'test label', seed, 33)).toEqual(output.subarray(0, 33))
  })

  it('with SHA-384', () => {
    const output = hex(`7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0
      e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d9184259b5bf8cd4d90fa0d
      31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e0990703d73e56f`)
    const secret = hex('b80b733d6ceefcdc71566ea48e5567df')
    expect(tls12Prf('sha384', secret, 'test label', hex('cd665cf6a8447dd6ff8b27555edb7465'), 148)).toEqual(output)
  })

  // NIST CAVP, "TLS 1.0/1.1 key derivation", as in OpenSSL's evpkdf_tls11_prf.txt.
  it('of TLS 1.0 and 1.1', () => {
    const secret = hex(
      'bded7fa5c1699c010be23dd06ada3a48349f21e5f86263d512c0c5cc379f0e780ec55d9844b2f1db02a96453513568d0',
    )
    const client = hex('e5acaf549cd25c22d964c0d930fa4b5261d2507fad84c33715b7b9a864020693')
    const server = hex('135e4d557fdf3aa6406d82975d5c606a9734c9334b42136e96990fbd5358cdb2')
    expect(tls12Prf('md5-sha1', secret, 'master secret', Buffer.concat([client, server]), 48)).toEqual(
      hex('2f6962dfbc744c4b2138bb6b3d33054c5ecc14f24851d9896395a44ab3964efc2090c5bf51a0891209f46c1e1e998f62'),
    )
  })

  it('of SSL 3.0 in blocks of MD5', () => {
    const long = ssl3Derive(Buffer.alloc(48, 1), Buffer.alloc(64, 2), 104)
    expect(ssl3Derive(Buffer.alloc(48, 1), Buffer.alloc(64, 2), 20)).toEqual(long.subarray(0, 20))
    expect(long.length).toBe(104)
  })
})
