import { previewDeclaredFacts } from '#lib/api/v1/records.ts'

export const POST = previewDeclaredFacts.handler
