import { getCertificate } from '#lib/api/v1/certificates.ts'

export const GET = getCertificate.handler
