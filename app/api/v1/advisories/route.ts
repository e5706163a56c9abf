import { importAdvisory, listAdvisories } from '#lib/api/v1/advisories.ts'

export const GET = listAdvisories.handler
export const POST = importAdvisory.handler
