import { listEnvironments } from '#lib/api/v1/environments.ts'

export const GET = listEnvironments.handler
