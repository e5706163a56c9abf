import { fetchRevocationSource } from '#lib/api/v1/revocation-sources.ts'

export const POST = fetchRevocationSource.handler
