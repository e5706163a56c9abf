import { ParseError } from '../parse-error.ts'
import { tryReadChainCertificate } from '../path/anchors.ts'
import type { ChainCertificate } from '../path/chain-certificate.ts'
import { purposeOids } from '../path/profile.ts'
import { keyHash } from './certificate-id.ts'
import { signatureFault } from './evidence-signer.ts'
import type { Objection } from './judgement.ts'
import type { OcspResponse } from './ocsp-response.ts'
import type { RevocationRules } from './rules.ts'

/** Certificates of a response that are looked at: a bound on work with keys. */
const mostCertificates = 16

const noCheckOid = '1.3.6.1.5.5.7.48.1.5'

export interface Responder {
  readonly certificate: ChainCertificate
  /** The issuer itself, or whom it delegated to by a certificate of its own. */
  readonly kind: 'issuer' | 'delegated'
  /** Its issuer says that its own status needs no look (RFC 6960 4.2.2.2.1). */
  readonly noCheck: boolean
}

/** Whose key signed the response, where that one may (RFC 6960 4.2.2.2). */
export function responderOf(
  response: OcspResponse,
  issuer: ChainCertificate,
  at: number,
  rules: RevocationRules,
): Responder | Objection {
  const objections: Objection[] = []
  if (isNamed(response, issuer)) {
    const fault = signatureFault(response, issuer, rules.hashes)
    if (fault === null) return { certificate: issuer, kind: 'issuer', noCheck: true }
    objections.push(fault)
  }
  for (const der of response.certificates.slice(0, mostCertificates)) {
    const certificate = tryReadChainCertificate(der)
    if (certificate instanceof ParseError || !isNamed(response, certificate)) continue
    const fault = delegationFault(certificate, issuer, at, rules) ?? signatureFault(response, certificate, rules.hashes)
    if (fault === null) return { certificate, kind: 'delegated', noCheck: certificate.extensions.has(noCheckOid) }
    objections.push(fault)
  }
  const detail = 'the responder is neither the issuer nor in one of the certificates that came with the response'
  return objections[0] ?? { reason: 'signer-not-found', detail }
}

function isNamed({ responder }: OcspResponse, certificate: ChainCertificate): boolean {
  return responder.kind === 'name'
    ? responder.key === certificate.subject.key
    : keyHash(certificate, 'sha1')?.equals(responder.hash) === true
}

/** RFC 6960 4.2.2.2: issued directly by the CA, with the purpose stated; in date, and nothing in it that is not known. */
function delegationFault(
  certificate: ChainCertificate,
  issuer: ChainCertificate,
  at: number,
  rules: RevocationRules,
): Objection | null {
  const { extendedKeyUsage, keyUsage, notBefore, notAfter } = certificate
  const critical = certificate.unknownCritical.filter((oid) => oid !== noCheckOid)
  if (certificate.issuer.key !== issuer.subject.key)
    return notAuthorised('the issuer of the responder’s certificate is not the certificate’s')
  if (!extendedKeyUsage?.includes(purposeOids.ocspSigning))
    return notAuthorised('the extended key usage of the responder’s certificate lacks OCSPSigning')
  if (keyUsage && !keyUsage.has('digitalSignature') && !keyUsage.has('nonRepudiation'))
    return notAuthorised('the key usage of the responder’s certificate allows no signatures')
  if (critical.length > 0) return { reason: 'unknown-critical-extension', detail: critical.join(', ') }
  if (!certificate.algorithmsAgree)
    return { reason: 'algorithm-mismatch', detail: 'the responder’s certificate states two signature algorithms' }
  if (at < notBefore || at >= notAfter + 1000)
    return { reason: 'signer-not-in-date', detail: 'the responder’s certificate is not in date' }
  const fault = signatureFault(certificate, issuer, rules.hashes)
  return fault && { ...fault, detail: `the responder’s certificate: ${fault.detail}` }
}

function notAuthorised(detail: string): Objection {
  return { reason: 'signer-not-authorised', detail }
}
