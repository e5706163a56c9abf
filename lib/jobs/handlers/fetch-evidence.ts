import { enqueueJob } from '#lib/data/enqueue-job.ts'
import { pool } from '#lib/db/client.ts'
import type { JobHandler } from '../handler.ts'
import { runFetches } from '../run-fetches.ts'

/** Fetches what the certificates of a site point at: revocation lists, responders' answers, issuers. */
export const fetchEvidence: JobHandler = {
  name: 'fetch-evidence',
  perSite: true,
  async run(_payload, context) {
    await runFetches(context)
    await enqueueJob(pool(), { name: 'reevaluate', key: 'reevaluate' })
  },
}
