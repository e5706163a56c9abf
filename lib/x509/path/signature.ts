import { constants, type KeyObject, verify } from 'node:crypto'
import { remember } from '#lib/core/remember.ts'
import { withoutTraces } from '#lib/core/without-traces.ts'
import { expectTag, tags } from '../der.ts'
import { readOid, readSmallInteger } from '../der-values.ts'
import { hashes, keyAlgorithms, rsassaPssOid } from '../oids.ts'
import { ParseError } from '../parse-error.ts'
import { StrictDerReader } from '../strict-der.ts'
import { importSubjectKey } from '../subject-key.ts'
import type { AlgorithmIdentifier } from './chain-certificate.ts'

export type SignatureOutcome = 'verified' | 'mismatch' | 'unsupported'

interface Scheme {
  /** KeyObject.asymmetricKeyType of the keys that it takes. */
  readonly keyType: string
  readonly hash: string | null
  readonly pss?: { readonly saltLength: number }
}

/** Algorithms whose hash is in their name; RSA carries NULL or nothing as parameters, the others nothing. */
const schemes: Readonly<Record<string, Scheme>> = {
  '1.2.840.113549.1.1.4': { keyType: 'rsa', hash: 'md5' },
  '1.2.840.113549.1.1.5': { keyType: 'rsa', hash: 'sha1' },
  '1.3.14.3.2.29': { keyType: 'rsa', hash: 'sha1' },
  '1.2.840.113549.1.1.14': { keyType: 'rsa', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { keyType: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { keyType: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { keyType: 'rsa', hash: 'sha512' },
  '2.16.840.1.101.3.4.3.14': { keyType: 'rsa', hash: 'sha3-256' },
  '2.16.840.1.101.3.4.3.15': { keyType: 'rsa', hash: 'sha3-384' },
  '2.16.840.1.101.3.4.3.16': { keyType: 'rsa', hash: 'sha3-512' },
  '1.2.840.10040.4.3': { keyType: 'dsa', hash: 'sha1' },
  '2.16.840.1.101.3.4.3.1': { keyType: 'dsa', hash: 'sha224' },
  '2.16.840.1.101.3.4.3.2': { keyType: 'dsa', hash: 'sha256' },
  '1.2.840.10045.4.1': { keyType: 'ec', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { keyType: 'ec', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { keyType: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { keyType: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { keyType: 'ec', hash: 'sha512' },
}
const derNull = '0500'
/** Those that sign the message itself are named as their keys are (RFC 8410, RFC 9881, RFC 9909). */
const hashless = new Set([...keyAlgorithms].filter(([, name]) => /^ed|^ml-dsa|^slh-dsa/.test(name)).map(([oid]) => oid))

/** Null where the algorithm is not known, or its parameters are not as its standard has them. */
function schemeOf({ oid, parameters }: AlgorithmIdentifier): Scheme | null {
  if (oid === rsassaPssOid) return parameters && pssScheme(parameters)
  if (hashless.has(oid)) return parameters === null ? { keyType: keyAlgorithms.get(oid) ?? '', hash: null } : null
  const scheme = schemes[oid]
  if (!scheme) return null
  const empty = parameters === null || (scheme.keyType === 'rsa' && Buffer.from(parameters).toString('hex') === derNull)
  return empty ? scheme : null
}

/** The hash of a signature's algorithm, null where it has none or none is known. */
export function signatureHash(algorithm: AlgorithmIdentifier): string | null {
  return schemeOf(algorithm)?.hash ?? null
}

/** RFC 4055 3.1, as far as it makes sense: MGF1 with the hash of the message, trailer 1. */
function pssScheme(parameters: Uint8Array): Scheme | null {
  try {
    const reader = new StrictDerReader(parameters)
    const fields = reader.children(expectTag(reader.root(), tags.sequence, 'RSASSA-PSS'))
    const field = (tag: number) => {
      const found = fields.find((one) => one.tag === tag)
      return found && reader.inside(found)
    }
    const oidOf = (node: ReturnType<typeof field>) =>
      readOid(reader, reader.children(expectTag(node, tags.sequence, 'algorithm'))[0], 'algorithm')
    const [hashNode, mask, salt, trailer] = [field(0xa0), field(0xa1), field(0xa2), field(0xa3)]
    const hash = hashNode ? hashes.get(oidOf(hashNode)) : 'sha1'
    const maskHash = mask ? hashes.get(oidOf(reader.children(mask)[1])) : 'sha1'
    if (!hash || hash !== maskHash || (trailer && readSmallInteger(reader, trailer, 'trailer') !== 1)) return null
    return { keyType: 'rsa', hash, pss: { saltLength: salt ? readSmallInteger(reader, salt, 'salt') : 20 } }
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

/** Whether the signature over `signed` verifies under the key. Never throws. */
export function verifySignature(
  signed: Uint8Array,
  algorithm: AlgorithmIdentifier,
  signature: Uint8Array,
  key: KeyObject | null,
): SignatureOutcome {
  const scheme = schemeOf(algorithm)
  if (scheme === null || key === null) return 'unsupported'
  const takes = key.asymmetricKeyType === scheme.keyType || (scheme.pss && key.asymmetricKeyType === 'rsa-pss')
  if (!takes) return 'mismatch'
  const options = scheme.pss && {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: scheme.pss.saltLength,
  }
  try {
    const right = withoutTraces(() => verify(scheme.hash, signed, options ? { key, ...options } : key, signature))
    return right ? 'verified' : 'mismatch'
  } catch {
    return 'unsupported' // OpenSSL's errors carry no class: a key that it can't use ends here.
  }
}

const maxKeys = 4096
/** OpenSSL verifies under no RSA key of more than 16,384 bits; longer ones are there to fill the memory. */
const maxKeyBytes = 4096
const keys = new Map<string, KeyObject | null>()

/** The key of a SubjectPublicKeyInfo, kept by its hash; null where it is none that OpenSSL can verify with. */
export function publicKeyOf({
  publicKey,
  spkiSha256,
}: {
  publicKey: Uint8Array
  spkiSha256: string
}): KeyObject | null {
  if (publicKey.byteLength > maxKeyBytes) return null
  const known = keys.get(spkiSha256)
  if (known !== undefined) return known
  const key = imported(publicKey)
  remember(keys, maxKeys, spkiSha256, key)
  return key
}

function imported(publicKey: Uint8Array): KeyObject | null {
  try {
    const reader = new StrictDerReader(publicKey)
    return importSubjectKey(reader, expectTag(reader.root(), tags.sequence, 'subjectPublicKeyInfo'))?.key ?? null
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}
