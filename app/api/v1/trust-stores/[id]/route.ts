import { deleteTrustStore, getTrustStore, replaceTrustStore } from '#lib/api/v1/trust-stores.ts'

export const GET = getTrustStore.handler
export const PUT = replaceTrustStore.handler
export const DELETE = deleteTrustStore.handler
