import { z } from 'zod'
import type { JobHandler } from '../handler.ts'
import { runLook } from '../run-look.ts'

const payloadSchema = z.object({ lookId: z.uuid() })

/** One look at an endpoint that is in no inventory, for a question that waits. */
export const look: JobHandler = {
  name: 'look',
  perSite: true,
  awaited: true,
  async run(payload, context) {
    await runLook(payloadSchema.parse(payload).lookId, context)
  },
}
