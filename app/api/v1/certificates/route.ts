import { listCertificates } from '#lib/api/v1/certificates.ts'

export const GET = listCertificates.handler
