import { getTriageRoute, saveTriageRoute } from '#lib/api/v1/triage.ts'

export const GET = getTriageRoute.handler
export const PUT = saveTriageRoute.handler
