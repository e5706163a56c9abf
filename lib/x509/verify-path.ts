import type { X509Certificate } from 'node:crypto'
import type { Certificate } from './certificate.ts'
import { opensslCertificate, signatureVerifies } from './openssl-certificate.ts'
import { parseCertificate } from './parse-certificate.ts'
import { ParseError } from './parse-error.ts'

export type PathFault =
  | 'path-empty'
  | 'path-too-long'
  | 'not-a-certificate'
  | 'names-do-not-chain'
  | 'issuer-is-no-ca'
  | 'signature-does-not-verify'
  | 'anchor-not-in-store'

export type PathVerdict =
  | { readonly ok: true }
  /** `at`: index in the path of the certificate at fault, leaf 0. */
  | { readonly ok: false; readonly reason: PathFault; readonly at: number }

/** Longer paths are refused unread. */
export const longestPath = 16

/**
 * Whether one given path holds together: every issuer's name is, byte for byte, the next certificate's subject, every
 * issuer is a CA, every signature verifies under the next key, and the last certificate is an anchor of the store
 * (`anchorsSha256`: SHA-256 of the anchors' DER in lower-case hex). The path is DER, leaf first, anchor last; a path of
 * one is an anchor that is served itself.
 *
 * This is NOT the path validation of RFC 5280 6: it builds no path, and judges neither validity dates nor revocation,
 * key usages, path lengths, name constraints, policies, unknown critical extensions or the strength of algorithms.
 * It is the seam where the product's own validator will stand. Never throws.
 */
export function verifyPath(path: readonly Uint8Array[], anchorsSha256: ReadonlySet<string>): PathVerdict {
  if (path.length > longestPath) return fault('path-too-long', longestPath)
  const links: Link[] = []
  for (const der of path) {
    const link = readLink(der)
    if (link === null) return fault('not-a-certificate', links.length)
    links.push(link)
  }
  const last = links.at(-1)
  if (last === undefined) return fault('path-empty', 0)
  if (!anchorsSha256.has(last.certificate.sha256)) return fault('anchor-not-in-store', links.length - 1)
  for (const [index, link] of links.slice(0, -1).entries()) {
    const issuer = links[index + 1] ?? last
    const reason = linkFault(link, issuer, issuer === last)
    if (reason !== null) return fault(reason, reason === 'issuer-is-no-ca' ? index + 1 : index)
  }
  return { ok: true }
}

interface Link {
  readonly certificate: Certificate
  readonly openssl: X509Certificate
}

/** Null where either reader finds no certificate. */
function readLink(der: Uint8Array): Link | null {
  const openssl = opensslCertificate(der)
  try {
    return openssl === null ? null : { certificate: parseCertificate(der), openssl }
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

function linkFault(link: Link, issuer: Link, isAnchor: boolean): PathFault | null {
  if (link.certificate.issuerNameSha256 !== issuer.certificate.subjectNameSha256) return 'names-do-not-chain'
  if (!mayIssue(issuer.certificate, isAnchor)) return 'issuer-is-no-ca'
  return signatureVerifies(link.openssl, issuer.openssl) ? null : 'signature-does-not-verify'
}

/** A version 1 anchor has no extensions: that it stands in the store is its authority. */
function mayIssue({ version, basicConstraints }: Certificate, isAnchor: boolean): boolean {
  return basicConstraints?.ca === true || (isAnchor && version === 1)
}

function fault(reason: PathFault, at: number): PathVerdict {
  return { ok: false, reason, at }
}
