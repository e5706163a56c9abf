import { cancelDiscoveryRoute } from '#lib/api/v1/discovery.ts'

export const POST = cancelDiscoveryRoute.handler
