import type { ChainCertificate } from './chain-certificate.ts'
import { deviations, type PathRole } from './conformance.ts'
import { keyStrength } from './key-strength.ts'
import { type PathProfile, purposeOids } from './profile.ts'
import type { PathFault, PathReason } from './reasons.ts'
import { signatureHash } from './signature.ts'
import { svidFault } from './svid.ts'

export type Fault = Omit<PathFault, 'at'>

/** What a certificate's place in a path and the profile ask of it, whatever the others are. Null where it has all. */
export function certificateRules(certificate: ChainCertificate, role: PathRole, profile: PathProfile): Fault | null {
  if (role === 'anchor' && !profile.anchor.constraints) return keyFault(certificate, profile)
  return (
    algorithmFault(certificate, role, profile) ??
    keyFault(certificate, profile) ??
    unknownCritical(certificate) ??
    (role === 'leaf' ? leafFault(certificate, profile) : issuerFault(certificate, role)) ??
    purposeFault(certificate, role, profile) ??
    (profile.name === 'spiffe' ? svidFault(certificate, role) : null) ??
    conformanceFault(certificate, role, profile)
  )
}

function fault(reason: PathReason, detail: string): Fault {
  return { reason, detail }
}

function algorithmFault(certificate: ChainCertificate, role: PathRole, { hashes }: PathProfile): Fault | null {
  if (role === 'anchor') return null
  if (!certificate.algorithmsAgree) return fault('algorithm-mismatch', 'two different signature algorithms are stated')
  const hash = signatureHash(certificate.signatureAlgorithm)
  return hash === null || hashes.has(hash) ? null : fault('weak-signature-algorithm', `signed with ${hash}`)
}

/** What speaks against its key, whatever it signs. */
export function keyFault({ publicKey }: ChainCertificate, { keys }: PathProfile): Fault | null {
  const strength = keyStrength(publicKey)
  switch (strength.kind) {
    case 'rsa':
      return strength.bits >= keys.minRsaBits ? null : fault('weak-key', `RSA of ${strength.bits} bits`)
    case 'ec':
      return keys.curves.has(strength.curve) ? null : fault('weak-key', `the curve ${strength.curve}`)
    case 'dsa':
      return keys.dsa ? null : fault('weak-key', 'DSA')
    case 'unsound':
      return fault('weak-key', strength.why)
    default:
      return null
  }
}

function unknownCritical({ unknownCritical }: ChainCertificate): Fault | null {
  return unknownCritical.length === 0 ? null : fault('unknown-critical-extension', unknownCritical.join(', '))
}

function leafFault({ basicConstraints }: ChainCertificate, { leafMayBeCa }: PathProfile): Fault | null {
  return basicConstraints?.ca && !leafMayBeCa ? fault('leaf-is-ca', 'the certificate is a CA’s') : null
}

/** RFC 5280 6.1.4 (k) and (n). An anchor of version 1 or 2 can say nothing: that it is one is the store's word. */
function issuerFault(certificate: ChainCertificate, role: PathRole): Fault | null {
  const { basicConstraints, keyUsage, version } = certificate
  if (!basicConstraints?.ca && !(role === 'anchor' && version < 3))
    return fault('not-a-ca', 'basicConstraints does not say that it is a CA')
  if (keyUsage && !keyUsage.has('keyCertSign'))
    return fault('key-may-not-sign-certificates', 'keyUsage lacks keyCertSign')
  return null
}

/** Purposes that CA/B BR 7.1.2.7.10 keeps out of certificates of TLS servers. */
const keptApart: ReadonlySet<string> = new Set([
  purposeOids.any,
  purposeOids.codeSigning,
  purposeOids.emailProtection,
  purposeOids.timeStamping,
  purposeOids.ocspSigning,
])

function purposeFault(certificate: ChainCertificate, role: PathRole, { purpose }: PathProfile): Fault | null {
  const { extendedKeyUsage } = certificate
  if (purpose === null) return null
  const { oid } = purpose
  const strict = (role === 'leaf' ? purpose.leaf : purpose.above) === 'stated'
  if (extendedKeyUsage === null)
    return strict && role !== 'anchor' ? fault('purpose-not-allowed', 'no extended key usage is stated') : null
  const names = extendedKeyUsage.includes(oid)
  if (!names && (strict || !extendedKeyUsage.includes(purposeOids.any)))
    return fault('purpose-not-allowed', `the extended key usage does not include ${oid}`)
  const mixed = strict && role === 'leaf' && extendedKeyUsage.find((one) => keptApart.has(one))
  return mixed ? fault('purpose-not-allowed', `the extended key usage includes ${mixed} beside ${oid}`) : null
}

function conformanceFault(certificate: ChainCertificate, role: PathRole, profile: PathProfile): Fault | null {
  if (profile.conformance === 'note' || (role === 'anchor' && !profile.anchor.conformance)) return null
  const [first] = deviations(certificate, role)
  return first === undefined ? null : fault('not-conforming', first)
}
