import { exportCertificates } from '#lib/api/v1/certificates.ts'

export const GET = exportCertificates.handler
