import type { Certificate, GeneralName } from './certificate.ts'
import { type ConstraintFault, constraintFault, type NameConstraints, readNameConstraints } from './name-constraints.ts'
import { ParseError } from './parse-error.ts'
import { readCertificate } from './read-certificate.ts'

/** Why a chain of signatures is no path for a TLS server, in OpenSSL's words. */
export type RuleFault =
  | 'PATH_LENGTH_EXCEEDED'
  | 'INVALID_CA'
  | 'INVALID_PURPOSE'
  | 'UNHANDLED_CRITICAL_EXTENSION'
  | ConstraintFault

const serverPurposes = new Set(['serverAuth', 'anyExtendedKeyUsage'])

/**
 * The rules of RFC 5280 6.1 that a chain of signatures may break although every signature holds: path lengths
 * (4.2.1.9), key usage (4.2.1.3), purposes, also of those above the leaf, unknown critical extensions, and name
 * constraints. `path` is DER, leaf first, anchor last; null where nothing is broken. Dates, policies and revocation are
 * judged elsewhere.
 */
export function ruleFault(path: readonly Uint8Array[]): RuleFault | null {
  const certificates = path.map(readCertificate)
  let below = 0
  for (const [depth, certificate] of certificates.entries()) {
    if (certificate === null) return 'INVALID_CA'
    const fault = certificateFault(certificate, depth, below)
    if (fault !== null) return fault
    // RFC 5280 6.1.4 (l): self-issued certificates don't count.
    if (depth > 0 && certificate.issuerNameSha256 !== certificate.subjectNameSha256) below += 1
    const names = depth > 0 ? namesBelow(certificates.slice(0, depth)) : []
    const constrained = depth > 0 ? constraintsFault(path[depth], names) : null
    if (constrained !== null) return constrained
  }
  return null
}

function certificateFault(certificate: Certificate, depth: number, below: number): RuleFault | null {
  const { basicConstraints, keyUsage, extendedKeyUsage, unknownCriticalExtensions } = certificate
  if (unknownCriticalExtensions.length > 0) return 'UNHANDLED_CRITICAL_EXTENSION'
  if (extendedKeyUsage !== null && !extendedKeyUsage.some((purpose) => serverPurposes.has(purpose))) {
    return 'INVALID_PURPOSE'
  }
  if (depth === 0) return null
  if (keyUsage !== null && !keyUsage.bits.includes('keyCertSign')) return 'INVALID_CA'
  const limit = basicConstraints?.pathLength ?? null
  return limit !== null && below > limit ? 'PATH_LENGTH_EXCEEDED' : null
}

/** All names of the certificates below; a self-issued CA's count too, which is stricter than RFC 5280 6.1.3 (b). */
function namesBelow(certificates: readonly (Certificate | null)[]): readonly GeneralName[] {
  return certificates.flatMap((certificate) => certificate?.subjectAltNames ?? [])
}

function constraintsFault(der: Uint8Array | undefined, names: readonly GeneralName[]): ConstraintFault | null {
  try {
    const constraints = der ? constraintsOf(der) : null
    return constraints && constraintFault(constraints, names)
  } catch (error) {
    if (error instanceof ParseError) return 'UNSUPPORTED_CONSTRAINT_TYPE'
    throw error
  }
}

const readConstraints = new WeakMap<Uint8Array, NameConstraints | null>()

/** Read once for each array: the same issuers stand in thousands of paths. Throws ParseError. */
function constraintsOf(der: Uint8Array): NameConstraints | null {
  const known = readConstraints.get(der)
  if (known !== undefined) return known
  const constraints = readNameConstraints(der)
  readConstraints.set(der, constraints)
  return constraints
}
