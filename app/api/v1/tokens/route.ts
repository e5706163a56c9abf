import { createToken, listTokens } from '#lib/api/v1/tokens.ts'

export const GET = listTokens.handler
export const POST = createToken.handler
