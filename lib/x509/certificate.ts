/** Moves when the shape of Certificate changes. */
export const certificateFieldsVersion = 2

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

/** An SCT that the certificate carries (RFC 6962 3.2). */
export interface SignedCertificateTimestamp {
  /** 1 is the only one known; what others hold is not read. */
  readonly version: number
  /** SHA-256 of the log's key; null where the version is another. */
  readonly logId: string | null
  /** When the log saw it; null also where it is no time until the year 9999. */
  readonly at: string | null
}

/** RFC 5280 4.2.1.10: networks as `10.0.0.0/8`, other forms as `GeneralName` has them. */
export interface NameConstraints {
  /** Null: none are listed, so all are permitted that are not excluded; an empty list permits none. */
  readonly permitted: readonly GeneralName[] | null
  readonly excluded: readonly GeneralName[]
  readonly critical: boolean
}

/** RFC 5280 4.2.1.11: after how many more certificates each takes effect; null: never. */
export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | null
  readonly inhibitPolicyMapping: number | null
}

/**
 * A certificate as read from its DER by the tolerant reader: plain JSON, no judgement.
 * Instants are ISO 8601 in UTC, hashes lower-case hex, names RFC 4514 strings. All text is attacker-controlled: control
 * and direction-changing characters are escaped as `\hh` per octet, markup is not.
 * What could not be read stands in `problems` and allows nothing: notBefore 9999-12-31, notAfter 1970-01-01, no names, no
 * bits, no CA, version 0, serial empty, constraints at their narrowest.
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
  readonly issuerAltNames: readonly GeneralName[]
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
  /** The issuer's certificate by the name of its own issuer and its serial (hex), where the authority key id has them. */
  readonly authorityCertificate: { readonly issuer: readonly GeneralName[]; readonly serial: string } | null
  readonly ocspUrls: readonly string[]
  readonly caIssuersUrls: readonly string[]
  readonly crlUrls: readonly string[]
  /** Of delta CRLs. */
  readonly freshestCrlUrls: readonly string[]
  /** Methods as `caRepository`, `timeStamping`, or OIDs. */
  readonly subjectInfoAccess: readonly { readonly method: string; readonly location: GeneralName }[]
  readonly nameConstraints: NameConstraints | null
  /** OIDs, `2.5.29.32.0` is any policy. */
  readonly policies: readonly string[]
  readonly policyMappings: readonly { readonly issuer: string; readonly subject: string }[]
  readonly policyConstraints: PolicyConstraints | null
  /** After how many more certificates any policy counts no more; null where absent. */
  readonly inhibitAnyPolicy: number | null
  /** Numbers of TLS extensions (RFC 7633). */
  readonly tlsFeatures: readonly number[]
  readonly mustStaple: boolean
  /** Number of embedded SCTs, those that can't be read among them. */
  readonly sctCount: number
  readonly scts: readonly SignedCertificateTimestamp[]
  readonly ctPoison: boolean
  readonly unknownCriticalExtensions: readonly string[]
  /** Subject equals issuer and the signature verifies under its own key: found out when it is first asked for. */
  readonly selfSigned: boolean
  readonly problems: readonly ParseProblem[]
}
