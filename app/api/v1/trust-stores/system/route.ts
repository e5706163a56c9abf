import { readSystemTrustStore } from '#lib/api/v1/trust-stores.ts'

export const POST = readSystemTrustStore.handler
