import { z } from 'zod'
import { workAtWhatIf } from '#lib/data/what-if/work-at-what-if.ts'
import type { JobHandler } from '../handler.ts'

const payloadSchema = z.object({ id: z.uuid() })

/** Answers a question about the stored estate. Scans nothing. */
export const whatIf: JobHandler = {
  name: 'what-if',
  perSite: false,
  async run(payload, { signal, lastAttempt }) {
    await workAtWhatIf(payloadSchema.parse(payload).id, { signal, lastAttempt })
  },
}
