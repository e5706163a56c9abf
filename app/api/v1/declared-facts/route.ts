import { importDeclaredFacts } from '#lib/api/v1/records.ts'

export const POST = importDeclaredFacts.handler
