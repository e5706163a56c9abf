import { recordEnvironmentReview } from '#lib/api/v1/records.ts'

export const POST = recordEnvironmentReview.handler
