import { getAdvisory, withdrawAdvisory } from '#lib/api/v1/advisories.ts'

export const GET = getAdvisory.handler
export const DELETE = withdrawAdvisory.handler
