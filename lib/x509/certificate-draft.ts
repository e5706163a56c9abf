import type { Certificate, ParseProblem, PublicKeyFacts } from './certificate.ts'
import { unreadableNotAfter, unreadableNotBefore } from './certificate-time.ts'

/** A certificate while it is being read. */
export type CertificateDraft = { -readonly [Field in keyof Certificate]: Certificate[Field] }

const none: readonly never[] = []
const unknownKey: PublicKeyFacts = { algorithm: 'unknown', bits: null, curve: null, exponent: null }

/**
 * One of which nothing has been read: it allows nothing. All fields are there from the beginning, since an object that
 * grows costs as much as what is put into it.
 */
export function certificateDraft(problems: readonly ParseProblem[]): CertificateDraft {
  return {
    sha256: '',
    spkiSha256: '',
    version: 0,
    serial: '',
    issuer: '',
    subject: '',
    subjectCommonNames: none,
    issuerNameSha256: '',
    subjectNameSha256: '',
    notBefore: unreadableNotBefore,
    notAfter: unreadableNotAfter,
    publicKey: unknownKey,
    signatureAlgorithm: 'unknown',
    signatureHash: null,
    signatureAlgorithmsAgree: false,
    subjectAltNames: none,
    subjectAltNamesCritical: false,
    issuerAltNames: none,
    basicConstraints: null,
    keyUsage: null,
    extendedKeyUsage: null,
    subjectKeyId: null,
    authorityKeyId: null,
    authorityCertificate: null,
    ocspUrls: none,
    caIssuersUrls: none,
    crlUrls: none,
    freshestCrlUrls: none,
    subjectInfoAccess: none,
    nameConstraints: null,
    policies: none,
    policyMappings: none,
    policyConstraints: null,
    inhibitAnyPolicy: null,
    tlsFeatures: none,
    mustStaple: false,
    sctCount: 0,
    scts: none,
    ctPoison: false,
    unknownCriticalExtensions: none,
    selfSigned: false,
    problems,
  }
}
