import { getScan } from '#lib/api/v1/scans.ts'

export const GET = getScan.handler
