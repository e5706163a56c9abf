import { exportIssuedCertificates } from '#lib/api/v1/issued-certificates.ts'

export const GET = exportIssuedCertificates.handler
