import { createTrustStore, listTrustStores } from '#lib/api/v1/trust-stores.ts'

export const GET = listTrustStores.handler
export const POST = createTrustStore.handler
