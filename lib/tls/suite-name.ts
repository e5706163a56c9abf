/** Which versions can negotiate a suite: `any` of SSL 3.0 to TLS 1.2; `signal`: none, the value carries a message. */
export type SuiteFamily = 'any' | 'tls12' | 'tls13' | 'signal'

export type SuiteKeyExchange =
  | 'tls13'
  | 'ecdhe'
  | 'dhe'
  | 'rsa'
  | 'ecdh'
  | 'dh'
  | 'psk'
  | 'ecdhe-psk'
  | 'dhe-psk'
  | 'rsa-psk'
  | 'srp'
  | 'krb5'
  | 'gost'
  | 'eccpwd'
  | 'fortezza'
  | 'none'

/** The server's proof of who it is; `certificate`: of any kind (TLS 1.3), `shared`: a secret that both sides hold. */
export type SuiteAuthentication =
  | 'certificate'
  | 'rsa'
  | 'dss'
  | 'ecdsa'
  | 'gost'
  | 'shared'
  | 'krb5'
  | 'fortezza'
  | 'anon'

/** What the name of a suite says. */
export interface SuiteParts {
  readonly family: SuiteFamily
  readonly keyExchange: SuiteKeyExchange
  readonly authentication: SuiteAuthentication
  /** Bulk cipher with its mode as the name has it, e.g. `AES_128_GCM`; `NULL` where nothing is encrypted. */
  readonly cipher: string
  readonly bits: number
  /** Of the block, null for a stream cipher. */
  readonly blockBits: number | null
  readonly aead: boolean
  /** Hash of the HMAC (or another MAC) that protects records; null for AEAD. */
  readonly mac: string | null
  /** Hash of the key schedule (TLS 1.2 and 1.3); for a suite of any version, the one that TLS 1.2 uses. */
  readonly hash: string
  /** Cut down for export: 40 or 56 bits. */
  readonly exportGrade: boolean
}

type KeyPart = readonly [SuiteKeyExchange, SuiteAuthentication]

/** First that fits; `_EXPORT` and its kind are cut off before. */
const keyParts: readonly (readonly [RegExp, SuiteKeyExchange, SuiteAuthentication])[] = [
  [/^NULL$/, 'none', 'anon'],
  [/^RSA(_FIPS)?$/, 'rsa', 'rsa'],
  [/^DH_anon$/, 'dhe', 'anon'],
  [/^ECDH_anon$/, 'ecdhe', 'anon'],
  [/^DHE_RSA$/, 'dhe', 'rsa'],
  [/^DHE_DSS$/, 'dhe', 'dss'],
  [/^DH_RSA$/, 'dh', 'rsa'],
  [/^DH_DSS$/, 'dh', 'dss'],
  [/^ECDHE_RSA$/, 'ecdhe', 'rsa'],
  [/^ECDHE_ECDSA$/, 'ecdhe', 'ecdsa'],
  [/^ECDH_RSA$/, 'ecdh', 'rsa'],
  [/^ECDH_ECDSA$/, 'ecdh', 'ecdsa'],
  [/^PSK$/, 'psk', 'shared'],
  [/^RSA_PSK$/, 'rsa-psk', 'rsa'],
  [/^ECDHE_PSK$/, 'ecdhe-psk', 'shared'],
  [/^(DHE_PSK|PSK_DHE)$/, 'dhe-psk', 'shared'],
  [/^SRP_SHA_RSA$/, 'srp', 'rsa'],
  [/^SRP_SHA_DSS$/, 'srp', 'dss'],
  [/^SRP_SHA$/, 'srp', 'shared'],
  [/^KRB5$/, 'krb5', 'krb5'],
  [/^GOSTR/, 'gost', 'gost'],
  [/^ECCPWD$/, 'eccpwd', 'shared'],
  [/^FORTEZZA_KEA$/, 'fortezza', 'fortezza'],
]

const strengths: readonly (readonly [RegExp, number])[] = [
  [/^(NULL|SHA256|SHA384)$/, 0],
  [/_40$|^DES40/, 40],
  [/_56$/, 56],
  [/^3DES/, 112],
  [/^DES_/, 56],
  [/^FORTEZZA/, 80],
  [/256|CHACHA20|KUZNYECHIK|MAGMA|28147/, 256],
  [/128|SEED|IDEA|SM4/, 128],
]

/** Reads a suite's name of the forms `TLS_<keys>_WITH_<cipher>_<hash>` and (TLS 1.3) `TLS_<cipher>_<hash>`. */
export function readSuiteName(name: string): SuiteParts {
  const [, keys = '', protection = ''] = /^(?:OLD_TLS|TLS|SSL)_(?:(\w+?)_WITH_)?(\w+?)(?:_OLD)?$/.exec(name) ?? []
  // RFC 5246 A.5: what a connection begins with, and never to be negotiated.
  if (protection.endsWith('SCSV') || protection === 'NULL_NULL') return { ...cipherParts('NULL_NULL'), ...signal }
  const tls13 = keys === '' || protection.includes('_MGM_')
  const exportGrade = keys.includes('_EXPORT')
  const [keyExchange, authentication] = tls13 ? tls13Keys : keyPart(keys.replace(/_EXPORT(1024)?$/, ''))
  const cipher = cipherParts(protection)
  const bits = exportGrade && cipher.cipher === 'DES_CBC' ? 56 : cipher.bits
  const tls12 = cipher.aead || /^SHA(256|384)$/.test(cipher.mac ?? '') || /^GOSTR341112_256/.test(keys)
  const family = tls13 ? 'tls13' : tls12 ? 'tls12' : 'any'
  return { ...cipher, bits, family, keyExchange, authentication, exportGrade }
}

const tls13Keys: KeyPart = ['tls13', 'certificate']
const signal = { family: 'signal', keyExchange: 'none', authentication: 'anon', exportGrade: false } as const

function keyPart(keys: string): KeyPart {
  const [, keyExchange, authentication] = keyParts.find(([pattern]) => pattern.test(keys)) ?? []
  return [keyExchange ?? 'none', authentication ?? 'anon']
}

type CipherParts = Pick<SuiteParts, 'cipher' | 'bits' | 'blockBits' | 'aead' | 'mac' | 'hash'>

function cipherParts(protection: string): CipherParts {
  // RFC 9150: the hash stands twice, first for the HMAC that protects and then for the key schedule.
  const integrityOnly = /^SHA(256|384)_SHA\1$/.test(protection)
  const [, before = protection, last] =
    /^(\w+?)_(MD5|SHA\d*|SM3|GOSTR3411|ASCONHASH256|IMIT|OMAC|NULL)$/.exec(protection) ?? []
  const aead = /_GCM|_CCM|POLY1305|_MGM_|AEGIS|ASCONAEAD/.test(before)
  const cipher = integrityOnly ? 'NULL' : before
  const bits = strengths.find(([pattern]) => pattern.test(cipher))?.[1] ?? 0
  const schedule = /^(SHA384|SHA512|SM3|ASCONHASH256)$/.test(last ?? '') ? last : null
  const streebog = /KUZNYECHIK|MAGMA|28147|GOSTR/.test(protection) ? 'STREEBOG256' : 'SHA256'
  return {
    cipher,
    bits,
    blockBits: blockBits(cipher),
    aead,
    mac: aead ? null : (last ?? null),
    hash: schedule ?? streebog,
  }
}

function blockBits(cipher: string): number | null {
  if (/^(NULL|RC4|CHACHA20)/.test(cipher)) return null
  return /^(3DES|DES|RC2|IDEA|28147|MAGMA|FORTEZZA)/.test(cipher) ? 64 : 128
}
