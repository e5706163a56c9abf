import type { CaseFacts } from './lab-case.ts'
import { both, client, modern, server, stack } from './stack.ts'

/** An empty folder, in three kinds of HTTP. */
const lighttpd = {
  alpnProtocols: ['h2', 'http/1.1', 'http/1.0'],
  http: { status: 403, strictTransportSecurity: null },
} as const

/** wolfSSL's own list. */
const wolfsslTls13 = server(
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_128_CCM_SHA256',
)

/**
 * What lighttpd does, from its configuration and as sslscan, nmap and `openssl s_client` see it (1.4.69 with OpenSSL 3.0,
 * GnuTLS 3.7, Mbed TLS 2.28, wolfSSL 5.5 and NSS 3.87 of Debian 12).
 */
export const lighttpdFacts: Readonly<Record<string, CaseFacts>> = {
  'lighttpd-openssl-rsa': stack({
    ...lighttpd,
    versions: modern,
    suites: {
      'TLSv1.2': server(
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      ),
      'TLSv1.3': server('TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'),
    },
    groups: both(server('x25519', 'secp256r1')),
    certificates: ['rsa'],
  }),
  'lighttpd-openssl-ecdsa': stack({
    ...lighttpd,
    versions: modern,
    suites: {
      'TLSv1.2': client('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'),
      'TLSv1.3': client('TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384'),
    },
    groups: { 'TLSv1.2': client('secp256r1', 'x25519'), 'TLSv1.3': server('x25519', 'secp256r1') },
    certificates: ['ecdsa'],
  }),
  'lighttpd-gnutls-rsa': stack({
    ...lighttpd,
    versions: ['TLSv1.3'],
    suites: {
      'TLSv1.3': client(
        'TLS_AES_128_GCM_SHA256',
        'TLS_AES_256_GCM_SHA384',
        'TLS_CHACHA20_POLY1305_SHA256',
        'TLS_AES_128_CCM_SHA256',
      ),
    },
    groups: { 'TLSv1.3': client('secp256r1', 'x25519') },
    certificates: ['rsa'],
  }),
  'lighttpd-gnutls-ecdsa': stack({
    ...lighttpd,
    versions: modern,
    suites: {
      // The module adds to SUITEB128 what it gives by default.
      'TLSv1.2': client(
        'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_ECDSA_WITH_AES_256_CCM',
        'TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8',
        'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
      ),
      'TLSv1.3': client('TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'),
    },
    groups: both(client('secp256r1', 'x25519')),
    certificates: ['ecdsa'],
  }),
  'lighttpd-mbedtls-rsa': stack({
    clock: 'right',
    ...lighttpd,
    versions: ['TLSv1.2'],
    suites: {
      'TLSv1.2': server(
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        'TLS_RSA_WITH_AES_128_CBC_SHA',
      ),
    },
    groups: { 'TLSv1.2': server('x25519', 'secp256r1') },
    certificates: ['rsa'],
    features: { encryptThenMac: true, ticketLifetimeSeconds: 43_200 },
  }),
  'lighttpd-mbedtls-ecdsa': stack({
    clock: 'right',
    ...lighttpd,
    versions: ['TLSv1.2'],
    suites: {
      'TLSv1.2': server('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'),
    },
    groups: { 'TLSv1.2': server('x25519', 'secp256r1') },
    certificates: ['ecdsa'],
  }),
  // Nothing tells the module which groups wolfSSL is to take: they are not stated.
  'lighttpd-wolfssl-rsa': stack({
    ...lighttpd,
    versions: modern,
    suites: {
      'TLSv1.2': server(
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      ),
      'TLSv1.3': wolfsslTls13,
    },
    groups: {},
    certificates: ['rsa'],
  }),
  'lighttpd-wolfssl-ecdsa': stack({
    ...lighttpd,
    versions: modern,
    suites: {
      'TLSv1.2': server('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'),
      'TLSv1.3': wolfsslTls13,
    },
    groups: {},
    certificates: ['ecdsa'],
  }),
  'lighttpd-nss-rsa': stack({
    ...lighttpd,
    versions: ['TLSv1.2'],
    suites: {
      'TLSv1.2': server(
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
      ),
    },
    groups: { 'TLSv1.2': server('x25519', 'secp256r1', 'secp384r1', 'secp521r1') },
    certificates: ['rsa'],
  }),
  'lighttpd-nss-ecdsa': stack({
    ...lighttpd,
    versions: ['TLSv1.2'],
    suites: {
      'TLSv1.2': server('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'),
    },
    // It wants the curve of its certificate on the list, and prefers that to what is below.
    groups: { 'TLSv1.2': server('x25519', 'secp256r1') },
    certificates: ['ecdsa'],
  }),
}
