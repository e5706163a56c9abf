import { removeStoreAnchor } from '#lib/api/v1/trust-stores.ts'

export const DELETE = removeStoreAnchor.handler
