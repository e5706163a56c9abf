import { bulkChangeFindingsRoute } from '#lib/api/v1/findings.ts'

export const POST = bulkChangeFindingsRoute.handler
