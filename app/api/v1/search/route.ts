import { search } from '#lib/api/v1/search.ts'

export const GET = search.handler
