import { prune as pruneRecords } from '#lib/data/prune.ts'
import type { JobHandler } from '../handler.ts'

export const prune: JobHandler = {
  name: 'prune',
  perSite: false,
  cron: '17 3 * * *',
  run: pruneRecords,
}
