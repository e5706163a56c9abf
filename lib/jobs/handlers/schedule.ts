import { scheduleDueEndpoints } from '#lib/data/scans/due-scans.ts'
import { type JobHandler, siteOf } from '../handler.ts'

/** One batch scan for the endpoints of a site that are due. */
export const schedule: JobHandler = {
  name: 'schedule',
  perSite: true,
  async run(_payload, context) {
    await scheduleDueEndpoints(siteOf(context))
  },
}
