import { getDeclaredFacts, saveDeclaredFacts } from '#lib/api/v1/records.ts'

export const GET = getDeclaredFacts.handler
export const PUT = saveDeclaredFacts.handler
