import { describe, expect, it } from 'vitest'
import { alertName, readAlert } from './alerts.ts'
import { extensionInfo, extensionName } from './extension-names.ts'
import { finiteField, groupIds, groupInfo, groupsOf, keyExchangeGroup } from './groups.ts'
import { signatureScheme, signatureSchemeIds, signatureSchemeName } from './signature-schemes.ts'
import {
  cipherSuite,
  fallbackScsv,
  keyExchange,
  renegotiationScsv,
  suiteIds,
  suiteInfo,
  suitesOf,
  weakSuitesOf,
} from './suites.ts'
import { protocolVersion, versionInfo, wireVersions } from './versions.ts'

describe('cipher suites', () => {
  it.each([
    [0x1301, 'TLS_AES_128_GCM_SHA256', 128, 'tls13'],
    [0x1303, 'TLS_CHACHA20_POLY1305_SHA256', 256, 'tls13'],
    [0xc0b4, 'TLS_SHA256_SHA256', 0, 'tls13'],
    [0xc02f, 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 128, 'ecdhe'],
    [0xc018, 'TLS_ECDH_anon_WITH_AES_128_CBC_SHA', 128, 'ecdhe'],
    [0x009f, 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384', 256, 'dhe'],
    [0x0017, 'TLS_DH_anon_EXPORT_WITH_RC4_40_MD5', 40, 'dhe'],
    [0x0031, 'TLS_DH_RSA_WITH_AES_128_CBC_SHA', 128, 'other'],
    [0x00aa, 'TLS_DHE_PSK_WITH_AES_128_GCM_SHA256', 128, 'other'],
    [0x002f, 'TLS_RSA_WITH_AES_128_CBC_SHA', 128, 'rsa'],
    [0x000a, 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', 112, 'rsa'],
    [0x0009, 'TLS_RSA_WITH_DES_CBC_SHA', 56, 'rsa'],
    [0x0003, 'TLS_RSA_EXPORT_WITH_RC4_40_MD5', 40, 'rsa'],
    [0x0062, 'TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA', 56, 'rsa'],
    [0x0002, 'TLS_RSA_WITH_NULL_SHA', 0, 'rsa'],
    [0x0005, 'TLS_RSA_WITH_RC4_128_SHA', 128, 'rsa'],
  ])('%i is %s', (id, name, bits, exchange) => {
    expect(cipherSuite(id)).toEqual({ name, bits })
    expect(keyExchange(id)).toBe(exchange)
  })

  it('one that nobody knows is named by its value', () => {
    expect(cipherSuite(0xfafa)).toEqual({ name: '0xfafa', bits: 0 })
    expect(suiteInfo(0xfafa)).toBeNull()
    expect(keyExchange(0xfafa)).toBe('other')
    expect(keyExchange(0x13fe)).toBe('tls13')
  })

  it.each([
    [0xc02b, 'ecdhe', 'ecdsa', 'AES_128_GCM', null, 'SHA256', 'tls12', true, false, 'Y'],
    [0xc028, 'ecdhe', 'rsa', 'AES_256_CBC', 'SHA384', 'SHA384', 'tls12', true, false, 'N'],
    [0xc0ae, 'ecdhe', 'ecdsa', 'AES_128_CCM_8', null, 'SHA256', 'tls12', true, false, 'N'],
    [0x1302, 'tls13', 'certificate', 'AES_256_GCM', null, 'SHA384', 'tls13', true, false, 'Y'],
    [0x0033, 'dhe', 'rsa', 'AES_128_CBC', 'SHA', 'SHA256', 'any', true, false, 'D'],
    [0x0035, 'rsa', 'rsa', 'AES_256_CBC', 'SHA', 'SHA256', 'any', false, false, 'D'],
    [0x0004, 'rsa', 'rsa', 'RC4_128', 'MD5', 'SHA256', 'any', false, true, 'D'],
    [0x001b, 'dhe', 'anon', '3DES_EDE_CBC', 'SHA', 'SHA256', 'any', true, true, 'D'],
    [0x0007, 'rsa', 'rsa', 'IDEA_CBC', 'SHA', 'SHA256', 'any', false, true, 'D'],
    [0xc101, 'gost', 'gost', 'MAGMA_CTR', 'OMAC', 'STREEBOG256', 'tls12', false, true, 'N'],
    [0xc103, 'tls13', 'certificate', 'KUZNYECHIK_MGM_L', null, 'STREEBOG256', 'tls13', true, false, 'N'],
    [0xc021, 'srp', 'rsa', 'AES_256_CBC', 'SHA', 'SHA256', 'any', true, false, 'N'],
    [0xcc13, 'ecdhe', 'rsa', 'CHACHA20_POLY1305', null, 'SHA256', 'tls12', true, false, null],
  ] as const)('the name of %i tells all of it', (id, ...told) => {
    const info = suiteInfo(id)
    const { keyExchange: kind, authentication, cipher, mac, hash, family } = info ?? {}
    expect([
      kind,
      authentication,
      cipher,
      mac,
      hash,
      family,
      info?.forwardSecrecy,
      info?.weak,
      info?.recommended,
    ]).toEqual(told)
  })

  it('every suite of the tables has a name that can be read', () => {
    for (const id of [...suiteIds('any'), ...suiteIds('tls12'), ...suiteIds('tls13')]) {
      const { name, keyExchange: kind, cipher, aead, mac, bits } = suiteInfo(id) ?? {}
      expect(kind, name).not.toBe('none')
      expect(cipher, name).toMatch(/\w/)
      expect(aead === (mac === null), name).toBe(true)
      expect((bits === 0) === (cipher === 'NULL'), name).toBe(true)
    }
    expect(suiteIds()).toHaveLength(new Set(suiteIds()).size)
    expect(suiteIds('signal')).toEqual([0x0000, renegotiationScsv, fallbackScsv])
  })

  it('a version is asked for what it can negotiate, the best first', () => {
    expect(suitesOf('TLSv1.3')).toEqual([0x1302, 0x1303, 0x1301, 0x1304, 0x1305])
    expect(suitesOf('SSLv2')).toEqual([])
    const tls12 = suitesOf('TLSv1.2')
    expect(tls12.slice(0, 2).map((id) => cipherSuite(id).name)).toEqual([
      'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
      'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    ])
    expect(tls12).toHaveLength(suiteIds().length - suiteIds('tls13').length - suiteIds('signal').length)
    expect(suitesOf('TLSv1')).toEqual(suitesOf('SSLv3'))
    for (const id of suitesOf('TLSv1.1')) {
      expect(suiteInfo(id)).toMatchObject({ family: 'any', aead: false })
      expect(suiteInfo(id)?.name).not.toMatch(/SHA256|SHA384/)
    }
  })

  it('weak suites stand behind all others and are told apart', () => {
    const weak = weakSuitesOf('TLSv1.2')
    const asked = suitesOf('TLSv1.2')
    expect(asked.slice(-weak.length)).toEqual(weak)
    for (const id of [0x0005, 0x000a, 0x0001, 0x0034, 0xc012, 0x0003]) expect(weak).toContain(id)
    for (const id of [0xc02f, 0x002f, 0xc013, 0x0041]) expect(weak).not.toContain(id)
    expect(weakSuitesOf('TLSv1.3')).toEqual([0xc0b4, 0xc0b5])
  })
})

describe('groups', () => {
  it('have their IANA names, finite fields their size', () => {
    expect(keyExchangeGroup(4588)).toEqual({ name: 'X25519MLKEM768', bits: null })
    expect(keyExchangeGroup(258)).toEqual({ name: 'ffdhe4096', bits: 4096 })
    expect(keyExchangeGroup(0x0a0a)).toEqual({ name: '0x0a0a', bits: null })
  })

  it('have a kind, a strength and the recommendation of the registry', () => {
    expect(groupInfo(29)).toMatchObject({ kind: 'ec', size: 255, strength: 128, recommended: 'Y' })
    expect(groupInfo(1)).toMatchObject({ recommended: 'D' })
    expect(groupInfo(256)).toMatchObject({ kind: 'ff', size: 2048, strength: 112, recommended: 'N' })
    expect(groupInfo(0x0a0a)).toBeNull()
    expect(groupIds('hybrid')).toEqual([4587, 4588, 4589, 4590, 25497, 25498])
    expect(groupIds('pq')).toEqual([512, 513, 514])
    expect(groupIds().length).toBeGreaterThan(groupIds('ec').length)
  })

  it('are asked at the versions that know them, the best first', () => {
    expect(
      groupsOf('TLSv1.3')
        .slice(0, 6)
        .map((id) => keyExchangeGroup(id).name),
    ).toEqual(['X25519MLKEM768', 'x448', 'secp384r1', 'secp256r1', 'x25519', 'SecP384r1MLKEM1024'])
    expect(groupsOf('TLSv1.3')).not.toContain(22)
    expect(groupsOf('TLSv1.3')).toContain(31)
    expect(groupsOf('TLSv1.2')).toEqual(expect.arrayContaining([1, 22, 29, 256]))
    expect(groupsOf('TLSv1.2')).not.toContain(4588)
    expect(groupsOf('TLSv1.2')).not.toContain(31)
    expect(groupsOf('SSLv3')).toEqual([])
  })

  it('a prime that comes in full is measured without its leading zeros', () => {
    expect(finiteField(Uint8Array.of(0, 0, 0x01, 0xff))).toEqual({ name: 'dhe', bits: 9 })
    expect(finiteField(new Uint8Array(3))).toEqual({ name: 'dhe', bits: 0 })
  })
})

describe('signature schemes', () => {
  it('are named as IANA names them, pairs of TLS 1.2 in the same manner', () => {
    expect(signatureScheme(0x0804)).toMatchObject({ name: 'rsa_pss_rsae_sha256', keyType: 'rsa', recommended: 'Y' })
    expect(signatureScheme(0x0905)).toMatchObject({ name: 'mldsa65', keyType: 'mldsa', hash: null })
    expect(signatureScheme(0x0301)).toMatchObject({ name: 'rsa_pkcs1_sha224', hash: 'sha224', recommended: null })
    expect(signatureSchemeName(0x0402)).toBe('dsa_sha256')
    expect(signatureSchemeName(0x1a1a)).toBe('0x1a1a')
    expect(signatureScheme(0x1a1a)).toBeNull()
  })

  it('are listed by the key that they take', () => {
    expect(signatureSchemeIds('eddsa')).toEqual([0x0807, 0x0808])
    expect(signatureSchemeIds()).toHaveLength(49)
  })
})

it('extensions have their names, and what IANA thinks of them', () => {
  expect(extensionName(0)).toBe('server_name')
  expect(extensionInfo(4)).toEqual({ type: 4, name: 'truncated_hmac', recommended: 'D' })
  expect(extensionInfo(13172)).toMatchObject({ name: 'next_protocol_negotiation', recommended: null })
  expect(extensionName(0x0a0a)).toBe('0x0a0a')
  expect(extensionInfo(0x0a0a)).toBeNull()
})

describe('alerts', () => {
  it('have their names, and are mild or fatal by the rule of the version', () => {
    expect(alertName(116)).toBe('certificate_required')
    expect(alertName(200)).toBe('alert_200')
    expect(readAlert(Uint8Array.of(1, 112), false)).toMatchObject({ level: 'warning', name: 'unrecognized_name' })
    expect(readAlert(Uint8Array.of(1, 112), true)).toMatchObject({ level: 'fatal' })
    expect(readAlert(Uint8Array.of(2, 0), true)).toMatchObject({ level: 'warning', name: 'close_notify' })
  })

  it('are no alerts with another length or level', () => {
    expect(readAlert(Uint8Array.of(2, 40, 0), false)).toBeNull()
    expect(readAlert(Uint8Array.of(2), false)).toBeNull()
    expect(readAlert(Uint8Array.of(3, 40), false)).toBeNull()
  })
})

it('versions are read from the wire, and the RFC that forbids one is known', () => {
  for (const [version, wire] of Object.entries(wireVersions)) expect(protocolVersion(wire)).toBe(version)
  expect(protocolVersion(0x0305)).toBeNull()
  expect(versionInfo['TLSv1.1'].forbiddenBy).toBe('RFC 8996')
  expect(versionInfo['TLSv1.2'].forbiddenBy).toBeNull()
})
