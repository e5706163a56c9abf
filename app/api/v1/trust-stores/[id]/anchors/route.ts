import { listStoreAnchors } from '#lib/api/v1/trust-stores.ts'

export const GET = listStoreAnchors.handler
