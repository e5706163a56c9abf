import { listRevocationSources } from '#lib/api/v1/revocation-sources.ts'

export const GET = listRevocationSources.handler
