import { previewAdvisory } from '#lib/api/v1/advisories.ts'

export const POST = previewAdvisory.handler
