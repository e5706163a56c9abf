import { createScan, listScans } from '#lib/api/v1/scans.ts'

export const GET = listScans.handler

export const POST = createScan.handler
