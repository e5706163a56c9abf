import { previewDiscoveryRoute } from '#lib/api/v1/discovery.ts'

export const POST = previewDiscoveryRoute.handler
