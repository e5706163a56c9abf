import { ocspResponse } from '../../certificates/ocsp-response.ts'
import { type OpensslOptions, openssl, startOpenssl } from '../makes/openssl.ts'
import { certificates, clientAuthority, rsaIssuer, serviceName } from './credentials.ts'
import { dhParameters } from './dh-parameters.ts'
import type { CaseStart } from './lab-case.ts'

const modern =
  'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256'

export const opensslCases: readonly CaseStart[] = [
  of('openssl-modern', () => ({
    certificates: [certificates.rsa(), certificates.ecdsa()],
    ciphers: modern,
    ciphersuites: 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256',
    groups: 'X25519:P-256:P-384',
    preference: 'server',
    alpn: ['h2', 'http/1.1'],
  })),
  of('openssl-client-preference', () => ({
    certificates: [certificates.rsa()],
    ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES128-GCM-SHA256',
    ciphersuites: 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384',
    groups: 'P-521:P-256:X448',
  })),
  of('openssl-legacy', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2'],
    ciphers: 'AES128-SHA:DHE-RSA-AES256-SHA:ECDHE-RSA-AES128-SHA:AES256-SHA256:CAMELLIA128-SHA:@SECLEVEL=0',
    groups: 'P-256',
    preference: 'server',
    dhParameters: dhParameters.own1024(),
  })),
  of('openssl-tls13-only', () => ({
    certificates: [certificates.ecdsa()],
    versions: ['TLSv1.3'],
    ciphersuites: 'TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256:TLS_CHACHA20_POLY1305_SHA256',
    groups: 'X448:ffdhe2048:P-521:ffdhe3072',
    preference: 'server',
  })),
  of('openssl-hole', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1', 'TLSv1.2', 'TLSv1.3'],
    ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA:@SECLEVEL=0',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'X25519',
  })),
  of('openssl-anonymous-below', () => ({
    certificates: [certificates.ecdsa()],
    versions: ['TLSv1.1', 'TLSv1.3'],
    ciphers: 'AECDH-AES256-SHA:AECDH-AES128-SHA:@SECLEVEL=0',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'P-256',
    preference: 'server',
  })),
  of('openssl-next-protocols', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1.1', 'TLSv1.2'],
    ciphers: 'ECDHE-RSA-AES128-SHA:@SECLEVEL=0',
    groups: 'P-256',
    flags: ['-nextprotoneg', 'spdy/3.1,http/1.1'],
  })),
  // It refuses whoever names other protocols by ALPN, and leaves NPN alone where it was answered.
  of('openssl-next-protocols-beside-alpn', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1.2', 'TLSv1.3'],
    ciphers: 'ECDHE-RSA-AES128-GCM-SHA256',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'P-256',
    alpn: ['http/1.1'],
    flags: ['-nextprotoneg', 'spdy/2'],
  })),
  of('openssl-client-renegotiation', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1.1', 'TLSv1.2'],
    ciphers: 'ECDHE-RSA-AES128-SHA:@SECLEVEL=0',
    groups: 'P-256',
    flags: ['-client_renegotiation'],
  })),
  of('openssl-accepts-untrusted', () => ({
    certificates: [certificates.ecdsa()],
    ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'P-256',
    clients: 'required',
    clientCa: clientAuthority().pem,
    anyClient: true,
  })),
  of('openssl-mtls', () => ({
    certificates: [certificates.ecdsa()],
    ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'P-256',
    clients: 'required',
    clientCa: clientAuthority().pem,
  })),
  of('openssl-without-tickets', () => ({
    certificates: [certificates.rsa()],
    versions: ['TLSv1.2', 'TLSv1.3'],
    ciphers: 'AES128-SHA:ECDHE-RSA-AES128-SHA256',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'P-256:P-384',
    tickets: false,
    flags: ['-no_etm'],
  })),
  of('openssl-null-and-anonymous', () => ({
    certificates: [certificates['rsa-1024']()],
    versions: ['TLSv1.2'],
    ciphers: 'NULL-SHA256:ECDHE-RSA-NULL-SHA:AECDH-AES128-SHA:ADH-AES128-GCM-SHA256:AES256-SHA:@SECLEVEL=0',
    groups: 'P-256',
    dhParameters: dhParameters.oakley1024(),
    preference: 'server',
  })),
  of('openssl-staple', () => ({
    certificates: [certificates.rsa()],
    ciphers: 'DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'X25519',
    preference: 'server',
    dhParameters: dhParameters.modp2048(),
    staple: ocspResponse(certificates.rsa().leaf, rsaIssuer()),
  })),
  of('openssl-exotic', () => ({
    certificates: [certificates.rsa(), certificates.ecdsa()],
    versions: ['TLSv1.2'],
    ciphers:
      'ECDHE-ECDSA-ARIA256-GCM-SHA384:ECDHE-RSA-ARIA128-GCM-SHA256:ECDHE-ECDSA-AES128-CCM8:ECDHE-RSA-CAMELLIA256-SHA384:AES256-CCM:ARIA128-GCM-SHA256',
    groups: 'brainpoolP384r1:secp256k1:P-256:P-224',
    preference: 'server',
  })),
  of('openssl-strict-names', () => ({
    certificates: [certificates['other-name']()],
    ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'X25519',
    sni: { name: serviceName, credentials: certificates.ecdsa() },
    strictSni: true,
  })),
  of('openssl-cookie', () => ({
    certificates: [certificates.ecdsa()],
    versions: ['TLSv1.3'],
    ciphersuites: 'TLS_AES_128_GCM_SHA256',
    groups: 'P-256',
    flags: ['-stateless'],
  })),
]

function of(name: string, options: () => OpensslOptions): CaseStart {
  return { name, make: openssl, start: () => startOpenssl(options()) }
}
