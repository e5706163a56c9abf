import type { ProtocolVersion } from '#lib/tls/observation.ts'

/** What a profile of Mozilla's server-side TLS guidelines allows, by the names that facts use. */
export interface MozillaProfile {
  readonly id: 'mozilla-modern' | 'mozilla-intermediate'
  readonly version: string
  readonly protocols: readonly ProtocolVersion[]
  readonly suites: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  readonly curves: ReadonlySet<string>
  /** Null: no RSA. */
  readonly minRsaBits: number | null
  readonly signatures: ReadonlySet<string>
  readonly maxLifetimeDays: number
}

const tls13Suites = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']
const ecdsa = ['ecdsa-with-SHA256', 'ecdsa-with-SHA384', 'ecdsa-with-SHA512']
const shared = {
  version: '6.0',
  groups: new Set(['X25519MLKEM768', 'x25519', 'secp256r1', 'secp384r1']),
  curves: new Set(['P-256', 'P-384']),
}

/**
 * https://ssl-config.mozilla.org/guidelines/6.0.json (2026-04-06). Left out: the order of preference, and stapling, which
 * is no fault where the certificate names no responder.
 */
export const mozillaProfiles: Readonly<Record<MozillaProfile['id'], MozillaProfile>> = {
  'mozilla-modern': {
    ...shared,
    id: 'mozilla-modern',
    protocols: ['TLSv1.3'],
    suites: new Set(tls13Suites),
    minRsaBits: null,
    signatures: new Set(ecdsa),
    maxLifetimeDays: 90,
  },
  'mozilla-intermediate': {
    ...shared,
    id: 'mozilla-intermediate',
    protocols: ['TLSv1.2', 'TLSv1.3'],
    suites: new Set([
      ...tls13Suites,
      'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
      'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
      'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
      'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    ]),
    minRsaBits: 2048,
    signatures: new Set(['sha256WithRSAEncryption', ...ecdsa]),
    maxLifetimeDays: 366,
  },
}
