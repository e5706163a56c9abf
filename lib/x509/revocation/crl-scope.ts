import { ParseError } from '../parse-error.ts'
import type { ChainCertificate } from '../path/chain-certificate.ts'
import type { Crl } from './crl.ts'
import {
  allReasons,
  type DistributionPoint,
  directoryKey,
  fullNames,
  type IssuingDistributionPoint,
  readDistributionPoints,
} from './distribution-points.ts'
import type { Objection } from './judgement.ts'

/**
 * Where the certificate says that it would be listed, and beside that what holds for any CRL of its issuer (RFC 5280
 * 6.3.3, at its end) unless it names others' CRLs alone. An objection where its distribution points can't be read.
 */
export function pointsOf(certificate: ChainCertificate): readonly DistributionPoint[] | Objection {
  try {
    const { crlDistributionPoints, issuer } = certificate
    const stated = crlDistributionPoints ? readDistributionPoints(crlDistributionPoints) : []
    const isOwn = ({ crlIssuers }: DistributionPoint) => crlIssuers === null || crlIssuers.includes(issuer.key)
    return stated.length === 0 || stated.some(isOwn) ? [...stated, implied(certificate)] : stated
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return { reason: 'malformed', detail: `cRLDistributionPoints: ${error.message}` }
  }
}

function implied({ issuer }: ChainCertificate): DistributionPoint {
  const name = { kind: 'full', keys: [directoryKey(issuer.key)] } as const
  return { name, reasons: allReasons, crlIssuers: null, urls: [] }
}

/** The reasons for which the CRL would list the certificate (RFC 5280 6.3.3 b and d), or why it never would. */
export function reasonsCovered(
  certificate: ChainCertificate,
  points: readonly DistributionPoint[],
  crl: Crl,
  allowIndirect: boolean,
): number | Objection {
  const issuing = crl.issuingDistributionPoint
  if (issuing?.indirect && !allowIndirect)
    return { reason: 'indirect-crl', detail: 'the CRL lists certificates of several issuers' }
  const kind = issuing && kindFault(certificate, issuing)
  if (kind) return kind
  const authorised = points.filter((point) => mayIssue(certificate, point, crl, allowIndirect))
  if (authorised.length === 0) return issuerFault(certificate, points, crl)
  const matching = authorised.filter((point) => !issuing?.name || namesMeet(certificate, point, crl))
  if (matching.length === 0)
    return { reason: 'out-of-scope', detail: 'the CRL is for a distribution point that the certificate does not name' }
  const reasons = matching.reduce((all, point) => all | point.reasons, 0)
  return reasons & (issuing?.reasons ?? allReasons)
}

function issuerFault(certificate: ChainCertificate, points: readonly DistributionPoint[], crl: Crl): Objection {
  if (crl.issuer.key === certificate.issuer.key)
    return { reason: 'indirect-crl', detail: 'the certificate says that CRLs of others than its issuer would list it' }
  return points.some(({ crlIssuers }) => crlIssuers?.includes(crl.issuer.key))
    ? { reason: 'indirect-crl', detail: 'the certificate names it as the CRL of another issuer' }
    : {
        reason: 'other-issuer',
        detail: `the CRL is of another issuer than the certificate’s: ${certificate.issuer.key}`,
      }
}

/** RFC 5280 6.3.3 b 2 ii to iv. A certificate of version 1 can't say whether it is a CA’s. */
function kindFault(certificate: ChainCertificate, issuing: IssuingDistributionPoint): Objection | null {
  const { onlyUserCerts, onlyCaCerts, onlyAttributeCerts } = issuing
  const isCa = certificate.basicConstraints?.ca === true
  if (onlyAttributeCerts) return { reason: 'out-of-scope', detail: 'the CRL lists attribute certificates alone' }
  if ((onlyUserCerts || onlyCaCerts) && certificate.version < 3)
    return { reason: 'out-of-scope', detail: 'the certificate can’t say whether it is a CA’s' }
  if (onlyUserCerts && isCa) return { reason: 'out-of-scope', detail: 'the CRL lists no certificates of CAs' }
  if (onlyCaCerts && !isCa) return { reason: 'out-of-scope', detail: 'the CRL lists certificates of CAs alone' }
  return null
}

/** RFC 5280 6.3.3 b 1: the certificate's issuer, or whom the certificate names, who has to say that it lists others’. */
function mayIssue(
  certificate: ChainCertificate,
  { crlIssuers }: DistributionPoint,
  { issuer, issuingDistributionPoint }: Crl,
  allowIndirect: boolean,
): boolean {
  if (issuer.key === certificate.issuer.key && (crlIssuers === null || crlIssuers.includes(issuer.key))) return true
  return allowIndirect && issuingDistributionPoint?.indirect === true && crlIssuers?.includes(issuer.key) === true
}

/** RFC 5280 6.3.3 b 2 i. */
function namesMeet(certificate: ChainCertificate, point: DistributionPoint, crl: Crl): boolean {
  const name = crl.issuingDistributionPoint?.name
  if (!name) return true
  const issuing = new Set(fullNames(name, crl.issuer.key))
  const bases = point.crlIssuers ?? [certificate.issuer.key]
  const named = point.name
  const own = named ? bases.flatMap((base) => fullNames(named, base)) : bases.map(directoryKey)
  return own.some((one) => issuing.has(one))
}
