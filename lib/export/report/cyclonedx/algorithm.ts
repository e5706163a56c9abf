import type { CertificateRow } from '#lib/compliance/report-snapshot.ts'
import { groupIds, groupInfo } from '#lib/tls/groups.ts'
import { suiteIds, suiteInfo } from '#lib/tls/suites.ts'
import { signatureAlgorithms } from '#lib/x509/oids.ts'

/** One algorithm as CycloneDX tells of it; names and families are those of its registry where it has them. */
export interface Algorithm {
  readonly ref: string
  readonly name: string
  readonly oid: string | null
  readonly properties: Readonly<Record<string, unknown>>
}

/** Security categories of FIPS 204 and 205, which levels 1 to 5 of CycloneDX are; nothing before them has one. */
const quantumLevels: readonly (readonly [RegExp, number])[] = [
  [/^ml-dsa-44$/i, 2],
  [/^ml-dsa-65$/i, 3],
  [/^ml-dsa-87$/i, 5],
  [/^slh-dsa-.*128/i, 1],
  [/^slh-dsa-.*192/i, 3],
  [/^slh-dsa-.*256/i, 5],
  [/MLKEM512/i, 1],
  [/MLKEM768/i, 3],
  [/MLKEM1024/i, 5],
]

function quantumLevel(name: string): number {
  return quantumLevels.find(([pattern]) => pattern.test(name))?.[1] ?? 0
}

const families: readonly (readonly [RegExp, string])[] = [
  [/^rsassaPss|^rsa-pss/i, 'RSASSA-PSS'],
  [/RSA/, 'RSASSA-PKCS1'],
  [/^ecdsa|^ec$/i, 'ECDSA'],
  [/^ed(25519|448)$/i, 'EdDSA'],
  [/^ml-dsa/i, 'ML-DSA'],
  [/^slh-dsa/i, 'SLH-DSA'],
  [/^dsa/i, 'DSA'],
  [/^sm2/i, 'SM2'],
]

function family(name: string): Readonly<Record<string, string>> {
  const [, found] = families.find(([pattern]) => pattern.test(name)) ?? []
  return found === undefined ? {} : { algorithmFamily: found }
}

const signatureOids = new Map([...signatureAlgorithms].map(([oid, { name }]) => [name, oid]))

/** What a certificate is signed with. */
export function signatureAlgorithm(name: string): Algorithm {
  return {
    ref: `algorithm:signature:${name}`,
    name,
    oid: signatureOids.get(name) ?? (/^\d+(\.\d+)+$/.test(name) ? name : null),
    properties: {
      primitive: 'signature',
      ...family(name),
      ...(/WithRSAEncryption$/.test(name) ? { padding: 'pkcs1v15' } : {}),
      cryptoFunctions: ['sign', 'verify'],
      nistQuantumSecurityLevel: quantumLevel(name),
    },
  }
}

/** NIST SP 800-57 part 1, table 2. */
const factoringStrengths = [
  [15360, 256],
  [7680, 192],
  [3072, 128],
  [2048, 112],
  [1024, 80],
] as const

/** What a key is for: its kind with its size or curve. */
export function keyAlgorithm({ keyAlgorithm: kind, keyBits, curve }: CertificateRow): Algorithm {
  const set = curve ?? (keyBits === null ? null : String(keyBits))
  const name = set === null ? kind.toUpperCase() : `${kind.toUpperCase()}-${set}`
  const strength = keyStrength(kind, keyBits)
  return {
    ref: `algorithm:key:${name}`,
    name,
    oid: null,
    properties: {
      primitive: 'signature',
      // An RSA key says not which padding it is used with.
      ...(kind === 'rsa' ? {} : family(kind)),
      ...(set === null ? {} : { parameterSetIdentifier: set }),
      ...curveOf(kind, curve),
      cryptoFunctions: ['sign', 'verify'],
      ...(strength === null ? {} : { classicalSecurityLevel: strength }),
      nistQuantumSecurityLevel: quantumLevel(kind),
    },
  }
}

function keyStrength(kind: string, bits: number | null): number | null {
  if (kind === 'ed25519') return 128
  if (kind === 'ed448') return 224
  if (bits === null) return null
  if (kind === 'ec') return Math.min(256, Math.floor(bits / 2))
  if (kind === 'rsa' || kind === 'rsa-pss' || kind === 'dsa')
    return factoringStrengths.find(([least]) => bits >= least)?.[1] ?? 0
  return null
}

function curveOf(kind: string, curve: string | null): Readonly<Record<string, string>> {
  if (kind === 'ed25519' || kind === 'ed448')
    return { ellipticCurve: kind === 'ed25519' ? 'other/Ed25519' : 'other/Ed448' }
  if (curve === null) return {}
  if (/^P-(192|224|256|384|521)$/.test(curve)) return { ellipticCurve: `nist/${curve}` }
  if (/^brainpoolP(192|224|256|384|512)r1$/.test(curve)) return { ellipticCurve: `brainpool/${curve}` }
  return /^secp(160k1|160r1|192k1|224k1|256k1)$/.test(curve) ? { ellipticCurve: `secg/${curve}` } : {}
}

const groupsByName = new Map(
  groupIds().flatMap((id) => (groupInfo(id) ? [[groupInfo(id)?.name ?? '', groupInfo(id)]] : [])),
)

/** A group that keys are agreed in; of one that the registry does not know, no more than its name. */
export function groupAlgorithm(name: string): Algorithm {
  const info = groupsByName.get(name) ?? null
  const post = quantumLevel(name)
  const kinds = info?.kind === 'ff' ? { algorithmFamily: 'FFDH' } : { algorithmFamily: 'ECDH' }
  return {
    ref: `algorithm:group:${name}`,
    name,
    oid: null,
    properties: {
      // A hybrid combines a key encapsulation with a curve.
      ...(post > 0
        ? {
            primitive: /25519|256|384|448/.test(name.replace(/MLKEM\d+/, '')) ? 'combiner' : 'kem',
            algorithmFamily: 'ML-KEM',
          }
        : { primitive: 'key-agree', ...(info ? kinds : {}) }),
      cryptoFunctions: post > 0 ? ['keygen', 'encapsulate', 'decapsulate'] : ['keygen', 'keyderive'],
      ...(info ? { classicalSecurityLevel: info.strength } : {}),
      nistQuantumSecurityLevel: post,
    },
  }
}

const suiteIdsByName = new Map(suiteIds().map((id) => [suiteInfo(id)?.name ?? '', id]))

/** A suite's two bytes, as `0x13` and `0x01`; empty where the registry does not know it. */
export function suiteIdentifiers(name: string): readonly string[] {
  const id = suiteIdsByName.get(name)
  if (id === undefined) return []
  return [id >> 8, id & 0xff].map((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`)
}

const modes = ['cbc', 'gcm', 'ccm'] as const

const cipherFamilies: readonly (readonly [RegExp, string, string])[] = [
  [/^AES/, 'AES', 'ae'],
  [/^CHACHA20/, 'ChaCha20', 'ae'],
  [/^3DES/, '3DES', 'block-cipher'],
  [/^DES/, 'DES', 'block-cipher'],
  [/^RC4/, 'RC4', 'stream-cipher'],
  [/^RC2/, 'RC2', 'block-cipher'],
  [/^IDEA/, 'IDEA', 'block-cipher'],
  [/^SEED/, 'SEED', 'block-cipher'],
  [/^ARIA/, 'ARIA', 'ae'],
  [/^CAMELLIA/, 'CAMELLIA', 'ae'],
  [/^SM4/, 'SM4', 'ae'],
]

/** What a suite is put together from: its bulk cipher, its hash, and how it agrees on keys and proves the server. */
export function suiteAlgorithms(name: string): readonly Algorithm[] {
  const id = suiteIdsByName.get(name)
  const info = id === undefined ? null : suiteInfo(id)
  if (!info) return []
  const { keyExchange, authentication } = info
  return [
    bulkCipher(info.cipher, info.bits, info.aead),
    hashAlgorithm(info.mac ?? info.hash),
    ...(keyExchange === 'tls13' ? [] : [exchange(keyExchange, authentication)]),
  ]
}

function bulkCipher(cipher: string, bits: number, aead: boolean): Algorithm {
  const [, found, kind] = cipherFamilies.find(([pattern]) => pattern.test(cipher)) ?? []
  const mode = modes.find((one) => cipher.toLowerCase().includes(`_${one}`))
  const primitive = cipher === 'NULL' ? 'other' : aead ? 'ae' : kind === 'ae' ? 'block-cipher' : (kind ?? 'unknown')
  return {
    ref: `algorithm:cipher:${cipher}`,
    name: cipher,
    oid: null,
    properties: {
      primitive,
      ...(found === undefined ? {} : { algorithmFamily: found }),
      ...(bits > 0 ? { parameterSetIdentifier: String(bits) } : {}),
      ...(mode === undefined ? {} : { mode }),
      cryptoFunctions: cipher === 'NULL' ? ['other'] : ['encrypt', 'decrypt'],
      classicalSecurityLevel: bits,
      // FIPS 203's categories 1 and 5 are those of AES-128 and AES-256.
      nistQuantumSecurityLevel: bits >= 256 ? 5 : bits >= 128 ? 1 : 0,
    },
  }
}

function hashAlgorithm(name: string): Algorithm {
  const found = /^SHA(256|384|512)$/.test(name) ? 'SHA-2' : name === 'SHA' ? 'SHA-1' : name === 'MD5' ? 'MD5' : null
  return {
    ref: `algorithm:hash:${name}`,
    name,
    oid: null,
    properties: {
      primitive: 'hash',
      ...(found === null ? {} : { algorithmFamily: found }),
      cryptoFunctions: ['digest'],
    },
  }
}

function exchange(keyExchange: string, authentication: string): Algorithm {
  const name = `${keyExchange.toUpperCase()} with ${authentication}`
  return {
    ref: `algorithm:exchange:${keyExchange}:${authentication}`,
    name,
    oid: null,
    properties: {
      primitive: keyExchange === 'rsa' ? 'pke' : 'key-agree',
      ...(/^(ecdhe|ecdh)/.test(keyExchange) ? { algorithmFamily: 'ECDH' } : {}),
      ...(/^(dhe|dh)/.test(keyExchange) ? { algorithmFamily: 'FFDH' } : {}),
      ...(keyExchange === 'rsa' ? { algorithmFamily: 'RSAES-PKCS1' } : {}),
      cryptoFunctions: ['keyderive'],
      nistQuantumSecurityLevel: 0,
    },
  }
}
