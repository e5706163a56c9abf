import { listTrustDisagreements } from '#lib/api/v1/trust-disagreements.ts'

export const GET = listTrustDisagreements.handler
