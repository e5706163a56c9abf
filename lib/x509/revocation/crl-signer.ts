import type { ChainCertificate } from '../path/chain-certificate.ts'
import type { Crl } from './crl.ts'
import { signatureFault } from './evidence-signer.ts'
import type { Objection } from './judgement.ts'
import type { RevocationRules } from './rules.ts'

export interface SignerQuestion {
  /** The certificate's issuer in a path that was found valid. */
  readonly issuer: ChainCertificate
  /**
   * Certificates beside the issuer's whose keys may have signed a CRL: each with a valid path of its own to the anchor
   * of the certificate's path, and itself unrevoked (RFC 5280 6.3.3 f). That they are for this CRL's issuer by name, and
   * may sign CRLs, is judged here.
   */
  readonly signers?: (crl: Crl) => readonly ChainCertificate[]
  readonly rules: RevocationRules
}

/** Signers that are tried for one CRL: a bound on work with keys. */
const mostSigners = 16

/** The certificate under whose key the CRL verifies: by name, key usage and signature (RFC 5280 6.3.3 f and g). */
export function crlSigner(crl: Crl, question: SignerQuestion): ChainCertificate | Objection {
  const { issuer, rules } = question
  const own = issuer.subject.key === crl.issuer.key ? [issuer] : []
  const first = own.filter((one) => !contradicts(crl, one))
  const objections: Objection[] = []
  const tried = new Set<string>()
  // The issuer's own key first: others cost a path of their own.
  for (const candidates of [() => first, () => question.signers?.(crl) ?? [], () => own]) {
    for (const signer of candidates()) {
      if (tried.has(signer.sha256) || tried.size >= mostSigners) continue
      tried.add(signer.sha256)
      const fault = authorityFault(crl, signer, signer === issuer) ?? signatureFault(crl, signer, rules.hashes)
      if (fault === null) return signer
      objections.push(fault)
    }
  }
  return objections[0] ?? { reason: 'signer-not-found', detail: `no valid certificate of ${crl.issuer.key} signed it` }
}

/** Key identifiers are hints: what contradicts them is tried last. */
function contradicts({ authorityKeyId }: Crl, { subjectKeyId }: ChainCertificate): boolean {
  return authorityKeyId !== null && subjectKeyId !== null && authorityKeyId !== subjectKeyId
}

/** RFC 5280 4.2.1.3. Whoever did not issue the certificate has to state it. */
function authorityFault(crl: Crl, signer: ChainCertificate, isIssuer: boolean): Objection | null {
  if (signer.subject.key !== crl.issuer.key)
    return { reason: 'other-issuer', detail: 'the CRL is of another issuer than the signer’s' }
  const stated = signer.keyUsage?.has('cRLSign') ?? isIssuer
  return stated ? null : { reason: 'signer-not-authorised', detail: 'the key usage of its signer lacks cRLSign' }
}
