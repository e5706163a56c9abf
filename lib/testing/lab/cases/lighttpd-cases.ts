import { type LighttpdOptions, lighttpd, startLighttpd } from '../makes/lighttpd.ts'
import { certificates } from './credentials.ts'
import type { CaseStart } from './lab-case.ts'

const ciphersuites = 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256'

const rsa = {
  openssl: 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256',
  mbedtls: 'TLS-ECDHE-RSA-WITH-AES-256-GCM-SHA384:TLS-ECDHE-RSA-WITH-AES-128-GCM-SHA256:TLS-RSA-WITH-AES-128-CBC-SHA',
} as const

const ecdsa = {
  openssl: 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384',
  mbedtls: 'TLS-ECDHE-ECDSA-WITH-AES-128-GCM-SHA256:TLS-ECDHE-ECDSA-WITH-CHACHA20-POLY1305-SHA256',
} as const

const openssl = { module: 'openssl', ciphersuites, groups: 'X25519:P-256' } as const
const gnutls = { module: 'gnutls', groups: 'X25519:P-256' } as const
const mbedtls = { module: 'mbedtls', versions: ['TLSv1.2'], groups: 'x25519:secp256r1' } as const
const wolfssl = { module: 'wolfssl' } as const
// Its list for TLS 1.3 comes with these names of OpenSSL's, whole.
const wolfsslTls13 = 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256'
// Nothing names suites of TLS 1.3 to mod_nss.
const nss = { module: 'nss', versions: ['TLSv1.2'] } as const

/** Each library that lighttpd can speak TLS with. */
export const lighttpdCases: readonly CaseStart[] = [
  of('lighttpd-openssl-rsa', { ...openssl, preference: 'server' }, () => ({
    certificates: [certificates.rsa()],
    ciphers: rsa.openssl,
  })),
  of('lighttpd-openssl-ecdsa', { ...openssl, preference: 'client' }, () => ({
    certificates: [certificates.ecdsa()],
    ciphers: ecdsa.openssl,
  })),
  // In TLS 1.2 its own list is as long as GnuTLS' version makes it.
  of('lighttpd-gnutls-rsa', { ...gnutls, versions: ['TLSv1.3'] }, () => ({ certificates: [certificates.rsa()] })),
  of('lighttpd-gnutls-ecdsa', gnutls, () => ({ certificates: [certificates.ecdsa()], ciphers: 'SUITEB128' })),
  of('lighttpd-mbedtls-rsa', mbedtls, () => ({ certificates: [certificates.rsa()], ciphersuites: rsa.mbedtls })),
  of('lighttpd-mbedtls-ecdsa', mbedtls, () => ({ certificates: [certificates.ecdsa()], ciphersuites: ecdsa.mbedtls })),
  of('lighttpd-wolfssl-rsa', wolfssl, () => ({
    certificates: [certificates.rsa()],
    ciphers: `${wolfsslTls13}:${rsa.openssl}`,
  })),
  of('lighttpd-wolfssl-ecdsa', wolfssl, () => ({
    certificates: [certificates.ecdsa()],
    ciphers: `${wolfsslTls13}:${ecdsa.openssl}`,
  })),
  of('lighttpd-nss-rsa', nss, () => ({ certificates: [certificates.rsa()], ciphers: rsa.openssl })),
  of('lighttpd-nss-ecdsa', nss, () => ({ certificates: [certificates.ecdsa()], ciphers: ecdsa.openssl })),
]

function of(
  name: string,
  common: Omit<LighttpdOptions, 'certificates'>,
  own: () => Pick<LighttpdOptions, 'certificates' | 'ciphers' | 'ciphersuites'>,
): CaseStart {
  return { name, make: lighttpd(common.module), start: () => startLighttpd({ ...common, ...own() }) }
}
