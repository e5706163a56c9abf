import { verify } from '#lib/api/v1/verify.ts'

export const POST = verify.handler
