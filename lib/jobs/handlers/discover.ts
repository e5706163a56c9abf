import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { failRun } from '#lib/data/discovery/advance-run.ts'
import type { JobHandler } from '../handler.ts'
import { runDiscovery } from '../run-discovery.ts'

const payloadSchema = z.object({ runId: z.uuid() })

/** Tries the places of a discovery run's ranges. */
export const discover: JobHandler = {
  name: 'discover',
  perSite: true,
  async run(payload, context) {
    const { runId } = payloadSchema.parse(payload)
    try {
      await runDiscovery(runId, context)
    } catch (error) {
      // A refusal will be one the next time, too; anything else is tried again by the queue, as long as it does.
      if (error instanceof AppError) return failRun(runId, error.message)
      if (context.lastAttempt) await failRun(runId, 'It ended unexpectedly, again and again; the log says why.')
      throw error
    }
  },
}
