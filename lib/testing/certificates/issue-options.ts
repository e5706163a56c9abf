import type { KeyAlgorithm, KeyPair, SignatureHash } from './key-pair.ts'

/** What to put into a certificate. All that is left out gets the usual, sound value. */
export interface IssueOptions {
  readonly commonName?: string
  /** The whole subject in order, short names (CN, O, OU, C, …) or OIDs; an empty list makes an empty subject. */
  readonly subject?: readonly (readonly [oidOrShort: string, value: string])[]
  readonly dns?: readonly string[]
  readonly ips?: readonly string[]
  readonly uris?: readonly string[]
  readonly emails?: readonly string[]
  /** An hour ago. */
  readonly notBefore?: Date
  /** Leaves 90 days, intermediates 5 years, roots 10 years after now. */
  readonly notAfter?: Date
  readonly key?: KeyPair
  /** Of the key that is made where none is given; p256. */
  readonly keyAlgorithm?: KeyAlgorithm
  readonly ca?: boolean | { readonly pathLength?: number }
  /** Names of bits as in RFC 5280; null leaves the extension out. */
  readonly keyUsage?: readonly string[] | null
  /** Short names or OIDs; null leaves the extension out. */
  readonly extendedKeyUsage?: readonly string[] | null
  /** sha256; EdDSA issuers ignore it. */
  readonly signatureHash?: SignatureHash
  /** Names another hash in the outer AlgorithmIdentifier than in the signed part. */
  readonly outerSignatureHash?: SignatureHash
  /** 120 random bits. */
  readonly serial?: bigint
  readonly ocspUrls?: readonly string[]
  readonly crlUrls?: readonly string[]
  readonly caIssuersUrls?: readonly string[]
  readonly policies?: readonly string[]
  readonly mustStaple?: boolean
  /** True where the subject is empty. */
  readonly sanCritical?: boolean
  readonly omitBasicConstraints?: boolean
  /** Null leaves the extension out. */
  readonly subjectKeyId?: Buffer | null
  readonly authorityKeyId?: Buffer | null
  /** `value` is the DER inside the OCTET STRING. */
  readonly extraExtensions?: readonly { readonly oid: string; readonly critical: boolean; readonly value: Buffer }[]
  /** Version 1 carries no extensions. */
  readonly version?: 1 | 3
  readonly corruptSignature?: boolean
  /** Changes the fields of the signed part, each as DER and in their order (RFC 5280 4.1), before it is signed. */
  readonly alter?: (fields: readonly Buffer[]) => readonly Buffer[]
}
