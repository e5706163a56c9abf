import type { Principal } from '#lib/core/principal.ts'
import { getScan } from '#lib/data/scans/get-scan.ts'
import { scanProgress } from '#lib/jobs/progress.ts'
import { defineRoute } from '../define-route.ts'
import { eventStream, type ServerEvent } from '../event-stream.ts'
import { scanDetailSchema, scanParams } from './scans.ts'

export const followScan = defineRoute({
  method: 'GET',
  path: '/api/v1/scans/{id}/events',
  summary: 'A scan as it moves',
  description:
    'Server-sent events: `progress` with the scan as GET /api/v1/scans/{id} tells it, at once and after every change; ' +
    '`end` when it is over, `error` where following it failed. Close the connection on either.',
  role: 'viewer',
  params: scanParams,
  response: 'event-stream',
  async handle({ principal, params, request }) {
    // Refusals are told with their status, before the stream begins.
    await getScan(principal, params.id)
    return eventStream(request, (signal) => progress(principal, params.id, signal))
  },
})

async function* progress(principal: Principal, scanId: string, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  for await (const scan of scanProgress(principal, scanId, signal)) {
    yield { event: 'progress', data: scanDetailSchema.parse(scan) }
  }
}
