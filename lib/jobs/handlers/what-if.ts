import { z } from 'zod'
import { resumeWhatIfs } from '#lib/data/what-if/ask.ts'
import { workAtWhatIf } from '#lib/data/what-if/work-at-what-if.ts'
import type { JobHandler } from '../handler.ts'

const payloadSchema = z.object({ id: z.uuid().optional() })

/** Answers a question about the stored estate, and scans nothing; by itself it looks for questions whose job was lost. */
export const whatIf: JobHandler = {
  name: 'what-if',
  perSite: false,
  cron: '*/5 * * * *',
  async run(payload, { signal, lastAttempt }) {
    const { id } = payloadSchema.parse(payload)
    if (id === undefined) await resumeWhatIfs()
    else await workAtWhatIf(id, { signal, lastAttempt })
  },
}
