import type { Route } from './define-route.ts'
import { advisoryRoutes } from './v1/advisories.ts'
import { auditRoutes } from './v1/audit.ts'
import { blastRadiusRoutes } from './v1/blast-radius.ts'
import { calendarRoutes } from './v1/calendar.ts'
import { getCertificatePaths } from './v1/certificate-paths.ts'
import { getCertificateTimestamps } from './v1/certificate-timestamps.ts'
import { certificateRoutes } from './v1/certificates.ts'
import { complianceRoutes } from './v1/compliance.ts'
import { ctLogRoutes } from './v1/ct-logs.ts'
import { discoveryRoutes } from './v1/discovery.ts'
import { distrustRoutes } from './v1/distrust.ts'
import { endpointRoutes } from './v1/endpoints.ts'
import { listEnvironments } from './v1/environments.ts'
import { findingRoutes } from './v1/findings.ts'
import { identityRoutes } from './v1/identities.ts'
import { issuedCertificateRoutes } from './v1/issued-certificates.ts'
import { getMe } from './v1/me.ts'
import { mentionRoutes } from './v1/mentions.ts'
import { getOverviewRoute } from './v1/overview.ts'
import { ownerRoutes } from './v1/owners.ts'
import { ownershipRoutes } from './v1/ownership.ts'
import { policyRoutes } from './v1/policies.ts'
import { recordRoutes } from './v1/records.ts'
import { reportRoutes } from './v1/reports.ts'
import { reuseRoutes } from './v1/reuse.ts'
import { revocationSourceRoutes } from './v1/revocation-sources.ts'
import { rotationRhythmRoutes } from './v1/rotation-rhythms.ts'
import { rotationRoutes } from './v1/rotations.ts'
import { dueRotationRoutes } from './v1/rotations-due.ts'
import { ruleRoutes } from './v1/rules.ts'
import { followScan } from './v1/scan-events.ts'
import { cancelScan, createScan, getScan, listScans } from './v1/scans.ts'
import { search } from './v1/search.ts'
import { siteRoutes } from './v1/sites.ts'
import { tokenRoutes } from './v1/tokens.ts'
import { triageRoutes } from './v1/triage.ts'
import { listTrustDisagreements } from './v1/trust-disagreements.ts'
import { trustStoreRoutes } from './v1/trust-stores.ts'
import { verifyRoutes } from './v1/verify.ts'
import { whatIfRoutes } from './v1/what-ifs.ts'

/** Every route of /api/v1: what OpenAPI tells of. A test finds what is missing here or under app/. */
export const routes: readonly Route[] = [
  ...certificateRoutes,
  getCertificatePaths,
  getCertificateTimestamps,
  ...findingRoutes,
  ...mentionRoutes,
  ...ownershipRoutes,
  ...ownerRoutes,
  ...triageRoutes,
  ...identityRoutes,
  ...policyRoutes,
  ...complianceRoutes,
  ...reportRoutes,
  ...rotationRoutes,
  ...dueRotationRoutes,
  ...rotationRhythmRoutes,
  ...calendarRoutes,
  ...reuseRoutes,
  ...issuedCertificateRoutes,
  ...recordRoutes,
  getOverviewRoute,
  getMe,
  search,
  ...endpointRoutes,
  ...discoveryRoutes,
  ...ruleRoutes,
  ...trustStoreRoutes,
  ...distrustRoutes,
  ...advisoryRoutes,
  ...ctLogRoutes,
  listTrustDisagreements,
  ...whatIfRoutes,
  ...blastRadiusRoutes,
  ...revocationSourceRoutes,
  ...verifyRoutes,
  ...tokenRoutes,
  ...siteRoutes,
  listEnvironments,
  ...auditRoutes,
  // Scans
  createScan,
  listScans,
  getScan,
  cancelScan,
  followScan,
]
