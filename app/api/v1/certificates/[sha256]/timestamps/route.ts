import { getCertificateTimestamps } from '#lib/api/v1/certificate-timestamps.ts'

export const GET = getCertificateTimestamps.handler
