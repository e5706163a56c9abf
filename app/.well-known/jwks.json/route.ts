import { jwks } from '#lib/api/jwks.ts'

export const dynamic = 'force-dynamic'

export const GET = jwks
