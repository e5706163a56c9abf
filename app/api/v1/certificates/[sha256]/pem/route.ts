import { getCertificatePem } from '#lib/api/v1/certificates.ts'

export const GET = getCertificatePem.handler
