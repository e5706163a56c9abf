import { expect, test } from 'vitest'
import { gradeSuite } from './suite-grade.ts'

test.each([
  ['TLS_AES_128_GCM_SHA256', 'sound', []],
  ['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'sound', []],
  ['TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 'dated', ['CBC']],
  ['TLS_RSA_WITH_AES_256_GCM_SHA384', 'dated', ['no forward secrecy']],
  ['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'weak', ['64-bit blocks', 'no forward secrecy', 'CBC']],
  ['TLS_RSA_WITH_RC4_128_MD5', 'broken', ['RC4', 'MD5', 'no forward secrecy']],
  ['TLS_RSA_WITH_DES_CBC_SHA', 'broken', ['64-bit blocks', 'no forward secrecy', 'CBC']],
  ['TLS_DH_anon_WITH_AES_128_GCM_SHA256', 'void', ['no authentication']],
  ['TLS_RSA_WITH_NULL_SHA', 'void', ['no encryption', 'no forward secrecy']],
  ['TLS_RSA_EXPORT_WITH_RC4_40_MD5', 'void', ['export', 'RC4', 'MD5', 'no forward secrecy']],
] as const)('%s is %s', (name, grade, marks) => {
  expect(gradeSuite(name)).toMatchObject({ grade, marks })
})

test('a suite without a name is not known', () => {
  expect(gradeSuite('0x1306')).toEqual({ name: '0x1306', bits: null, grade: null, marks: [] })
})
