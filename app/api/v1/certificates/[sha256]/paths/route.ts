import { getCertificatePaths } from '#lib/api/v1/certificate-paths.ts'

export const GET = getCertificatePaths.handler
