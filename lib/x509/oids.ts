/** Attribute types of names: RFC 4514 3 first, then those that are usual in certificates. */
export const attributeTypes: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.6', 'C'],
  ['2.5.4.9', 'STREET'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.12', 'title'],
  ['2.5.4.13', 'description'],
  ['2.5.4.15', 'businessCategory'],
  ['2.5.4.17', 'postalCode'],
  ['2.5.4.42', 'givenName'],
  ['2.5.4.45', 'x500UniqueIdentifier'],
  ['2.5.4.46', 'dnQualifier'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
  ['1.2.840.113549.1.9.2', 'unstructuredName'],
  ['1.3.6.1.4.1.311.60.2.1.1', 'jurisdictionL'],
  ['1.3.6.1.4.1.311.60.2.1.2', 'jurisdictionST'],
  ['1.3.6.1.4.1.311.60.2.1.3', 'jurisdictionC'],
])

/** Purposes of the extended key usage, RFC 5280 4.2.1.12 and those seen beside it. */
export const purposes: ReadonlyMap<string, string> = new Map([
  ['2.5.29.37.0', 'anyExtendedKeyUsage'],
  ['1.3.6.1.5.5.7.3.1', 'serverAuth'],
  ['1.3.6.1.5.5.7.3.2', 'clientAuth'],
  ['1.3.6.1.5.5.7.3.3', 'codeSigning'],
  ['1.3.6.1.5.5.7.3.4', 'emailProtection'],
  ['1.3.6.1.5.5.7.3.5', 'ipsecEndSystem'],
  ['1.3.6.1.5.5.7.3.6', 'ipsecTunnel'],
  ['1.3.6.1.5.5.7.3.7', 'ipsecUser'],
  ['1.3.6.1.5.5.7.3.8', 'timeStamping'],
  ['1.3.6.1.5.5.7.3.9', 'OCSPSigning'],
  ['1.3.6.1.5.5.7.3.17', 'ipsecIKE'],
  ['1.3.6.1.5.2.3.4', 'pkInitClientAuth'],
  ['1.3.6.1.5.2.3.5', 'pkInitKdc'],
  ['1.3.6.1.4.1.311.20.2.2', 'smartcardLogon'],
  ['1.3.6.1.4.1.11129.2.4.4', 'precertificateSigning'],
])

/** Bits of the key usage in their order, RFC 5280 4.2.1.3. */
export const keyUsageBits = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const

/** Named curves with the size of their field in bits: RFC 5480, SEC 2, RFC 5639, and the SM2 curve. */
export const curves: ReadonlyMap<string, { readonly name: string; readonly bits: number }> = new Map([
  ['1.2.840.10045.3.1.1', { name: 'P-192', bits: 192 }],
  ['1.3.132.0.33', { name: 'P-224', bits: 224 }],
  ['1.2.840.10045.3.1.7', { name: 'P-256', bits: 256 }],
  ['1.3.132.0.34', { name: 'P-384', bits: 384 }],
  ['1.3.132.0.35', { name: 'P-521', bits: 521 }],
  ['1.3.132.0.8', { name: 'secp160r1', bits: 160 }],
  ['1.3.132.0.9', { name: 'secp160k1', bits: 160 }],
  ['1.3.132.0.31', { name: 'secp192k1', bits: 192 }],
  ['1.3.132.0.32', { name: 'secp224k1', bits: 224 }],
  ['1.3.132.0.10', { name: 'secp256k1', bits: 256 }],
  ['1.3.132.0.1', { name: 'sect163k1', bits: 163 }],
  ['1.3.132.0.15', { name: 'sect163r2', bits: 163 }],
  ['1.3.132.0.26', { name: 'sect233k1', bits: 233 }],
  ['1.3.132.0.27', { name: 'sect233r1', bits: 233 }],
  ['1.3.132.0.16', { name: 'sect283k1', bits: 283 }],
  ['1.3.132.0.17', { name: 'sect283r1', bits: 283 }],
  ['1.3.132.0.36', { name: 'sect409k1', bits: 409 }],
  ['1.3.132.0.37', { name: 'sect409r1', bits: 409 }],
  ['1.3.132.0.38', { name: 'sect571k1', bits: 571 }],
  ['1.3.132.0.39', { name: 'sect571r1', bits: 571 }],
  ['1.3.36.3.3.2.8.1.1.3', { name: 'brainpoolP192r1', bits: 192 }],
  ['1.3.36.3.3.2.8.1.1.5', { name: 'brainpoolP224r1', bits: 224 }],
  ['1.3.36.3.3.2.8.1.1.7', { name: 'brainpoolP256r1', bits: 256 }],
  ['1.3.36.3.3.2.8.1.1.11', { name: 'brainpoolP384r1', bits: 384 }],
  ['1.3.36.3.3.2.8.1.1.13', { name: 'brainpoolP512r1', bits: 512 }],
  ['1.2.156.10197.1.301', { name: 'sm2', bits: 256 }],
])

/** Algorithms of public keys. ML-DSA: RFC 9881; SLH-DSA: RFC 9909; EdDSA: RFC 8410. */
export const keyAlgorithms: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.1', 'rsa'],
  ['1.2.840.113549.1.1.10', 'rsa-pss'],
  ['1.2.840.10045.2.1', 'ec'],
  ['1.2.840.10040.4.1', 'dsa'],
  ['1.2.840.10046.2.1', 'dh'],
  ['1.3.101.110', 'x25519'],
  ['1.3.101.111', 'x448'],
  ['1.3.101.112', 'ed25519'],
  ['1.3.101.113', 'ed448'],
  ['2.16.840.1.101.3.4.3.17', 'ml-dsa-44'],
  ['2.16.840.1.101.3.4.3.18', 'ml-dsa-65'],
  ['2.16.840.1.101.3.4.3.19', 'ml-dsa-87'],
  ['2.16.840.1.101.3.4.3.20', 'slh-dsa-sha2-128s'],
  ['2.16.840.1.101.3.4.3.21', 'slh-dsa-sha2-128f'],
  ['2.16.840.1.101.3.4.3.22', 'slh-dsa-sha2-192s'],
  ['2.16.840.1.101.3.4.3.23', 'slh-dsa-sha2-192f'],
  ['2.16.840.1.101.3.4.3.24', 'slh-dsa-sha2-256s'],
  ['2.16.840.1.101.3.4.3.25', 'slh-dsa-sha2-256f'],
  ['2.16.840.1.101.3.4.3.26', 'slh-dsa-shake-128s'],
  ['2.16.840.1.101.3.4.3.27', 'slh-dsa-shake-128f'],
  ['2.16.840.1.101.3.4.3.28', 'slh-dsa-shake-192s'],
  ['2.16.840.1.101.3.4.3.29', 'slh-dsa-shake-192f'],
  ['2.16.840.1.101.3.4.3.30', 'slh-dsa-shake-256s'],
  ['2.16.840.1.101.3.4.3.31', 'slh-dsa-shake-256f'],
])

/** Signature algorithms that name their hash, or have none (null). */
export const signatureAlgorithms: ReadonlyMap<string, { readonly name: string; readonly hash: string | null }> =
  new Map([
    ['1.2.840.113549.1.1.2', { name: 'md2WithRSAEncryption', hash: 'md2' }],
    ['1.2.840.113549.1.1.3', { name: 'md4WithRSAEncryption', hash: 'md4' }],
    ['1.2.840.113549.1.1.4', { name: 'md5WithRSAEncryption', hash: 'md5' }],
    ['1.2.840.113549.1.1.5', { name: 'sha1WithRSAEncryption', hash: 'sha1' }],
    ['1.3.14.3.2.29', { name: 'sha1WithRSASignature', hash: 'sha1' }],
    ['1.2.840.113549.1.1.14', { name: 'sha224WithRSAEncryption', hash: 'sha224' }],
    ['1.2.840.113549.1.1.11', { name: 'sha256WithRSAEncryption', hash: 'sha256' }],
    ['1.2.840.113549.1.1.12', { name: 'sha384WithRSAEncryption', hash: 'sha384' }],
    ['1.2.840.113549.1.1.13', { name: 'sha512WithRSAEncryption', hash: 'sha512' }],
    ['2.16.840.1.101.3.4.3.13', { name: 'sha3-224WithRSAEncryption', hash: 'sha3-224' }],
    ['2.16.840.1.101.3.4.3.14', { name: 'sha3-256WithRSAEncryption', hash: 'sha3-256' }],
    ['2.16.840.1.101.3.4.3.15', { name: 'sha3-384WithRSAEncryption', hash: 'sha3-384' }],
    ['2.16.840.1.101.3.4.3.16', { name: 'sha3-512WithRSAEncryption', hash: 'sha3-512' }],
    ['1.2.840.10040.4.3', { name: 'dsa-with-SHA1', hash: 'sha1' }],
    ['1.3.14.3.2.27', { name: 'dsaWithSHA1', hash: 'sha1' }],
    ['2.16.840.1.101.3.4.3.1', { name: 'dsa-with-SHA224', hash: 'sha224' }],
    ['2.16.840.1.101.3.4.3.2', { name: 'dsa-with-SHA256', hash: 'sha256' }],
    ['1.2.840.10045.4.1', { name: 'ecdsa-with-SHA1', hash: 'sha1' }],
    ['1.2.840.10045.4.3.1', { name: 'ecdsa-with-SHA224', hash: 'sha224' }],
    ['1.2.840.10045.4.3.2', { name: 'ecdsa-with-SHA256', hash: 'sha256' }],
    ['1.2.840.10045.4.3.3', { name: 'ecdsa-with-SHA384', hash: 'sha384' }],
    ['1.2.840.10045.4.3.4', { name: 'ecdsa-with-SHA512', hash: 'sha512' }],
    ['1.2.156.10197.1.501', { name: 'sm2-with-SM3', hash: 'sm3' }],
    ['1.3.101.112', { name: 'Ed25519', hash: null }],
    ['1.3.101.113', { name: 'Ed448', hash: null }],
    ['2.16.840.1.101.3.4.3.17', { name: 'ML-DSA-44', hash: null }],
    ['2.16.840.1.101.3.4.3.18', { name: 'ML-DSA-65', hash: null }],
    ['2.16.840.1.101.3.4.3.19', { name: 'ML-DSA-87', hash: null }],
  ])

/** Takes its hash from its parameters (RFC 4055 3.1). */
export const rsassaPssOid = '1.2.840.113549.1.1.10'

export const hashes: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.5', 'md5'],
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

export const extensionOids = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInformationAccess: '1.3.6.1.5.5.7.1.1',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
  signedCertificateTimestamps: '1.3.6.1.4.1.11129.2.4.2',
  ctPoison: '1.3.6.1.4.1.11129.2.4.3',
} as const

/** Extensions of RFC 5280 that a path validator must know, beside those that are read here. */
export const pathExtensionOids: ReadonlySet<string> = new Set([
  '2.5.29.18', // issuerAltName
  '2.5.29.30', // nameConstraints
  '2.5.29.33', // policyMappings
  '2.5.29.36', // policyConstraints
  '2.5.29.46', // freshestCRL
  '2.5.29.54', // inhibitAnyPolicy
])

export const accessMethods = { ocsp: '1.3.6.1.5.5.7.48.1', caIssuers: '1.3.6.1.5.5.7.48.2' } as const
