import { cancelScan } from '#lib/api/v1/scans.ts'

export const POST = cancelScan.handler
