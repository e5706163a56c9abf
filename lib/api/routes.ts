import type { Route } from './define-route.ts'
import { endpointRoutes } from './v1/endpoints.ts'
import { certificateRoutes } from './v1/certificates.ts'
import { complianceRoutes } from './v1/compliance.ts'
import { findingRoutes } from './v1/findings.ts'
import { getMe } from './v1/me.ts'
import { rotationRoutes } from './v1/rotations.ts'
import { followScan } from './v1/scan-events.ts'
import { cancelScan, createScan, getScan, listScans } from './v1/scans.ts'
import { search } from './v1/search.ts'

/** Every route of /api/v1: what OpenAPI tells of. A test finds what is missing here or under app/. */
export const routes: readonly Route[] = [
  ...certificateRoutes,
  ...findingRoutes,
  ...complianceRoutes,
  ...rotationRoutes,
  getMe,
  search,
  ...endpointRoutes,
  // Scans
  createScan,
  listScans,
  getScan,
  cancelScan,
  followScan,
]
