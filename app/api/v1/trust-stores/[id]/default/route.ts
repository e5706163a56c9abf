import { makeDefaultTrustStore } from '#lib/api/v1/trust-stores.ts'

export const POST = makeDefaultTrustStore.handler
