import { bindIssuedCertificate, removeIssuedCertificate } from '#lib/api/v1/issued-certificates.ts'

export const DELETE = removeIssuedCertificate.handler
export const PATCH = bindIssuedCertificate.handler
