import { z } from 'zod'
import { enqueueJob } from '#lib/data/enqueue-job.ts'
import { enqueueFetches } from '#lib/data/revocation/enqueue-fetches.ts'
import { pool } from '#lib/db/client.ts'
import { type JobHandler, siteOf } from '../handler.ts'
import { runScan } from '../run-scan.ts'

const payloadSchema = z.object({ scanId: z.uuid() })

/** Works at one scan, beside any other worker that does. */
export const scan: JobHandler = {
  name: 'scan',
  perSite: true,
  async run(payload, context) {
    await runScan(payloadSchema.parse(payload).scanId, context)
    // Endpoints that share keys with what moved are judged now rather than with the next look.
    await enqueueJob(pool(), { name: 'reevaluate', key: 'reevaluate' })
    // What the certificates point at is fetched apart from the scan that saw them.
    await enqueueFetches(pool(), siteOf(context))
  },
}
