import { describe, expect, it } from 'vitest'
import { alertName, readAlert } from './alerts.ts'
import { finiteField, keyExchangeGroup } from './groups.ts'
import { cipherSuite, keyExchange } from './suites.ts'
import { protocolVersion } from './versions.ts'

describe('cipher suites', () => {
  it.each([
    [0x1301, 'TLS_AES_128_GCM_SHA256', 128, 'tls13'],
    [0x1303, 'TLS_CHACHA20_POLY1305_SHA256', 256, 'tls13'],
    [0xc02f, 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 128, 'ecdhe'],
    [0x009f, 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384', 256, 'dhe'],
    [0x002f, 'TLS_RSA_WITH_AES_128_CBC_SHA', 128, 'rsa'],
    [0x000a, 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', 112, 'rsa'],
    [0x0009, 'TLS_RSA_WITH_DES_CBC_SHA', 56, 'rsa'],
    [0x0003, 'TLS_RSA_EXPORT_WITH_RC4_40_MD5', 40, 'rsa'],
    [0x0002, 'TLS_RSA_WITH_NULL_SHA', 0, 'rsa'],
    [0x0005, 'TLS_RSA_WITH_RC4_128_SHA', 128, 'rsa'],
  ])('%i is %s', (id, name, bits, exchange) => {
    expect(cipherSuite(id)).toEqual({ name, bits })
    expect(keyExchange(id)).toBe(exchange)
  })

  it('one that nobody knows is named by its value', () => {
    expect(cipherSuite(0xfafa)).toEqual({ name: '0xfafa', bits: 0 })
  })
})

it('groups have their IANA names, finite fields their size', () => {
  expect(keyExchangeGroup(4588)).toEqual({ name: 'X25519MLKEM768', bits: null })
  expect(keyExchangeGroup(258)).toEqual({ name: 'ffdhe4096', bits: 4096 })
  expect(keyExchangeGroup(0xabcd)).toEqual({ name: '0xabcd', bits: null })
  expect(finiteField(Buffer.concat([Buffer.of(0, 0x80), Buffer.alloc(127)]))).toEqual({ name: 'dhe', bits: 1024 })
  expect(finiteField(Buffer.of(1, 0))).toEqual({ name: 'dhe', bits: 9 })
  expect(finiteField(Buffer.alloc(4))).toEqual({ name: 'dhe', bits: 0 })
})

it('alerts and versions have their names', () => {
  expect(alertName(116)).toBe('certificate_required')
  expect(readAlert(Buffer.of(1, 112), false)).toEqual({ level: 'warning', code: 112, name: 'unrecognized_name' })
  expect(readAlert(Buffer.of(1, 116), true)).toMatchObject({ level: 'fatal' })
  expect(readAlert(Buffer.of(1), true)).toBeNull()
  expect(protocolVersion(0x0304)).toBe('TLSv1.3')
  expect(protocolVersion(0x7f1c)).toBeNull()
})
