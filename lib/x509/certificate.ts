/** Moves when the shape of Certificate changes. */
export const certificateFieldsVersion = 1

export interface ParseProblem {
  /** Byte offset in the DER. */
  readonly offset: number
  readonly problem: string
}

export type GeneralName = {
  readonly kind: 'dns' | 'ip' | 'uri' | 'email' | 'directory' | 'other'
  readonly value: string
}

export interface PublicKeyFacts {
  /** rsa, rsa-pss, ec, ed25519, ed448, dsa, ml-dsa-44 …, or the OID. */
  readonly algorithm: string
  /** Modulus or field size in bits, null where the algorithm has none or it could not be read. */
  readonly bits: number | null
  /** Named curve, `explicit`, or null. */
  readonly curve: string | null
  /** RSA public exponent in decimal, null for others. */
  readonly exponent: string | null
}

/**
 * A certificate as read from its DER by the tolerant reader: plain JSON, no judgement.
 * Instants are ISO 8601 in UTC, hashes lower-case hex, names RFC 4514 strings. All text is attacker-controlled: control
 * and direction-changing characters are escaped as `\hh` per octet, markup is not.
 * What could not be read stands in `problems` and allows nothing: notBefore 9999-12-31, notAfter 1970-01-01, no names, no
 * bits, no CA, version 0, serial empty.
 */
export interface Certificate {
  readonly sha256: string
  readonly spkiSha256: string
  readonly version: number
  /** Hex, sign kept (`-01`). */
  readonly serial: string
  readonly issuer: string
  readonly subject: string
  /** Common names of the subject, in order. */
  readonly subjectCommonNames: readonly string[]
  /** SHA-256 of the Name's DER, for comparing issuer to subject. */
  readonly issuerNameSha256: string
  readonly subjectNameSha256: string
  readonly notBefore: string
  readonly notAfter: string
  readonly publicKey: PublicKeyFacts
  /** Such as `ecdsa-with-SHA256`, `sha256WithRSAEncryption`, `Ed25519`, or the OID. */
  readonly signatureAlgorithm: string
  /** sha1, md5, sha256 …; null where the algorithm names none. */
  readonly signatureHash: string | null
  /** Whether the inner and the outer signature algorithm are the same. */
  readonly signatureAlgorithmsAgree: boolean
  readonly subjectAltNames: readonly GeneralName[]
  readonly subjectAltNamesCritical: boolean
  /** Null where the extension is absent. */
  readonly basicConstraints: {
    readonly ca: boolean
    readonly pathLength: number | null
    readonly critical: boolean
  } | null
  /** Names of the bits, as in RFC 5280: digitalSignature, keyCertSign …; null where absent. */
  readonly keyUsage: { readonly bits: readonly string[]; readonly critical: boolean } | null
  /** Short names (serverAuth, clientAuth, anyExtendedKeyUsage, …) or OIDs; null where absent. */
  readonly extendedKeyUsage: readonly string[] | null
  readonly subjectKeyId: string | null
  readonly authorityKeyId: string | null
  readonly ocspUrls: readonly string[]
  readonly caIssuersUrls: readonly string[]
  readonly crlUrls: readonly string[]
  readonly policies: readonly string[]
  readonly mustStaple: boolean
  /** Number of embedded SCTs. */
  readonly sctCount: number
  readonly ctPoison: boolean
  readonly unknownCriticalExtensions: readonly string[]
  /** Subject equals issuer and the signature verifies under its own key. */
  readonly selfSigned: boolean
  readonly problems: readonly ParseProblem[]
}
