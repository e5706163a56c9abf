import { listDiscoveryRoute, startDiscoveryRoute } from '#lib/api/v1/discovery.ts'

export const GET = listDiscoveryRoute.handler

export const POST = startDiscoveryRoute.handler
