import { listIssuedCertificates, recordIssuedCertificates } from '#lib/api/v1/issued-certificates.ts'

export const GET = listIssuedCertificates.handler
export const POST = recordIssuedCertificates.handler
