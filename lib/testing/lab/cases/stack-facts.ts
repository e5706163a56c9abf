import type { CaseFacts } from './lab-case.ts'
import { both, client, modern, server, single, stack } from './stack.ts'

/** `cipherSuitesPreferenceOrder` of crypto/tls, for a client whose first suite is one of AES-GCM. */
const goTls13 = server('TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256')
/** Go knows no encrypt_then_mac; extended_master_secret came with Go 1.21. */
const goFeatures = { extendedMasterSecret: null, encryptThenMac: null, ticketLifetimeSeconds: 604_800 } as const

const jsseTls13 = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'] as const
/** JSSE resumes sessions beside tickets, and knows neither encrypt_then_mac nor TLS_FALLBACK_SCSV. */
const jsseFeatures = {
  clientRenegotiation: true,
  fallbackScsv: false,
  resumption: ['session-id', 'ticket', 'psk'],
  ticketLifetimeSeconds: 86_400,
} as const

/** crypto/tls finds no certificate for a name that Caddy does not serve. */
const noCertificate = { outcome: 'alert', detail: 'internal_error', certificates: [] } as const
const caddy = {
  versions: modern,
  alpnProtocols: ['h2', 'http/1.1'],
  serverNames: { without: noCertificate, unknown: noCertificate },
  features: goFeatures,
} as const

/** Tickets are off by default, sessions of TLS 1.2 are kept; extended_master_secret may come with a later OTP. */
const erlangFeatures = {
  clientRenegotiation: true,
  extendedMasterSecret: null,
  tickets: [],
  resumption: ['session-id'],
} as const

const olderOfRsa = server(
  'TLS_ECDH_anon_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
)

/**
 * What servers with TLS libraries of their own do, from their configuration and their documentation, and as sslscan and
 * `openssl s_client` see it (Go 1.19, Caddy 2.6, OpenJDK 17 and Erlang/OTP 25 of Debian 12).
 */
export const stackFacts: Readonly<Record<string, CaseFacts>> = {
  'go-rsa': stack({
    versions: modern,
    suites: {
      'TLSv1.2': server(
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
        'TLS_RSA_WITH_AES_128_CBC_SHA',
      ),
      'TLSv1.3': goTls13,
    },
    groups: { 'TLSv1.2': client('secp256r1', 'x25519'), 'TLSv1.3': server('x25519', 'secp256r1') },
    alpnProtocols: ['http/1.1'],
    certificates: ['rsa'],
    features: { ...goFeatures, encryptThenMac: false },
  }),
  'go-ecdsa': stack({
    versions: modern,
    suites: {
      'TLSv1.2': server('TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'),
      'TLSv1.3': goTls13,
    },
    groups: { 'TLSv1.2': client('secp256r1', 'secp384r1'), 'TLSv1.3': server('secp256r1', 'secp384r1') },
    alpnProtocols: ['http/1.1'],
    certificates: ['ecdsa'],
    features: { ...goFeatures, encryptThenMac: false, tickets: [], resumption: [] },
  }),
  'go-two-certificates': stack({
    versions: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    suites: {
      TLSv1: single('TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA'),
      'TLSv1.1': single('TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA'),
      'TLSv1.2': server(
        'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
      ),
      'TLSv1.3': goTls13,
    },
    groups: {
      TLSv1: client('secp256r1', 'x25519'),
      'TLSv1.1': client('secp256r1', 'x25519'),
      'TLSv1.2': client('secp256r1', 'x25519'),
      'TLSv1.3': server('x25519', 'secp256r1'),
    },
    alpnProtocols: ['http/1.1'],
    certificates: ['ecdsa', 'rsa'],
    features: { ...goFeatures, encryptThenMac: false },
  }),
  'go-mtls': stack({
    versions: modern,
    suites: { 'TLSv1.2': single('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'), 'TLSv1.3': goTls13 },
    groups: both(single('secp256r1')),
    alpnProtocols: ['http/1.1'],
    certificates: ['ecdsa'],
    features: goFeatures,
    mtls: 'ENFORCED',
    http: null,
  }),
  'java-rsa': stack({
    versions: modern,
    suites: {
      'TLSv1.2': server('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_RSA_WITH_AES_128_CBC_SHA'),
      'TLSv1.3': server(...jsseTls13),
    },
    groups: both(client('secp256r1', 'x25519')),
    alpnProtocols: ['http/1.1'],
    certificates: ['rsa'],
    features: { ...jsseFeatures, encryptThenMac: false },
  }),
  'java-ecdsa': stack({
    versions: modern,
    suites: {
      'TLSv1.2': client('TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
      'TLSv1.3': client(...jsseTls13),
    },
    groups: both(client('secp256r1', 'secp384r1')),
    certificates: ['ecdsa'],
    features: { ...jsseFeatures, encryptThenMac: false },
  }),
  'java-two-certificates': stack({
    versions: ['TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    suites: {
      'TLSv1.1': single('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'),
      'TLSv1.2': server(
        'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
      ),
      'TLSv1.3': server(...jsseTls13),
    },
    groups: { 'TLSv1.1': client('secp256r1', 'x25519'), ...both(client('secp256r1', 'x25519')) },
    certificates: ['ecdsa', 'rsa'],
    features: { ...jsseFeatures, encryptThenMac: false },
  }),
  'java-two-certificates-tls13': stack({
    versions: ['TLSv1.3'],
    suites: { 'TLSv1.3': server(...jsseTls13) },
    groups: { 'TLSv1.3': client('secp256r1', 'x25519') },
    // For a client that names schemes of RSA before or alone, it shows the certificate with RSA.
    certificates: ['ecdsa', 'rsa'],
  }),
  'java-mtls': stack({
    versions: modern,
    suites: {
      'TLSv1.2': single('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
      'TLSv1.3': single('TLS_AES_128_GCM_SHA256'),
    },
    groups: both(single('secp256r1')),
    certificates: ['ecdsa'],
    features: jsseFeatures,
    mtls: 'ENFORCED',
    http: null,
  }),
  'erlang-rsa': stack({
    versions: modern,
    suites: {
      'TLSv1.2': server('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
      'TLSv1.3': server('TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'),
    },
    groups: { 'TLSv1.2': server('secp384r1', 'secp256r1'), 'TLSv1.3': server('x25519', 'secp256r1') },
    certificates: ['rsa'],
    features: erlangFeatures,
  }),
  'erlang-ecdsa': stack({
    versions: modern,
    suites: {
      'TLSv1.2': server('TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
      'TLSv1.3': server('TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'),
    },
    groups: both(server('secp256r1', 'secp384r1')),
    alpnProtocols: ['http/1.1'],
    certificates: ['ecdsa'],
    features: erlangFeatures,
  }),
  'caddy-rsa': stack({
    ...caddy,
    suites: {
      // Of these two it takes what stands first (crypto/tls: AES-GCM before ChaCha20 for who names AES-GCM first).
      'TLSv1.2': client('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'),
      'TLSv1.3': goTls13,
    },
    groups: { 'TLSv1.2': client('secp256r1', 'x25519'), 'TLSv1.3': server('x25519', 'secp256r1') },
    certificates: ['rsa'],
  }),
  'caddy-ecdsa': stack({
    ...caddy,
    suites: { 'TLSv1.2': single('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'), 'TLSv1.3': goTls13 },
    groups: both(single('secp256r1')),
    certificates: ['ecdsa'],
  }),
  'haproxy-suites-of-rsa-alone': stack({
    versions: modern,
    suites: {
      'TLSv1.2': server('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_RSA_WITH_AES_128_GCM_SHA256'),
      'TLSv1.3': server('TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'),
    },
    groups: both(server('x25519', 'secp256r1')),
    certificates: ['ecdsa', 'rsa'],
    features: { resumption: ['session-id', 'ticket', 'psk'] },
  }),
  'haproxy-older-suites-of-rsa-alone': stack({
    versions: ['TLSv1.1', 'TLSv1.2'],
    suites: { 'TLSv1.1': olderOfRsa, 'TLSv1.2': olderOfRsa },
    groups: { 'TLSv1.1': server('x25519', 'secp256r1'), 'TLSv1.2': server('x25519', 'secp256r1') },
    certificates: ['rsa'],
    features: { encryptThenMac: true, resumption: ['session-id', 'ticket'] },
  }),
  'nginx-kept-sessions': stack({
    versions: modern,
    suites: {
      'TLSv1.2': single('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'),
      'TLSv1.3': single('TLS_AES_128_GCM_SHA256'),
    },
    groups: both(single('x25519')),
    alpnProtocols: ['http/0.9', 'http/1.0', 'http/1.1'],
    certificates: ['ecdsa'],
    features: { tickets: ['TLSv1.3'], resumption: ['session-id', 'psk'] },
  }),
  'haproxy-client-preference-two-certificates': stack({
    versions: modern,
    suites: {
      'TLSv1.2': client(
        'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
        'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
      ),
      'TLSv1.3': client('TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384'),
    },
    groups: { 'TLSv1.2': client('secp256r1', 'x25519'), 'TLSv1.3': server('x25519', 'secp256r1') },
    certificates: ['ecdsa', 'rsa'],
    features: { resumption: ['session-id', 'ticket', 'psk'] },
  }),
}
