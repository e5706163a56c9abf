import { followScan } from '#lib/api/v1/scan-events.ts'

export const dynamic = 'force-dynamic'

export const GET = followScan.handler
