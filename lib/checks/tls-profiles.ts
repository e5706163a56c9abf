import type { ProtocolVersion } from '#lib/tls/observation.ts'
import type { TlsProfile } from './policy.ts'

/** Profiles that are lists of what may be spoken; CNSA 2.0 has a check of its own. */
export type ListedProfile = Exclude<TlsProfile, 'cnsa-2.0'>

/** What a profile allows, by the names that facts use. */
export interface ProfileData {
  readonly id: ListedProfile
  readonly name: string
  readonly version: string
  /** Where the lists were read, and the day of that publication; null where it bears none. */
  readonly source: { readonly label: string; readonly url: string; readonly date: string | null }
  readonly protocols: readonly ProtocolVersion[]
  readonly suites: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  /** Kinds of leaf keys. */
  readonly keys: ReadonlySet<'rsa' | 'ec'>
  readonly minRsaBits: number
  readonly curves: ReadonlySet<string>
  readonly signatures: ReadonlySet<string>
  readonly maxLifetimeDays: number
}

const aesGcm13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384']
const ecdsa = ['ecdsa-with-SHA256', 'ecdsa-with-SHA384', 'ecdsa-with-SHA512']

/** One suite per cipher, with what stands before `_WITH_`. */
function suites(exchange: string, ...ciphers: readonly string[]): string[] {
  return ciphers.map((cipher) => `TLS_${exchange}_WITH_${cipher}`)
}

const mozillaAead = ['ECDHE_ECDSA', 'ECDHE_RSA'].flatMap((exchange) =>
  suites(exchange, 'AES_128_GCM_SHA256', 'AES_256_GCM_SHA384', 'CHACHA20_POLY1305_SHA256'),
)

/** Equal in 5.8 and 6.0. */
const mozilla = {
  groups: new Set(['X25519MLKEM768', 'x25519', 'secp256r1', 'secp384r1']),
  curves: new Set(['P-256', 'P-384']),
  minRsaBits: 2048,
} as const
const suites13 = [...aesGcm13, 'TLS_CHACHA20_POLY1305_SHA256']
const mozilla60 = {
  label: 'Mozilla server side TLS guidelines 6.0',
  url: 'https://ssl-config.mozilla.org/guidelines/6.0.json',
  date: '2026-04-06',
} as const

/** SP 800-52r2 3.3.1.1.1 (ECDSA leaf) and 3.3.1.1.2 (RSA leaf); those of DSA, DH and ECDH leaves are left out: nobody has one. */
const cbcSha = ['AES_128_CBC_SHA', 'AES_256_CBC_SHA']
const ccm = ['AES_128_CCM', 'AES_256_CCM', 'AES_128_CCM_8', 'AES_256_CCM_8']
const gcm = ['AES_128_GCM_SHA256', 'AES_256_GCM_SHA384']
const nistSuites = [
  ...suites('ECDHE_ECDSA', ...gcm, ...ccm, 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA384', ...cbcSha),
  ...suites('ECDHE_RSA', ...gcm, 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA384', ...cbcSha),
  ...suites('DHE_RSA', ...gcm, ...ccm, 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA256', ...cbcSha),
]

/** Mozilla's order of preference is left out, and stapling, which is no fault where the certificate names no responder. */
export const tlsProfileData: Readonly<Record<ListedProfile, ProfileData>> = {
  'mozilla-modern': {
    ...mozilla,
    id: 'mozilla-modern',
    name: 'Mozilla modern',
    version: '6.0',
    source: mozilla60,
    protocols: ['TLSv1.3'],
    suites: new Set(suites13),
    keys: new Set(['ec']),
    signatures: new Set(ecdsa),
    maxLifetimeDays: 90,
  },
  'mozilla-intermediate': {
    ...mozilla,
    id: 'mozilla-intermediate',
    name: 'Mozilla intermediate',
    version: '6.0',
    source: mozilla60,
    protocols: ['TLSv1.2', 'TLSv1.3'],
    suites: new Set([...suites13, ...mozillaAead]),
    keys: new Set(['rsa', 'ec']),
    signatures: new Set(['sha256WithRSAEncryption', ...ecdsa]),
    maxLifetimeDays: 366,
  },
  'mozilla-old': {
    ...mozilla,
    id: 'mozilla-old',
    name: 'Mozilla old',
    version: '5.8',
    source: {
      label: 'Mozilla server side TLS guidelines 5.8, the last with this profile',
      url: 'https://ssl-config.mozilla.org/guidelines/5.8.json',
      date: null,
    },
    protocols: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    suites: new Set([
      ...suites13,
      ...mozillaAead,
      ...['ECDHE_ECDSA', 'ECDHE_RSA'].flatMap((exchange) =>
        suites(exchange, 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA384', ...cbcSha),
      ),
      ...suites('RSA', ...gcm, 'AES_128_CBC_SHA256', 'AES_256_CBC_SHA256', ...cbcSha, '3DES_EDE_CBC_SHA'),
    ]),
    // Its oldest clients know no other key; one of an elliptic curve is noted, as stronger than what it asks for.
    keys: new Set(['rsa']),
    signatures: new Set(['sha256WithRSAEncryption']),
    maxLifetimeDays: 366,
  },
  'sp-800-52r2': {
    id: 'sp-800-52r2',
    name: 'NIST SP 800-52r2',
    version: 'r2',
    source: {
      label: 'NIST SP 800-52r2, sections 3.1 to 3.4',
      url: 'https://doi.org/10.6028/NIST.SP.800-52r2',
      date: '2019-08-29',
    },
    // 3.1: 1.3 since 2024-01-01; 1.2 beside it, which may be off where nobody needs it.
    protocols: ['TLSv1.2', 'TLSv1.3'],
    // 3.3.1.2 for TLS 1.3. ChaCha20 is not approved; key transport by RSA is none of its suites.
    suites: new Set([...aesGcm13, 'TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256', ...nistSuites]),
    // 3.4.2.2: the curves and safe primes of SP 800-56Ar3; ML-KEM (FIPS 203, 2024-08-13), hybrids by SP 800-227 (2025-09).
    groups: new Set([
      ...['secp256r1', 'secp384r1', 'secp521r1'],
      ...['ffdhe2048', 'ffdhe3072', 'ffdhe4096', 'ffdhe6144', 'ffdhe8192'],
      ...['MLKEM512', 'MLKEM768', 'MLKEM1024', 'SecP256r1MLKEM768', 'SecP384r1MLKEM1024', 'X25519MLKEM768'],
    ]),
    // Table 3-1: RSA of 2048 bits, P-256 or P-384, signatures of 112 bits of strength, three years at most.
    keys: new Set(['rsa', 'ec']),
    minRsaBits: 2048,
    curves: new Set(['P-256', 'P-384']),
    signatures: new Set([
      ...['sha256WithRSAEncryption', 'sha384WithRSAEncryption', 'sha512WithRSAEncryption', 'RSASSA-PSS'],
      ...ecdsa,
    ]),
    maxLifetimeDays: 1096,
  },
}
