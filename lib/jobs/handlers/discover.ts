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
      // A refusal will be one the next time, too; anything else is tried again by the queue.
      if (!(error instanceof AppError)) throw error
      await failRun(runId, error.message)
    }
  },
}
