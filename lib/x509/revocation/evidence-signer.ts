import type { AlgorithmIdentifier, ChainCertificate } from '../path/chain-certificate.ts'
import { publicKeyOf, type SignatureOutcome, signatureHash, verifySignature } from '../path/signature.ts'
import type { Objection } from './judgement.ts'

/** Bytes with a signature over them, as CRLs and OCSP responses are. */
export interface SignedEvidence {
  readonly toBeSigned: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
}

/** One list is judged for many certificates, and its signature is verified once for each key. */
const outcomes = new WeakMap<SignedEvidence, Map<string, SignatureOutcome>>()

/** Null where the key of `signer` signed the evidence, with a hash that counts. */
export function signatureFault(
  evidence: SignedEvidence,
  signer: ChainCertificate,
  hashes: ReadonlySet<string>,
): Objection | null {
  const hash = signatureHash(evidence.signatureAlgorithm)
  if (hash !== null && !hashes.has(hash))
    return { reason: 'weak-signature-algorithm', detail: `it is signed with ${hash}` }
  switch (outcomeOf(evidence, signer)) {
    case 'verified':
      return null
    case 'mismatch':
      return { reason: 'signature-mismatch', detail: 'its signature does not verify under the signer’s key' }
    case 'unsupported':
      return {
        reason: 'unsupported-signature-algorithm',
        detail: `signature algorithm ${evidence.signatureAlgorithm.oid}, or the signer’s key`,
      }
  }
}

function outcomeOf(evidence: SignedEvidence, signer: ChainCertificate): SignatureOutcome {
  const known = outcomes.get(evidence) ?? new Map<string, SignatureOutcome>()
  outcomes.set(evidence, known)
  const outcome =
    known.get(signer.spkiSha256) ??
    verifySignature(evidence.toBeSigned, evidence.signatureAlgorithm, evidence.signature, publicKeyOf(signer))
  known.set(signer.spkiSha256, outcome)
  return outcome
}
