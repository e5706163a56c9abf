import type { JobHandler } from '../handler.ts'
import { prune } from './prune.ts'
import { reevaluate } from './reevaluate.ts'
import { scan } from './scan.ts'
import { schedule } from './schedule.ts'

/** Every kind of job. */
export const handlers: readonly JobHandler[] = [prune, reevaluate, scan, schedule]
