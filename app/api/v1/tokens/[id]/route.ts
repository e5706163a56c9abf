import { revokeToken } from '#lib/api/v1/tokens.ts'

export const DELETE = revokeToken.handler
