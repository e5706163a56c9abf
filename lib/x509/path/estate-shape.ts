import { sha256Hex } from '#lib/core/ids.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import { deviations } from './conformance.ts'
import { keyStrength } from './key-strength.ts'
import { svidFault } from './svid.ts'

/** All leaves for which path building finds the same ways up: dates, key, names and signature are each one's own. */
export interface Shape {
  readonly sample: ChainCertificate
  readonly others: readonly ChainCertificate[]
}

/**
 * Of everything of a leaf that path building or a rule of any profile looks at, but dates, key, signature, and the names
 * that name constraints are about.
 */
export function shapeKey(leaf: ChainCertificate, others: readonly ChainCertificate[]): string {
  const { oid, parameters } = leaf.signatureAlgorithm
  const parts = [
    leaf.issuer.key,
    // A leaf that has the name of its issuer is a matter of its own.
    leaf.issuer.key === leaf.subject.key ? leaf.sha256 : '',
    leaf.authorityKeyId,
    others.map(({ sha256 }) => sha256).sort(),
    oid,
    parameters && Buffer.from(parameters).toString('hex'),
    leaf.algorithmsAgree,
    leaf.version,
    keyStrength(leaf.publicKey),
    leaf.basicConstraints,
    leaf.keyUsage && [...leaf.keyUsage].sort(),
    leaf.extendedKeyUsage,
    leaf.unknownCritical,
    leaf.policies,
    leaf.policyConstraints,
    leaf.inhibitAnyPolicy,
    leaf.policyMappings,
    deviations(leaf, 'leaf'),
    svidFault(leaf, 'leaf')?.reason ?? null,
  ]
  return sha256Hex(Buffer.from(JSON.stringify(parts)))
}
