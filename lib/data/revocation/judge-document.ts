import { ParseError } from '#lib/x509/parse-error.ts'
import { type ChainCertificate, readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { judgeCrl } from '#lib/x509/revocation/judge-crl.ts'
import { judgeOcsp } from '#lib/x509/revocation/judge-ocsp.ts'
import { type EvidenceFault, type RevocationJudgement, unknown } from '#lib/x509/revocation/judgement.ts'
import { type RevocationRules, revocationRules } from '#lib/x509/revocation/rules.ts'
import type { ReadEvidence } from './read-evidence.ts'

/** Deviations of a CRL's form from RFC 5280 5 that its word does not rest on are noted: public CAs have them. */
export const rules: RevocationRules = { ...revocationRules, conformance: 'note' }

/**
 * What the evidence says of the certificate under one of its issuer's certificates (of one key) at an instant. The first
 * of them under which it can be used counts.
 */
export function judgeEvidence(
  evidence: ReadEvidence,
  der: Uint8Array,
  issuers: readonly ChainCertificate[],
  at: Date,
): RevocationJudgement {
  const certificate = tryRead(der)
  if (certificate instanceof ParseError) return unknown({ reason: 'malformed', detail: certificate.message })
  const named = issuers.filter(({ subject }) => subject.key === certificate.issuer.key)
  const judgements = named.map((issuer) => judge(evidence, certificate, issuer, at.getTime()))
  return (
    judgements.find(({ status }) => status !== 'UNKNOWN') ??
    judgements[0] ??
    unknown({ reason: 'signer-not-found', detail: 'no certificate of its issuer is on record' })
  )
}

function judge(
  evidence: ReadEvidence,
  certificate: ChainCertificate,
  issuer: ChainCertificate,
  at: number,
): RevocationJudgement {
  switch (evidence.kind) {
    case 'crl':
      return judgeCrl({ certificate, issuer, crls: [evidence.crl], at, rules })
    case 'ocsp':
      return judgeOcsp({ certificate, issuer, response: evidence.content, at, rules })
    case 'issuer':
      return unknown({ reason: 'no-evidence', detail: 'a certificate says nothing of revocation' })
  }
}

/** What is found only once the signer's word was verified. */
const saidByTheSigner: ReadonlySet<EvidenceFault> = new Set(['status-unknown', 'reasons-not-covered', 'not-conforming'])

/** Whether somebody who may speak of the certificate signed the evidence, for what it says and for now. */
export function isVerified(judgement: RevocationJudgement): boolean {
  return judgement.status !== 'UNKNOWN' || saidByTheSigner.has(judgement.reason)
}

function tryRead(der: Uint8Array): ChainCertificate | ParseError {
  try {
    return readChainCertificate(der, { paddedSerial: true })
  } catch (error) {
    if (error instanceof ParseError) return error
    throw error
  }
}
